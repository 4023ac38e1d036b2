import Domain
import FoundationEssentials
import Testing

@testable import Support

@Suite struct DialogueTests {
  private let talk = Talk()

  @Test func `an answer comes with its follow-up questions`() {
    let turn = talk.say("my parcel?", sure: "delivery")
    #expect(turn.action == .answer && turn.step == .answer)
    #expect(turn.text == "Follow the link.")
    #expect(turn.intent == "delivery")
    // A prompt that is neither an intent nor a question leads nowhere.
    #expect(
      turn.choices == [
        DialogueChoice(intent: "returns", title: "How do I send something back?"),
        DialogueChoice(intent: "payment", title: "How can I pay?"),
      ])
    #expect(talk.say("2").intent == "payment")
  }

  @Test(arguments: [
    ("1", "returns"), ("2.", "payment"), ("the second one", "payment"), ("second", "payment"),
    ("the first", "returns"), ("the last one", "payment"), ("two", "payment"),
    ("How can I pay", "payment"), ("payment", "payment"), ("/payment", "payment"),
    ("/payment{\"a\":1}", "payment"), ("die zweite", "payment"), ("第二个", "payment"),
    ("number 1 please", "returns"), ("one", "returns"),
  ])
  func `two close intents are both offered and either can be picked`(
    words: String, intent: String
  ) {
    let asked = talk.say("money", between: ["returns", "payment"])
    #expect(asked.action == .clarify && asked.step == .choose)
    #expect(asked.intent == nil)
    #expect(asked.choices.map(\.intent) == ["returns", "payment"])
    #expect(asked.choices.map(\.payload) == ["/returns", "/payment"])
    let turn = talk.say(words)
    #expect(turn.action == .answer)
    #expect(turn.intent == intent)
    #expect(turn.confidence == 1)
  }

  @Test func `a place that was not offered picks nothing`() {
    talk.say("money", between: ["returns", "payment"])
    #expect(talk.say("3").intent == nil)
    let other = Talk()
    other.say("money", between: ["returns", "payment"])
    #expect(other.say("two weeks ago I ordered", sure: "delivery").intent == "delivery")
  }

  @Test func `what is not understood is asked again and then handed over`() {
    let first = talk.say("zxqv", near: ["returns"])
    #expect(first.action == .clarify && first.step == .rephrase)
    #expect(first.choices.map(\.intent) == ["returns"])
    let second = talk.say("wvut", near: ["payment"])
    #expect(second.action == .handoff && second.step == .handoff)
    #expect(second.state.isHandedOver)
  }

  @Test func `an answer between two misunderstandings begins the count again`() {
    talk.say("zxqv")
    talk.say("my parcel", sure: "delivery")
    #expect(talk.say("wvut").action == .clarify)
    #expect(talk.say("zxqv").action == .handoff)
  }

  @Test func `three questions back in a row end with a person`() {
    #expect(talk.say("a", between: ["returns", "payment"]).action == .clarify)
    #expect(talk.say("b", between: ["delivery", "payment"]).action == .clarify)
    #expect(talk.say("c", between: ["returns", "status"]).action == .handoff)
  }

  @Test(arguments: [
    "human", "Agent!", "a human please", "I want to talk to a real person now", "Mensch",
    "ich möchte mit einem Mitarbeiter sprechen", "parler à un conseiller", "转人工", "我要转人工客服",
    "担当者", "/human",
  ])
  func `whoever asks for a person gets one at once`(words: String) {
    #expect(talk.say(words).action == .handoff)
  }

  @Test func `a question about agents is no wish for one`() {
    #expect(
      talk.say("which cleaning agent do you sell", sure: "payment").action == .answer)
    #expect(talk.say("agent", sure: "payment", isExact: true).action == .answer)
  }

  @Test func `an intent may need a person`() {
    let turn = talk.say("this is bad", sure: "complaint")
    #expect(turn.action == .handoff)
    #expect(turn.text.hasPrefix("We are sorry.\n\n"))
    #expect(turn.intent == "complaint")
  }

  @Test func `after a hand-over the bot acknowledges once and keeps quiet`() {
    talk.say("human")
    let first = talk.say("my parcel", sure: "delivery")
    #expect(first.action == .handoff && first.step == .passedOn && !first.text.isEmpty)
    let second = talk.say("my parcel", sure: "delivery")
    #expect(second.action == .handoff && second.text.isEmpty && second.choices.isEmpty)
    #expect(talk.say("/restart").step == .greeting)
    #expect(talk.say("my parcel", sure: "delivery").action == .answer)
  }

  @Test(arguments: [
    "no", "That was not it.", "wrong", "nein", "das war es nicht", "不是", "違います", "👎🏽",
  ])
  func `after that was not it other answers are offered, then a person`(words: String) {
    talk.say("send", sure: "delivery", others: ["returns", "payment"])
    let turn = talk.say(words)
    #expect(turn.judgement == DialogueTurn.Judgement(reply: "m1", isHelpful: false))
    #expect(turn.action == .clarify)
    #expect(turn.choices.map(\.intent) == ["returns", "payment"])
    let picked = talk.say("1")
    #expect(picked.intent == "returns")
    let again = talk.say(words)
    #expect(again.judgement == DialogueTurn.Judgement(reply: "m3", isHelpful: false))
    #expect(again.action == .handoff)
  }

  @Test func `a rejected answer is not given again in other words`() {
    talk.say("send", sure: "delivery", others: ["returns"])
    talk.say("no")
    let turn = talk.say("but send", sure: "delivery", others: ["returns"])
    #expect(turn.action == .clarify)
    #expect(turn.choices.map(\.intent) == ["returns"])
  }

  @Test func `none of the choices leads to other words, then to a person`() {
    talk.say("money", between: ["returns", "payment"])
    #expect(talk.say("none of these").step == .rephrase)
    #expect(talk.say("no").action == .handoff)
  }

  @Test func `no I meant judges the answer and asks anew`() {
    talk.say("send", sure: "delivery")
    let turn = talk.say("no, I meant how to pay", sure: "payment")
    #expect(turn.judgement == DialogueTurn.Judgement(reply: "m1", isHelpful: false))
    #expect(turn.intent == "payment")
  }

  @Test(arguments: ["thanks", "Thank you very much!", "yes", "danke", "merci", "谢谢", "👍"])
  func `thanks say that the answer helped`(words: String) {
    talk.say("send", sure: "delivery")
    let turn = talk.say(words)
    #expect(turn.judgement == DialogueTurn.Judgement(reply: "m1", isHelpful: true))
    #expect(turn.step == .thanks && turn.action == .answer)
    #expect(talk.say("thanks").judgement == nil)
  }

  @Test func `a greeting is answered and not counted as misunderstood`() {
    #expect(talk.say("Hello!").step == .greeting)
    #expect(talk.say("/session_start").step == .greeting)
    #expect(talk.say("zxqv").action == .clarify)
  }

  @Test func `the bot speaks the customer's language`() {
    #expect(
      talk.say("Paket", sure: "delivery", language: "de").text == "Folgen Sie dem Link.")
    #expect(talk.say("danke").text == PhraseBook.of("de").thanks)
    #expect(PhraseBook.of("de-AT").choose == PhraseBook.of("de").choose)
    #expect(PhraseBook.of("tlh").choose == PhraseBook.english.choose)
  }

  @Test func `customers likely to leave are handed over sooner`() {
    talk.policy.handsOverSooner = true
    let unsure = talk.say("money", sure: "payment", confidence: 0.7, others: ["returns"])
    #expect(unsure.action == .clarify)
    #expect(unsure.choices.map(\.intent) == ["payment", "returns"])
    #expect(talk.say("1").action == .answer)
    #expect(talk.say("parcel", sure: "delivery", confidence: 0.9).action == .answer)
    #expect(talk.say("zxqv").action == .handoff)
  }

  @Test func `the state survives being stored`() throws {
    talk.say("order A-17", sure: "status", entities: [Talk.order("A-17")])
    let stored = try JSONEncoder().encode(talk.state)
    #expect(try JSONDecoder().decode(DialogueState.self, from: stored) == talk.state)
  }
}
