import Domain
import Testing

@testable import Support

/// Saturday, 21 November 2026, at noon.
private let now = Timestamp(year: 2026, month: 11, day: 21, hour: 12)

private let shop = EntityExtractor(
  orderNumbers: (0..<200).map { "HT-\(47_000 + 7 * $0)" },
  products: [
    ("p1", "Ember Espresso, Whole Beans, 250 g"), ("p2", "Ember Espresso, Whole Beans, 1 kg"),
    ("p3", "Hand Grinder Classic"), ("p4", "Stoneware Mug, green"), ("p5", "Kettle"),
    ("p6", "不锈钢保温杯"), ("p7", "Trail Jacket for Men"), ("p8", "Chocolatiere"),
    ("p9", "The Of"), ("p10", "ハンドミル"), ("p11", "Iron Care Set"),
  ], currency: "EUR")

/// `kind value` of each entity, where it stands checked.
private func found(_ text: String, _ extractor: EntityExtractor = shop) -> [String] {
  let scalars = Array(text.unicodeScalars)
  return extractor.entities(in: text, now: now).map { entity in
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[entity.range])
    #expect(entity.text.unicodeScalars.elementsEqual(view))
    #expect((0...1).contains(entity.confidence))
    return "\(entity.kind.rawValue) \(entity.value)"
  }
}

@Suite struct EntityExtractorTests {
  @Test(arguments: [
    ("Where is HT-47007?", ["order_number HT-47007"]),
    ("where is ht 47007", ["order_number HT-47007"]),
    ("where is ht47007", ["order_number HT-47007"]),
    ("where is HT\u{2013}47007.", ["order_number HT-47007"]),
    ("where is ＨＴ－４７００７", ["order_number HT-47007"]),
    ("not of ours yet: HT-99999", ["order_number HT-99999"]),
    ("order 47007 please", ["order_number HT-47007"]),
    ("Bestellung Nr. 47008", ["order_number HT-47008"]),
    ("订单HT-47007到哪里了", ["order_number HT-47007"]),
    ("订单号47007", ["order_number HT-47007"]),
    ("#47007", ["order_number HT-47007"]),
    ("47007 grams", []), ("HT-470071", []), ("XHT-47007", []), ("HT", []),
    ("tracking number 47007", []),
  ])
  func `order numbers of a prefix are found in any spelling`(text: String, expected: [String]) {
    #expect(found(text) == expected)
  }

  @Test(arguments: [
    ("write to Jo.Doe@Example.COM.", ["email jo.doe@example.com"]),
    ("jo (at) example dot com", ["email jo@example.com"]),
    ("call +49 (0)170 1234567", ["phone +491701234567"]),
    ("call 0049 170 1234567", ["phone +491701234567"]),
    ("call 0170/1234567", ["phone 01701234567"]),
    ("(555) 123-4567", ["phone 5551234567"]),
    ("电话13812345678", ["phone 13812345678"]),
    ("4111 1111 1111 1111", []), ("DE89 3704 0044 0532 0130 00", []),
    ("the number 1234567890123456", []),
  ])
  func `addresses and telephone numbers are found`(text: String, expected: [String]) {
    #expect(found(text) == expected)
  }

