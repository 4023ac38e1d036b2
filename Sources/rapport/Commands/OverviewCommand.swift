import Service
import Storage
import Terminal
import Wording

/// `rapport overview`.
enum OverviewCommand {
  static func run(_ context: Context) throws {
    let id = try context.invocation.requiredString("CUSTOMER")
    try context.withRapport(.readOnly) { rapport in
      let answer = try rapport.overview(customer: id)
      guard !context.isJSON else { return try context.printJSON(answer) }
      print(answer, to: context.console)
    }
  }

  private static func print(_ answer: OverviewAnswer, to console: Console) {
    let width = min(console.width ?? 96, 96)
    func section(_ title: String) {
      console.line()
      console.line(console.style.bold(title))
    }
    func missing(_ part: String) {
      let reason = answer.unavailable[part] ?? "nothing is known"
      console.line(wrapped("Not known: \(reason).", width: width, indent: 2))
    }
    printProfile(answer.customer, to: console)

    section("Next")
    let action = answer.nextBestAction
    console.line(wrapped(text(action), width: width, indent: 2))
    console.line(wrapped("Because \(action.reason).", width: width, indent: 2))

    section("To offer")
    if let recommendations = answer.recommendations {
      printOffers(recommendations, to: console)
    } else {
      missing("recommendations")
    }
    section("Risk to leave")
    if let churn = answer.churn { printChurn(churn, to: console) } else { missing("churn") }
    section("Expected value")
    if let value = answer.value {
      console.line(
        "  \(grouped(value.expectedSpend, decimals: 2)) within \(value.horizonDays) days (four times "
          + "in five \(grouped(value.low, decimals: 2)) to \(grouped(value.high, decimals: 2))); "
          + "\(grouped(value.spendIfBuying, decimals: 2)) if kept")
    } else {
      missing("value")
    }
    section("Last conversations")
    if answer.conversations.isEmpty { console.line("  None.") }
    for conversation in answer.conversations {
      let outcome = String(conversation.outcome.map { $0 == "_" ? " " : $0 })
      let asked = conversation.messages.first { $0.author == "customer" }?.text ?? ""
      console.line(
        "  \(conversation.lastMessageAt.prefix(10))  \(padded(outcome, to: 11))  \(asked)")
    }
  }

  private static func printProfile(_ profile: OverviewAnswer.Profile, to console: Console) {
    let about = [profile.name, profile.country, profile.email].compactMap(\.self)
    console.line(
      console.style.bold("Customer \(profile.id)")
        + (about.isEmpty ? "" : "  " + about.joined(separator: ", ")))
    guard let first = profile.firstPurchase, let last = profile.lastPurchase else {
      return console.line("Has not bought yet.")
    }
    let count = profile.interactions["purchase"] ?? 0
    console.line(
      "\(counted(count, "purchase")) worth "
        + "\(grouped(profile.purchaseValue, decimals: 2))\(profile.currency.map { " \($0)" } ?? "") "
        + "from \(first.prefix(10)) to \(last.prefix(10)).")
  }

  private static func text(_ action: OverviewAnswer.Action) -> String {
    let offer = action.productId.map { id in
      action.productTitle.map { "\($0) (\(id))" } ?? id
    }
    switch action.action {
    case "answer_conversation":
      return "Answer conversation \(action.conversationId ?? "")."
    case "contact_with_offer":
      return "Contact this customer" + (offer.map { " and offer \($0)." } ?? ".")
    case "win_back": return "Win this customer back" + (offer.map { " with \($0)." } ?? ".")
    case "cross_sell": return "Show \(offer ?? "something")."
    default: return "Nothing."
    }
  }

  private static func printOffers(_ answer: RecommendationAnswer, to console: Console) {
    if let fallback = answer.fallback { console.line("  Note: \(sentence(fallback))") }
    if answer.items.isEmpty { console.line("  Nothing: \(answer.empty ?? "no product is left").") }
    for item in answer.items {
      let reason = item.reasons?.max { $0.contribution < $1.contribution }
      let because = reason.map { "  " + text($0) } ?? ""
      console.line(
        "  \(padded(item.productId, to: 10))  \(item.title ?? "(no title)")"
          + console.style.dim(because))
    }
  }

  private static func text(_ reason: RecommendationAnswer.Reason) -> String {
    guard let because = reason.becauseTitle ?? reason.because else { return reason.kind }
    return reason.kind == "bought before" ? "bought before" : "\(reason.kind) \(because)"
  }

  private static func printChurn(_ answer: ChurnAnswer, to console: Console) {
    console.line(
      "  \(percentage(answer.churnProbability)), \(answer.riskLevel)"
        + (answer.alreadyGone ? "; has left already by the definition" : "")
        + " (\(answer.definition), as of \(answer.asOf))")
    for factor in answer.topRiskFactors.prefix(3) {
      console.line("  \(signed(factor.contribution, decimals: 2))  \(ChurnCommand.text(factor))")
    }
    if let profit = answer.expectedProfitIfContacted {
      console.line(
        "  A contact brings \(grouped(profit, decimals: 2)) in the mean, its cost taken off.")
    }
  }
}
