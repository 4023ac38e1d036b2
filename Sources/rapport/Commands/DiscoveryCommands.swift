import Service
import Storage
import Terminal
import Wording

/// `rapport trending`, `popular`, `new` and `similar-customers`.
enum DiscoveryCommands {
  static func trending(_ context: Context) throws {
    let options = try options(context)
    try context.withRapport(.readOnly) { rapport in
      try show(rapport.trending(options), "Nothing sells better than usual.", rapport, context)
    }
  }

  static func popular(_ context: Context) throws {
    var options = try options(context)
    options.segment = try DiscoveryOptions.segment(
      country: context.invocation.string("country"), text: context.invocation.string("segment"))
    try context.withRapport(.readOnly) { rapport in
      try show(
        rapport.popular(options), "Nobody has met any of these products.", rapport, context)
    }
  }

  static func new(_ context: Context) throws {
    let options = try options(context)
    try context.withRapport(.readOnly) { rapport in
      try show(rapport.newest(options), "None of these products is for sale.", rapport, context)
    }
  }

  static func similarCustomers(_ context: Context) throws {
    let limit = try context.invocation.requiredInt("limit", in: 1...1000)
    let customer = try context.invocation.requiredString("CUSTOMER")
    try context.withRapport(.readOnly) { rapport in
      let answer = try rapport.similarCustomers(to: customer, limit: limit)
      guard !context.isJSON else { return try context.printJSON(answer) }
      let console = context.console
      if answer.customers.isEmpty { console.line("Nobody is of like taste.") }
      for (index, found) in answer.customers.enumerated() {
        let rank = padded("\(index + 1)", to: 3, right: true)
        let shared = found.shared.map { $0.title ?? $0.productId }.joined(separator: ", ")
        console.line(
          "\(rank)  \(padded(found.customerId, to: 10))  "
            + padded(grouped(found.similarity, decimals: 3), to: 7, right: true)
            + console.style.dim(shared.isEmpty ? "" : "  both: \(shared)"))
      }
      console.note("\nModel \(answer.model).")
    }
  }

  private static func options(_ context: Context) throws -> DiscoveryOptions {
    DiscoveryOptions(
      limit: try context.invocation.requiredInt("limit", in: 1...1000),
      categories: context.invocation.list("category", separatedBy: nil))
  }

  private static func show(
    _ answer: DiscoveryAnswer, _ whenEmpty: String, _ rapport: Rapport, _ context: Context
  ) throws {
    guard !context.isJSON else { return try context.printJSON(answer) }
    let console = context.console
    guard !answer.items.isEmpty else {
      let hasProducts = try rapport.status().products > 0
      return console.line(
        hasProducts
          ? whenEmpty : "There are no products yet: 'rapport import products FILE' stores some.")
    }
    for (index, item) in answer.items.enumerated() {
      let rank = padded("\(index + 1)", to: 3, right: true)
      console.line(
        "\(rank)  \(padded(item.productId, to: 10))  "
          + console.style.bold(item.title ?? "(no title)")
          + console.style.dim("  \(item.reason)"))
    }
    if let asOf = answer.asOf {
      console.note("\nBefore \(asOf)" + (answer.segment.map { ", \($0)" } ?? "") + ".")
    }
  }
}