  @Test(
    arguments: [
      ("€12.50", "12.50 EUR"), ("12,50 EUR", "12.50 EUR"), ("$1,234.56", "1234.56 USD"),
      ("1.234,56 €", "1234.56 EUR"), ("¥1200", "1200 JPY"), ("20 euros", "20.00 EUR"),
      ("EUR 12", "12.00 EUR"), ("CHF 1'234.50", "1234.50 CHF"), ("1 234,56 €", "1234.56 EUR"),
      ("US$ 5", "5.00 USD"), ("A$5", "5.00 AUD"), ("12,- €", "12.00 EUR"), ("0,5 €", "0.50 EUR"),
      ("1.234 €", "1234.00 EUR"), ("100元", "100.00 CNY"), ("1200円", "1200 JPY"),
      ("20欧元", "20.00 EUR"), ("£3", "3.00 GBP"), ("50zł", "50.00 PLN"), ("20€", "20.00 EUR"),
      ("0.500 EUR", nil), ("12 pieces", nil), ("version 1.2.3", nil), ("1.23456 EUR", nil),
      ("12.34.56 EUR", nil), ("euros", nil), ("€", nil),
    ] as [(String, String?)])
  func `amounts are read as they are written`(text: String, expected: String?) {
    #expect(
      found("it cost \(text) today or so").filter { $0.hasPrefix("amount") }
        == (expected.map { ["amount \($0)"] } ?? []))
  }

  @Test(
    arguments: [
      ("2026-12-24", "2026-12-24"), ("24.12.2026", "2026-12-24"), ("24.12.26", "2026-12-24"),
      ("12/24/2026", "2026-12-24"), ("24/12/2026", "2026-12-24"), ("24 Dec", "2026-12-24"),
      ("December 24th", "2026-12-24"), ("Dec. 24, 2025", "2025-12-24"),
      ("24th of December 2027", "2027-12-24"), ("24. Dezember 2026", "2026-12-24"),
      ("am 24.12.", "2026-12-24"), ("3. März", "2027-03-03"), ("le 1er mai 2026", "2026-05-01"),
      ("24 de diciembre de 2026", "2026-12-24"), ("24 grudnia", "2026-12-24"),
      ("today", "2026-11-21"), ("yesterday", "2026-11-20"), ("tomorrow", "2026-11-22"),
      ("the day before yesterday", "2026-11-19"), ("last Monday", "2026-11-16"),
      ("last Saturday", "2026-11-14"), ("next Saturday", "2026-11-28"), ("gestern", "2026-11-20"),
      ("übermorgen", "2026-11-23"), ("letzten Freitag", "2026-11-20"), ("3 days ago", "2026-11-18"),
      ("vor 2 Wochen", "2026-11-07"), ("lundi dernier", "2026-11-16"), ("avant-hier", "2026-11-19"),
      ("2026年12月24日", "2026-12-24"), ("12月24日", "2026-12-24"), ("昨天", "2026-11-20"),
      ("上周一", "2026-11-09"), ("昨日", "2026-11-20"), ("2026-12-24T10:30:00Z", "2026-12-24"),
      ("24-Dec-2026", "2026-12-24"), ("1 Nov", "2026-11-01"), ("2 Jan", "2027-01-02"),
      ("guten Morgen", nil), ("2026-13-24", nil), ("31.02.2026", nil), ("1.2.3.4", nil),
      ("may be 3 or 4", nil), ("12.50", nil), ("10:30", nil), ("in 2026", nil), ("24.12", nil),
      ("30/30/2026", nil), ("2026-12-245", nil), ("May I", nil),
    ] as [(String, String?)])
  func `days are read in many languages`(text: String, expected: String?) {
    #expect(
      found("x \(text) y").filter { $0.hasPrefix("date") }
        == (expected.map { ["date \($0)"] } ?? []))
  }

  @Test func `which of day and month comes first depends on the store`() {
    func date(_ text: String, _ currency: String?) -> Entity? {
      EntityExtractor(orderNumbers: [], products: [], currency: currency)
        .entities(in: text, now: now).first
    }
    #expect(date("3/4/2026", "USD")?.value == "2026-03-04")
    #expect(date("3/4/2026", "EUR")?.value == "2026-04-03")
    #expect(date("3/4/2026", "EUR").map { $0.confidence < 0.7 } == true)
    #expect(date("13/4/2026", "USD").map { $0.confidence > 0.9 } == true)
    #expect(date("4/4/2026", "USD").map { $0.confidence > 0.9 } == true)
    #expect(date("$5", "CAD")?.value == "5.00 CAD")
    #expect(date("¥5", "CNY")?.value == "5.00 CNY")
  }

  @Test(arguments: [
    ("is the hand grinder classic in stock", ["product p3"]),
    ("is the hand grindr clasic in stock", ["product p3"]),
    ("my Hand-Grinder broke", ["product p3"]),
    ("ember espresso whole beans 1 kg", ["product p2"]),
    ("the green stonewear mugs", ["product p4"]), ("the ember espresso", ["product p1"]),
    ("handgrinder classic", ["product p3"]), ("my card is set", []), ("classic for the hand", []),
    ("a kettle", ["product p5"]), ("a kettles lid", ["product p5"]), ("a kettel", []),
    ("a chocolatiére", ["product p8"]), ("a chocolatiera", ["product p8"]),
    ("我想买不锈钢保温杯。", ["product p6"]), ("ハンドミルはありますか", ["product p10"]),
    ("the of", []), ("trail", []), ("men", []), ("where is my parcel", []), ("green", []),
    ("kettle and hand grinder classic", ["product p5", "product p3"]),
  ])
  func `products are found by their titles, misspelt ones too`(text: String, expected: [String]) {
    #expect(found(text).sorted() == expected.sorted())
  }

  @Test func `a product that could be another is less sure`() throws {
    let one = try #require(shop.entities(in: "ember espresso whole beans 1 kg", now: now).first)
    let either = try #require(shop.entities(in: "ember espresso whole beans", now: now).first)
    #expect(one.value == "p2")
    #expect(either.confidence < 0.75 * one.confidence)
    let head = try #require(shop.entities(in: "my ember espreso", now: now).first)
    #expect(head.text == "ember espreso")
    #expect(head.confidence < 0.75)
    let twins = EntityExtractor(
      orderNumbers: [], products: [("a", "Blue Lamp"), ("b", "blue lamp")], currency: nil)
    let twin = try #require(twins.entities(in: "the blue lamp", now: now).first)
    #expect(twin.value == "a")
    #expect(twin.confidence < 0.8)
  }

  @Test func `offsets count Unicode scalars of the original text`() throws {
    let text = "👨‍👩‍👧 e\u{301}\u{200B} 我的 HT-47007 и caf\u{65}\u{301} ٢٠٢٦-١٢-٢٤!"
    let entities = shop.entities(in: text, now: now)
    #expect(entities.map(\.value) == ["HT-47007", "2026-12-24"])
    #expect(entities.map(\.text) == ["HT-47007", "٢٠٢٦-١٢-٢٤"])
    #expect(entities[0].start == 13)
    #expect(entities[0].end == 21)
    let marked = shop.entities(in: "HT-4700\u{200B}7\u{301} x", now: now)
    #expect(marked.first.map { [$0.start, $0.end] } == [0, 10])
  }

  @Test func `several entities of a message keep to their places`() {
    #expect(
      found("I paid €12.50 for the kettle on 3 Nov, order HT-47007, call 0170 1234567 or jo@x.de")
        == [
          "amount 12.50 EUR", "product p5", "date 2026-11-03", "order_number HT-47007",
          "phone 01701234567", "email jo@x.de",
        ])
  }

  @Test func `no text breaks it and no two entities overlap`() {
    let pieces = [
      "HT-47007", "47007", "12.50", "€", "24.12.2026", "Dec", "24", "kettle", "jo@x.de", " ", "\n",
      "-", ".", "😀", "e\u{301}", "我的", "昨天", "年", "月", "日", "١٢", "\u{200B}", "(", ")", "+49",
      "0170", "last", "Monday", "order", "#", "\u{0}", "/", ",", "hand grinder", "ago", "vor", "at",
    ]
    for seed in 0..<2_000 {
      var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
      func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(limit))
      }
      let text = (0..<below(30)).map { _ in pieces[below(pieces.count)] }.joined()
      let count = text.unicodeScalars.count
      var floor = 0
      for entity in shop.entities(in: text, now: now) {
        #expect(entity.start >= floor && entity.end > entity.start, "seed \(seed)")
        floor = entity.end
      }
      #expect(floor <= count, "seed \(seed)")
      _ = found(text)
    }
  }
}
