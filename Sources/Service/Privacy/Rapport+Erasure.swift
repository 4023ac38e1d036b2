import Domain
import Engine
import Storage
import Synchronization

extension Rapport {
  /// Erases a customer: every row, what names them elsewhere, what kept models hold of
  /// them, and their bytes in the database and its log.
  ///
  /// Rows and models change in one transaction. The bytes leave the disk after it; where
  /// that fails, as on a full disk, the answer says so, and the next erasure or run of
  /// retention does it.
  ///
  /// - Parameters:
  ///   - id: the shop's own id of the customer.
  ///   - actor: who asks: an API key's id, or `cli`.
  ///   - isRehearsal: says what would go, and changes nothing.
  /// - Returns: what went, and what became of each model.
  /// - Throws: `unknownCustomer`.
  package func erase(
    customer id: String, actor: String = "cli", isRehearsal: Bool = false
  ) throws -> ErasureAnswer {
    _ = try customer(id)
    guard !isRehearsal else { return try rehearseErasure(id) }
    let time = clock()
    let reference = newIdentifier("e")
    var answer = try store.write(alone: true) { writer in
      let answer = try erase(Customer.ID(id), reference: reference, from: writer)
      try writer.append(Erasure(reference: reference, erasedAt: time))
      try writer.append(
        AuditRecord(
          occurredAt: time, actor: actor, action: "customer.erase", subject: reference))
      return answer
    }
    answer.reference = reference
    answer.erasedAt = time.rfc3339
    recordsWereErased()
    do {
      try purge(reference)
      answer.purged = true
    } catch let error as StoreError {
      answer.notes.append(
        "the rows are gone, but not yet their bytes on the disk: \(error.message); the next "
          + "erasure or 'rapport retention run' tries again")
    }
    // Every kept model was in memory to be searched.
    Memory.release()
    answer.notes.append(
      "backups made before and files that were imported are not reached: remove them by their age")
    return answer
  }

  private struct Rehearsal: Error { var answer: ErasureAnswer }

  /// Erases in a transaction that is then undone.
  private func rehearseErasure(_ id: String) throws -> ErasureAnswer {
    do {
      return try store.write(alone: true) { writer in
        var answer = try erase(Customer.ID(id), reference: "", from: writer)
        answer.dryRun = true
        throw Rehearsal(answer: answer)
      }
    } catch let rehearsal as Rehearsal {
      return rehearsal.answer
    }
  }

  private func erase(
    _ id: Customer.ID, reference: String, from writer: Writer
  ) throws -> ErasureAnswer {
    guard let traces = try writer.reading.traces(of: id) else {
      throw ServiceError(.unknownCustomer, "there is no customer \(quoted(id.rawValue))")
    }
    let erased = ErasedTraces(traces, reference: reference)
    let models = try clean(erased, traces, in: writer)
    let rows = try writer.erase(traces)
    if !reference.isEmpty { erasures.note(erased) }
    return ErasureAnswer(
      dryRun: false, rows: ErasureAnswer.Rows(rows), models: models, purged: false, notes: [])
  }

  private func clean(
    _ erased: ErasedTraces, _ traces: CustomerTraces, in writer: Writer
  ) throws -> [ErasureAnswer.Model] {
    try writer.reading.modelVersions().map { version in
      var outcome = ErasureAnswer.Model(
        model: version.name, active: version.isActive, createdAt: version.createdAt.rfc3339,
        outcome: try hasSeen(version, traces, writer.reading) ? "aggregates_only" : "not_seen")
      guard let kind = ModelKind(version.kind), erased.mayBeIn(kind) else {
        return outcome
      }
      do {
        guard let saved = try writer.reading.model(version.kind, version: version.version) else {
          return outcome
        }
        var checkpoint = try Self.translating { try Checkpoint(decoding: saved.blob) }
        outcome.what = try erased.takeOut(of: &checkpoint, kind)
        guard outcome.what != nil else { return outcome }
        try writer.replaceModel(
          version.kind, version: version.version, blob: checkpoint.encoded())
        outcome.outcome = "repaired"
      } catch let error where Self.isDamage(error) {
        try writer.removeModel(version.kind, version: version.version)
        outcome.outcome = "removed"
        outcome.what = "it was damaged and could not be searched"
      }
      return outcome
    }
  }

  private static func isDamage(_ error: any Error) -> Bool {
    (error as? ServiceError)?.code == .damagedModel || (error as? StoreError)?.code == .alteredModel
  }

  /// Whether records of the customer were there when a version was trained.
  ///
  /// Where it cannot be known, as for what came over HTTP with an earlier date, they were.
  func hasSeen(
    _ version: ModelVersion, _ traces: CustomerTraces, _ reader: Reader
  ) throws -> Bool {
    let times = try reader.recordTimes(of: traces, storedBy: version.createdAt)
    switch ModelKind(version.kind) {
    case .recommender, .value: return times.firstInteraction != nil
    case .churn:
      return times.firstInteraction != nil || times.firstLabel != nil
    case .support: return times.firstMessage != nil
    case nil: return true
    }
  }

  /// Takes the bytes of an erasure off the disk, or of any that is left; those who ask at
  /// once wait for one.
  func purge(_ reference: String? = nil) throws {
    try purging.withLock { _ in
      let left = try store.read { try $0.unpurgedErasures() }
      // One that began after this erasure's transaction has done it.
      guard reference.map(left.contains) ?? !left.isEmpty else { return }
      try store.purge()
      let time = clock()
      try store.write { try $0.setPurged(left, at: time) }
    }
  }
}
