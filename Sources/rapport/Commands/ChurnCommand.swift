import Service
import Storage
import Terminal

/// `rapport churn`.
enum ChurnCommand {
  static func run(_ context: Context) throws {
    let customer = context.invocation.string("CUSTOMER")
    let top = try context.invocation.int("top", in: 1...1_000_000)
    switch (customer, top) {
    case (let customer?, nil):
      try context.withRapport(.readOnly) { rapport in
        let answer = try rapport.churn(customer: customer)
        guard !context.isJSON else { return try context.printJSON(answer) }
        printOne(answer, to: context.console)
      }
    case (nil, let top?):
      try context.withRapport(.readOnly) { rapport in
        let answer = try rapport.churnTop(top, includesGone: context.invocation.flag("all"))
        guard !context.isJSON else { return try context.printJSON(answer) }
        printList(answer, to: context.console)
      }
    default: throw context.invocation.misuse("Name one CUSTOMER, or ask for --top N.")
    }
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
    console.line()
    console.line("Log-odds:")
    var table = TextTable([
      TextTable.Column("", alignment: .right), TextTable.Column("", alignment: .left),
    ])
    table.append([signed(answer.baseLogOdds), "an average customer"])
    for factor in answer.topRiskFactors + answer.topProtectiveFactors {
      table.append([signed(factor.contribution), text(factor)])
    }
    if abs(answer.otherFactorsContribution) >= 0.0005 {
      table.append([signed(answer.otherFactorsContribution), "other factors"])
    }
    table.append([
      signed(answer.logOdds), "in all, which is \(percentage(answer.churnProbability))",
    ])
    console.table(table, showsHeader: false)
    console.note("\nModel \(answer.model).")
  }

  static func printList(_ answer: ChurnListAnswer, to console: Console) {
    guard !answer.customers.isEmpty else { return console.line("No customer to score.") }
    var table = TextTable([
      TextTable.Column("customer"), TextTable.Column("churn", alignment: .right),
      TextTable.Column("risk"), TextTable.Column("what speaks for it most", shrinks: true),
    ])
    for customer in answer.customers {
      let reasons = customer.topRiskFactors.prefix(2).map {
        "\(text($0, short: true)) (\(signed($0.contribution, decimals: 2)))"
      }
      table.append([
        customer.customerId, percentage(customer.churnProbability), customer.riskLevel,
        reasons.joined(separator: "; "),
      ])
    }
    console.table(table)
    console.line()
    console.line(
      "\(grouped(answer.scored)) customers scored as of \(answer.asOf), "
        + "\(grouped(answer.highRisk)) of high risk. Reasons are in log-odds.")
    if answer.alreadyGone > 0 {
      console.note(
        "\(grouped(answer.alreadyGone)) have left already by the rule "
          + "'\(answer.customers[0].definition)'; --all shows them too.")
    }
    console.note("Model \(answer.model). All reasons of one: rapport churn CUSTOMER")
  }

  /// `recency_days 71 (mean 22)`.
  static func text(_ factor: ChurnAnswer.Factor, short: Bool = false) -> String {
    let value = factor.value.map(number) ?? factor.category ?? "not known"
    guard !short, let mean = factor.populationMean else { return "\(factor.feature) \(value)" }
    return "\(factor.feature) \(value) (mean \(number(mean)))"
  }

  private static func number(_ value: Double) -> String {
    value.rounded() == value || abs(value) >= 100
      ? grouped(value, decimals: 0) : fixed(value, decimals: 1)
  }
}
