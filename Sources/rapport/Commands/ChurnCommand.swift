import Service
import Storage
import Terminal
import Wording

/// `rapport churn`.
enum ChurnCommand {
  /// So many who have left for each who has not are rather a moment chosen wrongly.
  private static let mostGone = 9

  static func run(_ context: Context) throws {
    let invocation = context.invocation
    let customer = invocation.string("CUSTOMER")
    let top = try invocation.int("top", in: 1...1_000_000)
    try check(invocation, hasCustomer: customer != nil, hasTop: top != nil)
    switch (customer, top) {
    case (let customer?, nil):
      try context.withRapport(.readOnly) { rapport in
        let answer = try rapport.churn(customer: customer, showsPairs: invocation.flag("pairs"))
        guard !context.isJSON else { return try context.printJSON(answer) }
        printOne(answer, to: context.console)
      }
    case (nil, let top?):
      let options = ChurnListOptions(
        limit: top, order: try order(invocation), includesGone: invocation.flag("all"))
      try context.withRapport(.readOnly) { rapport in
        if invocation.flag("csv") {
          return context.console.output.write(try rapport.churnCSV(options))
        }
        let answer = try rapport.churnList(options)
        guard !context.isJSON else { return try context.printJSON(answer) }
        printList(answer, to: context.console)
      }
    case (nil, nil): throw invocation.misuse("Name one CUSTOMER, or ask for '--top N'.")
    case (_?, _?): throw invocation.misuse("Name one CUSTOMER or '--top N', not both.")
    }
  }

  /// Fails where an option is given that goes with the other kind of question.
  private static func check(
    _ invocation: Invocation, hasCustomer: Bool, hasTop: Bool
  ) throws(CommandFailure) {
    if hasCustomer, !hasTop {
      for name in ["csv", "all", "by"] where invocation.origin(of: name) == .commandLine {
        throw invocation.misuse("'--\(name)' goes with '--top N', not with one CUSTOMER.")
      }
    }
    if hasTop, !hasCustomer, invocation.flag("pairs") {
      throw invocation.misuse("'--pairs' goes with one CUSTOMER, not with '--top N'.")
    }
  }

  private static func order(_ invocation: Invocation) throws -> ChurnOrder {
    let text = try invocation.requiredString("by")
    guard let order = ChurnOrder(rawValue: text) else {
      throw invocation.invalid("by", "must be risk, profit or value.")
    }
    return order
  }

  static func printOne(_ answer: ChurnAnswer, to console: Console) {
    console.line(
      "Customer \(answer.customerId) leaves with probability "
        + console.style.bold(percentage(answer.churnProbability))
        + " (\(answer.riskLevel) risk; high from \(percentage(answer.thresholdUsed, decimals: 0)))."
    )
    console.line("Churn here is \(answer.definition), as of \(answer.asOf).")
    if answer.alreadyGone {
      console.line(
        "By that rule this customer has left already; the probability is that of staying away.")
    }
    if let value = answer.expectedValue, let profit = answer.expectedProfitIfContacted {
      console.line(
        "If kept, such a customer spends \(grouped(value, decimals: 2)); a contact brings "
          + "\(grouped(profit, decimals: 2)) in the mean, its cost taken off.")
    }
    console.line()
    var table = TextTable([
      TextTable.Column("log-odds", alignment: .right), TextTable.Column("", alignment: .left),
      TextTable.Column("probability, were it average", alignment: .right),
    ])
    table.append([signed(answer.baseLogOdds), "an average customer", ""])
    for factor in answer.topRiskFactors + answer.topProtectiveFactors {
      table.append([
        signed(factor.contribution), text(factor),
        percentage(answer.churnProbability - factor.probabilityChange),
      ])
    }
    if abs(answer.otherFactorsContribution) >= 0.0005 {
      table.append([signed(answer.otherFactorsContribution), "other factors", ""])
    }
    table.append([
      signed(answer.logOdds), "in all, which is \(percentage(answer.churnProbability))", "",
    ])
    console.table(table)
    console.note("\nModel \(answer.model).")
  }

  static func printList(_ answer: ChurnListAnswer, to console: Console) {
    guard !answer.customers.isEmpty else {
      return console.line("There is no customer to score.")
    }
    let knowsValue = answer.expectedProfit != nil
    var columns = [
      TextTable.Column("customer"), TextTable.Column("churn", alignment: .right),
      TextTable.Column("risk"),
    ]
    if knowsValue {
      columns += [
        TextTable.Column("value if kept", alignment: .right),
        TextTable.Column("profit of a contact", alignment: .right),
      ]
    }
    var table = TextTable(
      columns + [TextTable.Column("what speaks for it most", shrinks: true)])
    for customer in answer.customers {
      let reasons = customer.topRiskFactors.prefix(2).map {
        "\(text($0, short: true)) (\(signed($0.contribution, decimals: 2)))"
      }
      var cells = [
        customer.customerId, percentage(customer.churnProbability), customer.riskLevel,
      ]
      if knowsValue {
        cells += [customer.expectedValue, customer.expectedProfitIfContacted].map {
          $0.map { grouped($0, decimals: 2) } ?? "–"
        }
      }
      table.append(cells + [reasons.joined(separator: "; ")])
    }
    console.table(table)
    console.line()
    console.line(
      "\(counted(answer.scored, "customer")) scored as of \(answer.asOf), "
        + "\(grouped(answer.highRisk)) of high risk. Reasons are in log-odds.")
    if let count = answer.worthContacting, let profit = answer.expectedProfit {
      console.line(
        "A contact costs \(grouped(answer.contactCost, decimals: 2)) and keeps "
          + "\(percentage(answer.saveRate, decimals: 0)) of leavers at a margin of "
          + "\(percentage(answer.margin, decimals: 0)) ('rapport settings'): it pays for "
          + "\(grouped(count)) of them and brings \(grouped(profit, decimals: 2)) in all.")
    }
    if answer.alreadyGone > 0 {
      console.note(
        "\(grouped(answer.alreadyGone)) \(answer.alreadyGone == 1 ? "has" : "have") left already by "
          + "the rule (\(answer.customers[0].definition)); '--all' shows them too.")
    }
    if answer.alreadyGone >= mostGone * answer.scored {
      console.warn(
        "Nearly all have left by that rule on \(answer.asOf), the day after the newest purchase. "
          + "Does that purchase stand alone, long after the others?")
    }
    console.note("Model \(answer.model). 'rapport churn CUSTOMER' has all reasons of one.")
  }

  /// `recency_days 71 (mean 22)`.
  static func text(_ factor: ChurnAnswer.Factor, short: Bool = false) -> String {
    let value = factor.value.map(number) ?? factor.category ?? "not known"
    guard !short, let mean = factor.populationMean else { return "\(factor.feature) \(value)" }
    return "\(factor.feature) \(value) (mean \(number(mean)))"
  }

  private static func number(_ value: Double) -> String {
    value.rounded() == value || abs(value) >= 100
      ? grouped(value, decimals: 0) : grouped(value, decimals: 1)
  }
}
