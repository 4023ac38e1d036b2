import Churn
import Wording

/// What is known of a customer when the next action is chosen.
///
/// The first that holds counts:
///
/// 1. A conversation was handed over and is not settled: a person waits for an answer.
/// 2. The customer has left already, and a contact is expected to bring more than it
///    costs: win them back with what they would buy next.
/// 3. The risk to leave is medium or high, and a contact pays; where nobody knows what the
///    customer is worth, the risk has to be high: contact with an offer of what they would
///    buy next.
/// 4. There is something to recommend: show it.
/// 5. Nothing.
struct NextBestAction {
  /// The newest conversation that waits for a person.
  var waiting: ConversationsAnswer.Conversation?
  var churn: ChurnAnswer?
  /// What the customer would most likely take next.
  var offer: RecommendationAnswer.Item?

  var answer: OverviewAnswer.Action {
    if let waiting {
      return OverviewAnswer.Action(
        action: "answer_conversation",
        reason: "a conversation was handed over on \(waiting.handedOverAt?.prefix(10) ?? "") and "
          + "waits for a person",
        conversationId: waiting.conversationId)
    }
    if let churn, let reason = reasonToContact(churn) {
      return action(churn.alreadyGone ? "win_back" : "contact_with_offer", reason)
    }
    guard let offer else {
      return OverviewAnswer.Action(
        action: "none", reason: "nothing waits, \(risk), and nothing is to recommend")
    }
    return action(
      "cross_sell",
      "\(risk)\(churn == nil ? "" : " that a contact would save"); \(offer.title ?? offer.productId) is what "
        + "this customer would most likely take next")
  }

  private var risk: String {
    churn == nil ? "whether the customer is about to leave is not known" : "nothing is at risk"
  }

  private func action(_ name: String, _ reason: String) -> OverviewAnswer.Action {
    OverviewAnswer.Action(
      action: name, reason: reason, productId: offer?.productId, productTitle: offer?.title)
  }

  private func reasonToContact(_ churn: ChurnAnswer) -> String? {
    let percent = percentage(churn.churnProbability, decimals: 0)
    let risk =
      churn.alreadyGone
      ? "the customer has left by the definition (\(churn.definition))"
      : "the risk to leave is \(churn.riskLevel) (\(percent))"
    guard let profit = churn.expectedProfitIfContacted else {
      guard !churn.alreadyGone, churn.riskLevel == RiskLevel.high.rawValue else { return nil }
      return "\(risk); what the customer is worth is not known"
    }
    guard profit > 0, churn.alreadyGone || churn.riskLevel != RiskLevel.low.rawValue else {
      return nil
    }
    let cents = Int((profit * 100).rounded())
    let rest = cents % 100
    return "\(risk), and a contact brings \(cents / 100).\(rest < 10 ? "0" : "")\(rest) in the "
      + "mean, its cost taken off"
  }
}
