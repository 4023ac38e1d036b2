/// What the bot says to one message, and what it knows afterwards.
package struct DialogueTurn: Sendable {
  /// What kind of reply it is.
  package enum Step: String, Sendable, Hashable, Codable {
    case answer
    /// Asks which of the choices is meant.
    case choose
    /// Not understood: asks for other words, with the nearest questions.
    case rephrase
    /// Asks for an order number, a product or the like.
    case ask
    /// The order that was named is not among the customer's own.
    case noSuchOrder = "no_such_order"
    case handoff
    /// A further message after the hand-over.
    case passedOn = "passed_on"
    case greeting
    case thanks
  }

  /// What the customer says of an earlier reply.
  package struct Judgement: Sendable, Hashable {
    package var reply: String
    package var isHelpful: Bool
  }

  /// To be sent as it stands; empty where the bot keeps quiet.
  package var text: String
  package var step: Step
  package var action: SupportReply.Action
  /// The intent that is answered or waits for something; nil where not sure.
  package var intent: String?
  /// The calibrated probability that `intent` is right; 1 where the customer chose it.
  package var confidence: Double
  /// The stored question that the answer belongs to.
  package var question: String?
  package var choices: [DialogueChoice]
  package var judgement: Judgement?
  package var state: DialogueState
}
