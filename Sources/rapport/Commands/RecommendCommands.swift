import Domain
import Recommendation
import Service
import Storage
import Terminal
import Wording

/// `rapport recommend` and `rapport similar`.
enum RecommendCommands {
  static func recommend(_ context: Context) throws {
    let invocation = context.invocation
    let bought = PurchasePolicy(rawValue: try invocation.requiredString("bought")) ?? .allow
    let options = RecommendationOptions(
      limit: try invocation.requiredInt("limit", in: RecommendationOptions.limits),
      offset: try invocation.requiredInt("offset", in: RecommendationOptions.offsets),
      categories: invocation.list("category", separatedBy: nil),
      prices: (
        try invocation.double("min-price", in: 0...1e12),
        try invocation.double("max-price", in: 0...1e12)
      ),
      attributes: try attributes(invocation), excluded: invocation.list("exclude"),
      bought: invocation.flag("new") ? .exclude : bought,
      diversity: try invocation.requiredDouble("diversity", in: 0...1),
      exploration: try invocation.requiredDouble("explore", in: 0...1),
      explains: invocation.flag("explain"))
    let customer = try invocation.requiredString("CUSTOMER")
    try context.withRapport(.readOnly) { rapport in
      let answer = try rapport.recommend(customer: customer, options: options)
      guard !context.isJSON else { return try context.printJSON(answer) }
      print(answer, to: context.console)
    }
  }

  private static func attributes(
    _ invocation: Invocation
  ) throws(CommandFailure) -> [AttributeCondition] {
    try invocation.pairs("attribute").map { AttributeCondition(name: $0.key, value: $0.value) }
  }

  static func similar(_ context: Context) throws {
    let limit = try context.invocation.requiredInt("limit", in: 1...1000)
    let product = try context.invocation.requiredString("PRODUCT")
    try context.withRapport(.readOnly) { rapport in
      let answer = try rapport.similar(to: product, limit: limit)
      guard !context.isJSON else { return try context.printJSON(answer) }
      print(answer, to: context.console, whenEmpty: "Nothing is similar")
    }
  }

  static func print(
    _ answer: RecommendationAnswer, to console: Console, whenEmpty: String = "Nothing to recommend"
  ) {
    if let fallback = answer.fallback { console.line("Note: \(sentence(fallback))") }
    guard !answer.items.isEmpty else {
      return console.line("\(whenEmpty): \(answer.empty ?? "no product is left").")
    }
    for (index, item) in answer.items.enumerated() {
      let rank = padded("\(index + 1)", to: 3, right: true)
      let price = item.price.map { "  \(grouped($0, decimals: 2)) \(item.currency ?? "")" } ?? ""
      console.line(
        "\(rank)  \(padded(item.productId, to: 10))  "
          + "\(padded(grouped(item.score, decimals: 3), to: 7, right: true))  "
          + console.style.bold(item.title ?? "(no title)") + console.style.dim(price))
      for effect in item.effects ?? [] { console.line("       " + effect.text) }
      for reason in item.reasons ?? [] { console.line("       " + text(reason, of: item)) }
    }
    console.note("\nModel \(answer.model).")
  }

  /// One term of a score in words.
  static func text(
    _ reason: RecommendationAnswer.Reason, of item: RecommendationAnswer.Item
  ) -> String {
    let amount = padded(signed(reason.contribution), to: 7, right: true)
    let product = reason.becauseTitle ?? reason.because ?? ""
    switch reason.kind {
    case "popular": return "\(amount)  popular with other customers now"
    case "trending": return "\(amount)  bought more and more these days"
    case "usual price": return "\(amount)  costs what this customer usually pays"
    case "due again": return "\(amount)  the usual time between two purchases has passed"
    case let rule where rule.hasPrefix("rule "): return "\(amount)  \(rule)"
    case "other history": return "\(amount)  the rest of the history"
    case "bought before":
      let times = reason.times ?? 1
      return "\(amount)  bought this before" + (times > 1 ? ", \(grouped(times)) times" : "")
    case let verb where reason.because == item.productId:
      return "\(amount)  \(verb) this very product"
    case let verb: return "\(amount)  \(verb) \(product)"
    }
  }
}
