import Domain
import Engine
import Testing

@testable import Support

@Suite struct AnswerTemplateTests {
  private let facts = CustomerFacts(
    name: "Ada Lovelace",
    lastOrder: CustomerFacts.Order(
      number: "HT-47112", placedAt: Timestamp(year: 2026, month: 11, day: 3),
      products: ["Kettle", "Mug"], value: 1234.5, currency: "EUR"),
    returnWindowDays: 30, loyalty: "gold",
    attributes: ["size": .text(" M "), "points": .number(120), "vip": .flag(true)])

  private func filled(
    _ text: String, _ facts: CustomerFacts?, language: String? = "en"
  ) throws -> String? {
    try AnswerTemplate(text).filled(with: facts, language: language)
  }

  @Test(arguments: [
    ("Hello {customer.name}!", "Hello Ada Lovelace!"),
    ("Hello { customer.name | there }!", "Hello Ada Lovelace!"),
    ("Order {last_order.number} of {last_order.date}.", "Order HT-47112 of 3 November 2026."),
    ("You bought {last_order.products}.", "You bought Kettle and Mug."),
    ("It cost {last_order.value}.", "It cost €1,234.50."),
    (
      "Return it within {return_window.days} days, by {return_window.end}.",
      "Return it within 30 days, by 3 December 2026."
    ),
    ("You are {loyalty}.", "You are gold."),
    ("Size {customer.size}, {customer.points} points.", "Size M, 120 points."),
    ("{{name}} and {customer.name}}}", "{name} and Ada Lovelace}"),
    ("No field at all.  Two spaces.\n\n", "No field at all.  Two spaces.\n\n"),
    ("", ""),
  ])
  func `fields are filled from the customer's records`(text: String, expected: String) throws {
    #expect(try filled(text, facts) == expected)
  }

  @Test(arguments: [
    ("Hello {customer.name|there}, we ship daily.", "Hello there, we ship daily."),
    ("We ship daily. Yours left on {last_order.date}. Ask us!", "We ship daily. Ask us!"),
    ("Yours left on {last_order.date}. We ship daily.", "We ship daily."),
    ("We ship daily (order {last_order.number}.) Ask us!", "We ship daily (order HT.) Ask us!"),
    ("Line one.\nOrder {order.number} is out.\nLine three.", "Line one.\nLine three."),
    ("See z.B. Nr. 5 for {loyalty} of 3. Mai or e.g. soap. Ask us.", "Ask us."),
    ("Within {return_window.days}. Ask us.", "Ask us."),
    ("包裹已于{last_order.date}寄出。请稍等！", "请稍等！"),
    ("Club: {loyalty}? Yes!", "Yes!"),
    ("{customer.vip|no} flag has words.", "no flag has words."),
    ("Dear {customer.name|}, hello.", "Dear, hello."),
  ])
  func `a sentence with an unknown field is left out`(text: String, expected: String) throws {
    var little = CustomerFacts(attributes: ["vip": .flag(true)])
    if expected.contains("HT") { little.lastOrder = CustomerFacts.Order(number: "HT") }
    #expect(try filled(text, little) == expected)
    if !expected.contains("HT") { #expect(try filled(text, nil) == expected) }
  }

  @Test(arguments: ["Your order {last_order.number}.", "{loyalty}", "{loyalty}.\n{order.date}!"])
  func `an answer of which nothing remains says so`(text: String) throws {
    #expect(try filled(text, nil) == nil)
    #expect(try filled(text, CustomerFacts()) == nil)
  }

  @Test func `a value is one line of bounded length and is never read again`() throws {
    var facts = facts
    facts.name = "{loyalty}\n\u{0}  x" + String(repeating: "y", count: 5_000)
    let text = try #require(try filled("Hi {customer.name}.", facts))
    #expect(text.hasPrefix("Hi {loyalty} xyyy"))
    #expect(text.count < 400)
    facts.name = " \n "
    #expect(try filled("Hi {customer.name|you}.", facts) == "Hi you.")
  }

  @Test(arguments: [
    ("{last_order.nmber}", "unknown_field", "last_order.nmber", 1, "last_order.number"),
    ("Hi {Customer.Name}", "unknown_field", "Customer.Name", 4, "customer.name"),
    ("😀e\u{301} {customer_name}", "unknown_field", "customer_name", 5, "customer.name"),
    ("{x}", "unknown_field", "x", 1, nil),
    ("{}", "unknown_field", "", 1, nil),
    ("{customer.}", "unknown_field", "customer.", 1, "customer.name"),
    ("a {loyalty", "unclosed_field", "loyalty", 3, nil),
    ("a {loyalty\n}", "unclosed_field", "loyalty", 3, nil),
    ("{ {loyalty} }", "unclosed_field", " ", 1, nil),
  ])
  func `an unknown field is named with its place and the nearest one`(
    text: String, code: String, field: String, position: Int, suggestion: String?
  ) throws {
    let error = #expect(throws: TemplateError.self) { try AnswerTemplate(text) }
    #expect(error?.code.rawValue == code)
    #expect(error?.field == field)
    #expect(error?.position == position)
    #expect(error?.suggestion == suggestion)
    #expect(error?.description.contains("{\(field)") == true)
    #expect(error?.description.contains("character \(position)") == true)
  }

  @Test func `the fields of an answer are known before it is filled`() throws {
    let template = try AnswerTemplate("{order.number|your order} {customer.size} {loyalty}")
    #expect(template.fields == [.order(.number), .attribute("size"), .loyalty])
    #expect(template.attributes == ["size"])
    for field in AnswerField.named { #expect(AnswerField(field.name) == field) }
  }

  @Test func `any text is a template or a named error`() {
    let alphabet = Array("{}|ab.\n 。loyalty😀\u{301}".unicodeScalars)
    for seed in 0..<300 {
      var generator = SplitMix64(seed: UInt64(seed))
      var view = String.UnicodeScalarView()
      for _ in 0..<Int(generator.next() % 40) {
        view.append(alphabet[Int(generator.next() % UInt64(alphabet.count))])
      }
      let text = String(view)
      do {
        let template = try AnswerTemplate(text)
        let filled = template.filled(with: nil)
        if !text.contains("{"), !text.contains("}}") {
          #expect(filled == text, "seed \(seed)")
        }
      } catch {
        #expect(error.position <= text.unicodeScalars.count, "seed \(seed)")
      }
    }
  }
}
