import Domain
import Testing

@testable import Support

@Suite struct SlotTests {
  private let talk = Talk()

  init() {
    talk.facts = CustomerFacts(name: "Ada")
    talk.orders = [
      "A-17": CustomerFacts.Order(
        number: "A-17", placedAt: Timestamp(year: 2026, month: 3, day: 2), products: ["Lamp"])
    ]
  }

  @Test func `a missing order number is asked for and then used`() {
    let asked = talk.say("order status", sure: "status")
    #expect(asked.action == .clarify && asked.step == .ask)
    #expect(asked.intent == "status")
    let turn = talk.say("it is A-17", entities: [Talk.order("A-17")])
    #expect(turn.action == .answer && turn.intent == "status")
    #expect(turn.text == "Order A-17 was placed on 2 March 2026. It is on its way.")
  }

  @Test func `an order number said before is not asked for`() {
    talk.say("about A-17", entities: [Talk.order("A-17")])
    #expect(talk.say("order status", sure: "status").action == .answer)
  }

  @Test func `it is forgotten after ten messages or half an hour`() {
    talk.say("about A-17", entities: [Talk.order("A-17")])
    for _ in 0..<10 { talk.say("my parcel", sure: "delivery") }
    #expect(talk.say("order status", sure: "status").step == .ask)
    let other = Talk()
    other.say("about A-17", entities: [Talk.order("A-17")])
    other.time += 1800
    #expect(other.say("order status", sure: "status").step == .ask)
  }

  @Test func `the order of somebody else is none`() {
    talk.say("order status", sure: "status")
    let missed = talk.say("B-99", entities: [Talk.order("B-99")])
    #expect(missed.step == .noSuchOrder && missed.action == .clarify)
    #expect(!missed.text.contains("B-99"))
    let turn = talk.say("sorry, A-17", entities: [Talk.order("A-17")])
    #expect(turn.action == .answer)
    let stubborn = Talk()
    stubborn.facts = CustomerFacts()
    var last = stubborn.say("order status", sure: "status", entities: [Talk.order("B-1")])
    for number in ["B-2", "B-3"] {
      last = stubborn.say(number, entities: [Talk.order(number)])
    }
    #expect(last.action == .handoff)
  }

  @Test func `a number of another shape counts only where it is the customer's`() {
    talk.orders["77120"] = CustomerFacts.Order(number: "77120")
    talk.say("order status", sure: "status")
    #expect(talk.say("99999").step == .noSuchOrder)
    #expect(talk.state.orderNumber == nil)
    #expect(talk.say("77120").action == .answer)
  }

  @Test func `somebody unknown gets the number back and nothing else`() {
    talk.facts = nil
    let turn = talk.say("order status", sure: "status", entities: [Talk.order("A-17")])
    #expect(turn.text == "It is on its way.")
  }

  @Test func `a number of another shape from somebody unknown is not kept`() {
    talk.facts = nil
    talk.say("order status", sure: "status")
    #expect(talk.say("0301234567").text == "It is on its way.")
    #expect(talk.state.orderNumber == nil)
  }

  @Test func `it is asked for once`() {
    talk.say("order status", sure: "status")
    let turn = talk.say("I do not have it")
    #expect(turn.action == .answer)
    #expect(turn.text == "It is on its way.")
  }

  @Test func `another question goes before the one that waits`() {
    talk.say("order status", sure: "status")
    #expect(talk.say("how can I pay", sure: "payment").intent == "payment")
    #expect(talk.state.slot == nil)
  }

  @Test func `an intent may need a product`() {
    #expect(talk.say("warranty", sure: "warranty").step == .ask)
    let lamp = Entity(
      kind: .product, value: "p1", text: "lamp", start: 0, end: 4, confidence: 0.9)
    #expect(talk.say("the lamp", entities: [lamp]).text == "Two years.")
  }

  @Test func `an answer of which nothing is left goes to a person`() {
    #expect(talk.say("my tier", sure: "club").action == .handoff)
    let other = Talk()
    other.facts = CustomerFacts(loyalty: "gold")
    #expect(other.say("my tier", sure: "club").text == "You are gold.")
  }
}
