import Domain
import Storage

extension Rapport {
  /// Records deleted in one transaction: a few milliseconds, so that nobody waits long.
  private static let retentionBatch = 1000

  /// How long each kind of records is kept.
  package func retention() throws -> [RetentionAnswer] {
    let rules = try store.read { try $0.retentionRules() }
    return ExpiringKind.allCases.map { kind in
      RetentionAnswer(kind, rules.first { $0.kind == kind })
    }
  }

  /// Sets how long records of a kind are kept.
  ///
  /// - Parameters:
  ///   - kind: `messages`, `exposures`, `interactions` or `audit`.
  ///   - period: such as `365d`, `52w` or `2y`; `off` keeps them for ever.
  ///   - actor: who sets it: an API key's id, or `cli`.
  /// - Returns: what counts now.
  /// - Throws: `invalidRequest` for another kind or period.
  package func setRetention(
    of kind: String, to period: String, actor: String = "cli"
  ) throws -> RetentionAnswer {
    guard let known = ExpiringKind(rawValue: kind) else {
      throw ServiceError(
        .invalidRequest, "there is no kind of records \(quoted(kind))",
        hint: "there are \(ExpiringKind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let days = period.lowercased() == "off" ? nil : try Self.days(of: period)
    let time = clock()
    return try store.write { writer in
      let rule = days.map { RetentionRule(kind: known, days: $0, setAt: time, setBy: actor) }
      if let rule {
        try writer.set(rule)
      } else {
        _ = try writer.unsetRetention(of: known)
      }
      try writer.append(
        AuditRecord(
          occurredAt: time, actor: actor, action: "retention.set",
          subject: "\(kind) = \(days.map { "\($0) days" } ?? "off")"))
      return RetentionAnswer(known, rule)
    }
  }

  /// Deletes what is older than its kind is kept, in small transactions, and takes what
  /// was erased before off the disk where that is still to be done.
  ///
  /// - Parameters:
  ///   - actor: who asks: an API key's id, or `cli`.
  ///   - isRehearsal: counts, and deletes nothing.
  /// - Returns: what went, by kind.
  /// - Throws: errors of the store; what was deleted before one stays deleted.
  @discardableResult
  package func applyRetention(
    actor: String = "cli", isRehearsal: Bool = false
  ) throws -> RetentionRunAnswer {
    let time = clock()
    var answer = RetentionRunAnswer(dryRun: isRehearsal, kinds: [])
    for rule in try store.read({ try $0.retentionRules() }) {
      let end = time.adding(days: -rule.days)
      answer.kinds.append(
        RetentionRunAnswer.Kind(
          kind: rule.kind.rawValue, days: rule.days, before: end.rfc3339,
          deleted: isRehearsal
            ? try store.read { try $0.expiredCount(rule.kind, before: end) }
            : try deleteExpired(rule.kind, before: end)))
    }
    guard !isRehearsal else { return answer }
    if answer.deleted > 0 {
      let gone = answer.kinds.filter { $0.deleted > 0 }.map { "\($0.deleted) \($0.kind)" }
      try store.write { writer in
        try writer.append(
          AuditRecord(
            occurredAt: time, actor: actor, action: "retention.run",
            subject: gone.joined(separator: ", ")))
      }
      recordsWereErased()
    }
    try purge()
    return answer
  }

  private func deleteExpired(_ kind: ExpiringKind, before end: Timestamp) throws -> Int {
    var (count, last) = (0, Int64.min)
    while true {
      let after = last
      // Looked for by a reader, since the search may take longer than the deletion.
      let keys = try store.read {
        try $0.expired(kind, before: end, after: after, limit: Self.retentionBatch)
      }
      guard let newest = keys.last else { return count }
      last = newest
      count += try store.write { try $0.delete(keys, of: kind, before: end) }
    }
  }

  /// The days of a period such as `365d`, `52w` or `2y`; a year has 365.
  private static func days(of period: String) throws -> Int {
    let units: [Character: Int] = ["d": 1, "w": 7, "y": 365]
    let digits = period.dropLast()
    guard let unit = period.last.flatMap({ units[$0] }), digits.allSatisfy(\.isASCII),
      let number = Int(digits), number > 0, number <= 36_500 / unit
    else {
      throw ServiceError(
        .invalidRequest, "\(quoted(period)) is no period from a day to 100 years",
        hint: "write it as 365d, 52w or 2y, or off to keep everything")
    }
    return number * unit
  }
}

extension RetentionAnswer {
  fileprivate init(_ kind: ExpiringKind, _ rule: RetentionRule?) {
    let text =
      switch kind {
      case .messages: "conversations with their messages, by the last one"
      case .exposures: "what was recommended and shown, with its clicks"
      case .interactions: "what customers bought, viewed and rated"
      case .audit: "who changed what in the shop's settings"
      }
    self.init(
      kind: kind.rawValue, text: text, days: rule?.days, setAt: rule?.setAt.rfc3339,
      setBy: rule?.setBy)
  }
}
