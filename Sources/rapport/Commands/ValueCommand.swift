import Service
import Storage
import Terminal
import Wording

/// `rapport value`.
enum ValueCommand {
  /// Factors of one customer that are listed one by one.
  private static let listedFactors = 8

  static func run(_ context: Context) throws {
    let customer = context.invocation.string("CUSTOMER")
    let top = try context.invocation.int("top", in: 1...1_000_000)
    switch (customer, top) {
    case (let customer?, nil):
      try context.withRapport(.readOnly) { rapport in
        let answer = try rapport.value(customer: customer)
        guard !context.isJSON else { return try context.printJSON(answer) }
        printOne(answer, to: context.console)
      }
    case (nil, let top?):
      try context.withRapport(.readOnly) { rapport in
        let answer = try rapport.valueTop(top)
        guard !context.isJSON else { return try context.printJSON(answer) }
        printList(answer, to: context.console)
      }
    case (nil, nil): throw context.invocation.misuse("Name one CUSTOMER, or ask for '--top N'.")
    case (_?, _?): throw context.invocation.misuse("Name one CUSTOMER or '--top N', not both.")
    }
  }

  private static func printOne(_ answer: ValueAnswer, to console: Console) {
    console.line(
      "Customer \(answer.customerId) will spend "
        + console.style.bold(money(answer.expectedSpend))
        + " in the \(answer.horizonDays) days from \(answer.asOf) in the mean; "
        + "\(percentage(answer.intervalLevel, decimals: 0)) interval \(money(answer.low)) to "
        + "\(money(answer.high)).")
    console.line(
      "That is a chance of \(percentage(answer.buyProbability)) to buy anything, times "
        + "\(money(answer.spendIfBuying)), what such a customer spends who does.")
    if let spend = answer.bgNbdSpend, let purchases = answer.bgNbdPurchases {
      console.line(
        "BG/NBD with gamma-gamma expects \(money(spend)) in \(grouped(purchases, decimals: 2)) "
          + "purchases.")
    }
    console.line()
    var table = TextTable([
      TextTable.Column("log-odds of buying", alignment: .right),
      TextTable.Column("log of spend", alignment: .right),
      TextTable.Column("", alignment: .left),
    ])
    table.append([
      signed(answer.baseLogOdds), signed(answer.baseLogSpend), "an average customer",
    ])
    let listed = answer.factors.prefix(listedFactors)
    for factor in listed {
      table.append([signed(factor.toLogOdds), signed(factor.toLogSpend), text(factor)])
    }
    let rest = answer.factors.dropFirst(listedFactors)
    if !rest.isEmpty {
      table.append([
        signed(rest.reduce(0) { $0 + $1.toLogOdds }),
        signed(rest.reduce(0) { $0 + $1.toLogSpend }), "other factors",
      ])
    }
    table.append([signed(answer.logOdds), signed(answer.logSpend), "in all"])
    console.table(table)
    console.note("\nModel \(answer.model).")
  }

  private static func printList(_ answer: ValueListAnswer, to console: Console) {
    guard !answer.customers.isEmpty else {
      return console.line("There is no customer to score.")
    }
    var table = TextTable([
      TextTable.Column("customer"), TextTable.Column("expected spend", alignment: .right),
      TextTable.Column("80% interval", alignment: .right),
      TextTable.Column("buys", alignment: .right),
      TextTable.Column("if buying", alignment: .right),
      TextTable.Column("BG/NBD", alignment: .right),
    ])
    for customer in answer.customers {
      table.append([
        customer.customerId, money(customer.expectedSpend),
        "\(money(customer.low)) to \(money(customer.high))",
        percentage(customer.buyProbability, decimals: 0), money(customer.spendIfBuying),
        customer.bgNbdSpend.map(money) ?? "–",
      ])
    }
    console.table(table)
    console.line()
    console.line(
      "\(counted(answer.scored, "customer")) as of \(answer.asOf), expected to spend "
        + "\(money(answer.expectedSpend)) in all within \(answer.horizonDays) days.")
    console.note("Model \(answer.model). 'rapport value CUSTOMER' says what one is made of.")
  }

  private static func text(_ factor: ValueAnswer.Factor) -> String {
    let value = factor.value.map(number) ?? factor.category ?? "not known"
    guard let mean = factor.populationMean else { return "\(factor.feature) \(value)" }
    return "\(factor.feature) \(value) (mean \(number(mean)))"
  }

  private static func money(_ amount: Double) -> String { grouped(amount, decimals: 2) }

  private static func number(_ value: Double) -> String {
    value.rounded() == value || abs(value) >= 100
      ? grouped(value, decimals: 0) : grouped(value, decimals: 2)
  }
}
