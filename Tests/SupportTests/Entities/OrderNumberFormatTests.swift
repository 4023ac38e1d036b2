import Domain
import Testing

@testable import Support

@Suite struct OrderNumberFormatTests {
  private let now = Timestamp(year: 2026, month: 11, day: 21)

  private func numbers(_ text: String, of store: [String]) -> [String] {
    EntityExtractor(orderNumbers: store, products: [], currency: "EUR")
      .entities(in: text, now: now).filter { $0.kind == .orderNumber }.map(\.value)
  }

  private func confidence(_ text: String, of store: [String]) -> Double {
    EntityExtractor(orderNumbers: store, products: [], currency: "EUR")
      .entities(in: text, now: now).first { $0.kind == .orderNumber }?.confidence ?? 0
  }

  @Test func `a format keeps what all numbers share and opens the rest`() throws {
    let formats = OrderNumberFormat.learned(from: ["HT-47112", "HT-50011", "ht-4711"])
    #expect(formats.count == 1)
    #expect(formats[0].share == 1)
    #expect(
      formats[0].elements == [
        .prefix([0x68, 0x74], written: "HT"), .separator("-"), .digits(4...5),
      ])
    let mixed = OrderNumberFormat.learned(from: ["AB-1", "CD-2"])
    #expect(mixed[0].elements == [.letters(2), .separator("-"), .digits(1...1)])
  }

  @Test func `the commonest format comes first and rare ones are left out`() {
    let usual = (0..<300).map { "HT-\(10_000 + $0)" }
    let formats = OrderNumberFormat.learned(from: ["typo 1"] + usual + ["AB12C", "HT-123456789"])
    #expect(formats.count == 1)
    #expect(formats[0].elements.last == .digits(5...5))
    #expect(OrderNumberFormat.learned(from: []).isEmpty)
    #expect(OrderNumberFormat.learned(from: ["", "abc", "-", "😀"]).isEmpty)
  }

  @Test func `five digits count where the store's numbers are such`() {
    let bare = (0..<50).map { "\(40_000 + 17 * $0)" }
    #expect(numbers("where is 45678", of: bare) == ["45678"])
    #expect(numbers("where is 45678", of: ["HT-45679"]).isEmpty)
    #expect(numbers("it is 45678.90 or 45,678", of: bare).isEmpty)
    #expect(numbers("45678 euros", of: bare).isEmpty)
    #expect(numbers("45678%", of: bare).isEmpty)
    #expect(confidence("order 45678", of: bare) > confidence("what about 45678", of: bare) + 0.2)
    #expect(confidence("40017", of: bare) > confidence("40018", of: bare))
    #expect(numbers("call 0170 45678 11", of: bare).isEmpty)
  }

  @Test func `short numbers need a word before them`() {
    let short = (1...900).map { "\($0)" }
    #expect(numbers("I bought 2 of 300", of: short).isEmpty)
    #expect(numbers("order #300", of: short) == ["300"])
    #expect(numbers("Bestellnummer: 12", of: short) == ["12"])
  }

  @Test(arguments: [
    (
      ["303-1234567-7654321", "304-7654321-1234567"], "my 305-1111111-2222222",
      "305-1111111-2222222"
    ),
    (
      ["303-1234567-7654321", "304-7654321-1234567"], "305 1111111 2222222 ok",
      "305-1111111-2222222"
    ),
    (["2026/000123", "2026/000124"], "for 2026-000777", "2026/000777"),
    (["R123456789", "R987654321"], "r 111222333?", "R111222333"),
    (["#1001", "#1002"], "order 1003", "#1003"),
    (["5f3a9c1e", "a81b22ff"], "5F3A9C1E", "5f3a9c1e"),
    (["订单-123456", "订单-654321"], "订单-111111", "订单-111111"),
  ])
  func `many ways to number orders are learned`(store: [String], text: String, number: String) {
    #expect(numbers(text, of: store) == [number])
  }

  @Test func `numbers of letters and digits in any order share one format`() {
    let store = (0..<300).map { index in
      String(
        0x1000_0000 + UInt32(truncatingIfNeeded: index &* 2_654_435_761) % 0xE000_0000, radix: 16)
    }
    let formats = OrderNumberFormat.learned(from: store)
    #expect(formats.first?.elements == [.mixed(8...8)])
    #expect(numbers("it is 7fa3b20c", of: store) == ["7FA3B20C"])
  }

  @Test func `a store without numbers believes a word before one`() {
    #expect(numbers("order number AB-12345", of: []) == ["AB-12345"])
    #expect(numbers("order 12345", of: []) == ["12345"])
    #expect(numbers("12345", of: []).isEmpty)
    #expect(numbers("order 3 mugs", of: []).isEmpty)
    #expect(numbers("my number is 5551234567", of: []).isEmpty)
    #expect(numbers("order by phone 5551234567", of: ["5550000001"]).isEmpty)
  }

  @Test func `a card is no order number`() {
    let long = ["4000000000000010", "4000000000000028"]
    #expect(numbers("order 4111111111111111", of: long).isEmpty)
    #expect(numbers("order 4000000000000010", of: long) == ["4000000000000010"])
  }
}
