import Domain
import Service
import Storage
import Terminal
import Wording

/// `rapport rules add`, `list` and `remove`.
enum RuleCommands {
  static func add(_ context: Context) throws {
    let draft = try draft(context.invocation)
    try context.withRapport(.readWrite) { rapport in
      let answer = try rapport.addRule(draft)
      for warning in answer.warnings { context.console.warn(sentence(warning)) }
      guard !context.isJSON else { return try context.printJSON(answer) }
      context.console.line(
        "Rule \(answer.rule.id) added: \(answer.rule.text) "
          + "(\(counted(answer.products, "product")) now).")
    }
  }

  static func list(_ context: Context) throws {
    let all = context.invocation.flag("all")
    try context.withRapport(.readOnly) { rapport in
      let rules = try rapport.rules(includesPast: all)
      guard !context.isJSON else { return try context.printJSON(rules) }
      guard !rules.isEmpty else {
        return context.console.line(
          all
            ? "There are no rules yet: see 'rapport rules add --help'."
            : "No rule counts now or later.")
      }
      var table = TextTable([
        TextTable.Column("rule", alignment: .right), TextTable.Column("state"),
        TextTable.Column("what it does", shrinks: true), TextTable.Column("when"),
        TextTable.Column("note", shrinks: true),
      ])
      for rule in rules {
        table.append([
          "\(rule.id)", rule.state, rule.text, rule.period ?? "always", rule.note ?? "",
        ])
      }
      context.console.table(table)
    }
  }

  static func remove(_ context: Context) throws {
    let id = try context.invocation.requiredInt("RULE", in: 1 ... .max)
    try context.withRapport(.readWrite) { rapport in
      let rule = try rapport.removeRule(id)
      guard !context.isJSON else { return try context.printJSON(rule) }
      context.console.line("Rule \(rule.id) removed: \(rule.text).")
    }
  }

  private static func draft(_ invocation: Invocation) throws -> RuleDraft {
    RuleDraft(
      action: try action(invocation),
      target: SteeringRule.Target(
        product: invocation.string("product").map { Product.ID($0) },
        category: invocation.string("category"),
        attribute: try condition(invocation, "attribute"),
        lowestPrice: try invocation.double("price-min"),
        highestPrice: try invocation.double("price-max")),
      audience: SteeringRule.Audience(
        country: invocation.string("country"),
        attribute: try condition(invocation, "customer-attribute")),
      validFrom: try invocation.day("from"),
      validUntil: try invocation.day("until")?.adding(days: 1), note: invocation.string("note"))
  }

  private static func action(_ invocation: Invocation) throws -> SteeringRule.Action {
    let name = try invocation.requiredString("ACTION")
    for (option, owner) in [("factor", "boost"), ("position", "pin")]
    where invocation.string(option) != nil && name != owner {
      throw invocation.misuse("'--\(option)' goes with \(owner), not with \(name).")
    }
    switch name {
    case "boost": return .boost(factor: try invocation.double("factor") ?? 1.5)
    case "pin": return .pin(position: try invocation.int("position") ?? 1)
    case "bury": return .bury
    default: return .exclude
    }
  }

  private static func condition(
    _ invocation: Invocation, _ name: String
  ) throws -> AttributeCondition? {
    try invocation.pairs(name, separatedBy: nil).first.map {
      AttributeCondition(name: $0.key, value: $0.value)
    }
  }
}
