import Domain
import Recommendation
import Storage

extension Rapport {
  /// Stores a rule; it counts from the next question on.
  ///
  /// `actor` is who adds it: an API key's id, or `cli`.
  ///
  /// - Throws: `invalidRequest` for a rule that makes no sense, for a category
  ///   that does not exist and for a rule that is there already; `unknownProduct`.
  package func addRule(
    _ draft: RuleDraft, actor: String = "cli"
  ) throws -> AddedRuleAnswer {
    let time = clock()
    try draft.check(at: time)
    let answer = try store.write { writer in
      let products = try writer.reading.products()
      try check(draft.target, Catalogue(products))
      let conflicts = RuleConflicts(
        facts: ProductFacts(products.map(\.product)),
        others: try writer.reading.rules().filter {
          let state = $0.state(at: time)
          return state == .active || state == .scheduled
        })
      var rule = draft.rule(createdAt: time, by: actor)
      if let same = conflicts.duplicate(of: rule) {
        throw ServiceError(
          .invalidRequest, "rule \(same.id) says the same already (\(same.text))",
          hint: "remove it with 'rapport rules remove \(same.id)' to add another")
      }
      let rows = conflicts.facts.rows(of: rule.target)
      var warnings = try warnings(for: rule, rows: rows, facts: conflicts.facts, writer.reading)
      warnings += conflicts.warnings(for: rule)
      rule.id = try writer.insert(rule)
      try writer.append(
        AuditRecord(
          occurredAt: time, actor: actor, action: "rule.add",
          subject: "rule \(rule.id)"))
      return AddedRuleAnswer(
        rule: RuleAnswer(rule, at: time), products: rows.count, warnings: warnings)
    }
    rulesDidChange()
    return answer
  }

  /// Every rule, the oldest first; those that count no more only where asked for.
  package func rules(includesPast: Bool = false) throws -> [RuleAnswer] {
    let time = clock()
    return try store.read { try $0.rules() }
      .filter { includesPast || [.active, .scheduled].contains($0.state(at: time)) }
      .map { RuleAnswer($0, at: time) }
  }

  /// Ends a rule; it stays in the list of all.
  ///
  /// - Throws: `unknownRule`, also for one that was removed before.
  package func removeRule(
    _ id: Int, actor: String = "cli"
  ) throws -> RuleAnswer {
    let time = clock()
    let answer = try store.write { writer in
      let rules = try writer.reading.rules()
      guard var rule = rules.first(where: { $0.id == id }) else {
        throw ServiceError(
          .unknownRule, "there is no rule \(id)", hint: "'rapport rules list' shows those there are"
        )
      }
      guard try writer.removeRule(id, at: time) else {
        throw ServiceError(
          .unknownRule, "rule \(id) was removed before, at \(rule.removedAt?.rfc3339 ?? "")")
      }
      rule.removedAt = time
      try writer.append(
        AuditRecord(
          occurredAt: time, actor: actor, action: "rule.remove", subject: "rule \(id)"))
      return RuleAnswer(rule, at: time)
    }
    rulesDidChange()
    return answer
  }

  private func check(_ target: SteeringRule.Target, _ catalogue: Catalogue) throws {
    if let id = target.product, catalogue.key(of: id.rawValue) == nil {
      throw try unknownProduct(id.rawValue)
    }
    try catalogue.check(categories: target.category.map { [$0] } ?? [])
  }

  /// What makes the rule do nothing now.
  private func warnings(
    for rule: SteeringRule, rows: [Int32], facts: ProductFacts, _ reader: Reader
  ) throws -> [String] {
    var warnings: [String] = []
    if rows.isEmpty {
      warnings.append("no product is so now: the rule does nothing until one is")
    } else if rule.action != .exclude, !rows.contains(where: { facts.available[Int($0)] }) {
      warnings.append(
        rows.count == 1
          ? "the product is marked as unavailable: it is not shown"
          : "all \(rows.count) products are marked as unavailable: none is shown")
    }
    if let country = rule.audience.country {
      let countries = try reader.countries(limit: 1000)
      if !countries.contains(country) {
        warnings.append(
          "no customer is of country \(quoted(country)): "
            + (countries.isEmpty
              ? "none has a country"
              : "the countries are \(countries.prefix(20).joined(separator: ", "))"))
      }
    }
    return warnings
  }
}
