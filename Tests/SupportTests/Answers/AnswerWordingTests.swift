import Domain
import Testing

@testable import Support

@Suite struct AnswerWordingTests {
  @Test(arguments: [
    ("en", "24 December 2026", "€1,234.50", "a, b and c"),
    ("en-US", "December 24, 2026", "€1,234.50", "a, b and c"),
    ("de-AT", "24. Dezember 2026", "1.234,50\u{A0}€", "a, b und c"),
    ("fr", "24 décembre 2026", "1\u{202F}234,50\u{A0}€", "a, b et c"),
    ("es", "24 de diciembre de 2026", "1234,50\u{A0}€", "a, b y c"),
    ("it", "24 dicembre 2026", "1.234,50\u{A0}€", "a, b e c"),
    ("nl", "24 december 2026", "€\u{A0}1.234,50", "a, b en c"),
    ("pt", "24 de dezembro de 2026", "1.234,50\u{A0}€", "a, b e c"),
    ("pl", "24 grudnia 2026", "1234,50\u{A0}€", "a, b i c"),
    ("zh-Hans", "2026年12月24日", "€1,234.50", "a、b、c"),
    ("ja", "2026年12月24日", "€1,234.50", "a、b、c"),
    ("sv", "2026-12-24", "1234.50\u{A0}EUR", "a, b, c"),
    ("", "2026-12-24", "1234.50\u{A0}EUR", "a, b, c"),
  ])
  func `dates, money and lists are written as the language does`(
    language: String, date: String, money: String, list: String
  ) {
    let wording = AnswerWording(language: language)
    #expect(wording.date(Timestamp(year: 2026, month: 12, day: 24)) == date)
    #expect(wording.money(1234.5, currency: "EUR") == money)
    #expect(wording.list(["a", "b", "c"]) == list)
  }

  @Test(
    arguments: [
      (0.0, "EUR", "€0.00"), (-5, "EUR", "-€5.00"), (1200, "JPY", "¥1,200"),
      (9.999, "GBP", "£10.00"),
      (12.5, "CHF", "12.50\u{A0}CHF"), (12.5, nil, "12.50"), (1_000_000, "USD", "$1,000,000.00"),
      (1.0625, "KWD", "1.063\u{A0}KWD"), (.nan, "EUR", nil), (.infinity, "EUR", nil),
      (1e300, "EUR", nil),
    ] as [(Double, String?, String?)])
  func `money has the digits of its currency`(value: Double, code: String?, expected: String?) {
    #expect(AnswerWording(language: "en").money(value, currency: code) == expected)
  }

  @Test(
    arguments: [
      (120.0, "120"), (0.5, "0,5"), (-2.25, "-2,25"), (12.999, "13"), (-0.001, "0"), (.nan, nil),
      (100, "100"), (1234.5, "1234,5"),
    ] as [(Double, String?)])
  func `a number has no digits too many`(value: Double, expected: String?) {
    #expect(AnswerWording(language: "de").number(value) == expected)
  }

  @Test func `a long list is counted and an empty one is nothing`() {
    let wording = AnswerWording(language: "en")
    #expect(wording.list([]) == nil)
    #expect(wording.list(["a"]) == "a")
    #expect(wording.list(["a", "b", "c", "d", "e"]) == "a, b, c, d and e")
    #expect(wording.list(["a", "b", "c", "d", "e", "f"]) == "a, b, c, d and 2 more")
  }
}
