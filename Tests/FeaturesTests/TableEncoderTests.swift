import Domain
import Testing

@testable import Features

@Suite struct TableEncoderTests {
  private func table(_ values: [String?], name: String = "city") -> CustomerTable {
    CustomerTable(
      customers: values.indices.map { Customer.Key(Int64($0)) },
      categorical: [.init(name: name, values: values)])
  }

  @Test func `levels are coded by how common they are, rare and unknown ones together`() {
    let values = [String?](repeating: "b", count: 6) + ["a", "a", "a", "a", "a", "a", "a"]
    let encoder = TableEncoder(fitting: table(values + ["rare", nil, "rarer"]))
    #expect(encoder.columns.map(\.levels) == [["a", "b"]])
    let encoded = encoder.encoded(table(["b", nil, "rare", "unheard of", "a"]))
    #expect(encoded.columns == [.codes([1, -1, 2, 2, 0], levelCount: 3)])
    #expect(encoder.columns[0].label(of: 2) == "other (2 rare values)")
    #expect(encoder.columns[0].label(of: 1) == "b" && encoder.columns[0].label(of: -1) == nil)
  }

  @Test func `without rare levels in training an unknown one is missing`() {
    let encoder = TableEncoder(fitting: table([String?](repeating: "a", count: 9)))
    #expect(
      encoder.encoded(table(["a", "z"])).columns == [.codes([0, -1], levelCount: 1)])
  }

  @Test func `ten thousand levels become a hundred at most`() {
    let values = (0..<40_000).map { index -> String? in
      "v\(index % 2 == 0 ? index % 300 : index % 20_000)"
    }
    let encoder = TableEncoder(fitting: table(values))
    #expect(encoder.columns[0].levels?.count == 100)
    #expect(encoder.columns[0].levelCount == 101)
    #expect(encoder.columns[0].mergedLevels == Set(values).count - 100)
  }

  @Test func `columns that came or went after training are named`() throws {
    var trained = table(["a", "a"])
    trained.numeric = [
      .init(name: "age", values: [1, 2]), .init(name: "size", values: [3, .nan]),
    ]
    let encoder = TableEncoder(fitting: trained)
    #expect(encoder.columns.map(\.name) == ["age", "size", "city"])
    var later = table(["x", "y"], name: "colour")
    later.numeric = [.init(name: "size", values: [4, 5]), .init(name: "city", values: [0, 0])]
    let encoded = encoder.encoded(later)
    #expect(encoded.absent == ["age", "city"])
    #expect(encoded.ignored == ["colour"])
    guard case .numbers(let ages) = encoded.columns[0] else {
      Issue.record("age is no number")
      return
    }
    #expect(ages.count == 2 && ages.allSatisfy(\.isNaN))
    #expect(encoded.columns[1] == .numbers([4, 5]))
    #expect(encoded.columns[2] == .codes([-1, -1], levelCount: 1))
  }
}
