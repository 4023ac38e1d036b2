import Domain
import Engine
import Features
import Models
import Wording

/// Learns who stops buying from the events of a shop.
///
/// Customers are looked at as of several cut-offs, whose outcomes were known by
/// `asOf`; which measures hold over time is tried on the shop's own past. The level
/// of the probabilities is that of the cut-offs learned from: how many leave by
/// season, no shorter outcome foretells.
struct PurchaseChurn {
  let events: CustomerEvents
  let attributes: CustomerAttributes?
  let asOf: Timestamp
  let trainer: ChurnTrainer

  private var configuration: ChurnTrainer.Configuration { trainer.configuration }
  private var horizon: Int { configuration.horizonDays }

  /// The least days for which outcomes say anything.
  private static let leastOutcomeDays = 7

  func train() throws(ChurnError) -> ChurnModel { try learn().model }

  /// A model, and what it was fitted to.
  struct Learned {
    var model: ChurnModel
    /// As the features are.
    var rows: ChurnRows
    /// With the model's own measures, and without those left out.
    var preparedRows: ChurnRows
  }

  func learn() throws(ChurnError) -> Learned {
    guard let first = events.log.occurredAt.first else {
      throw ChurnError(
        .tooLittleData,
        "there are no interactions to learn from: import some with "
          + "'rapport import interactions FILE'")
    }
    let cutoffs = cutoffs(endingAt: asOf, horizonDays: horizon, first: first)
    guard !cutoffs.isEmpty else { throw tooShort(first: first) }
    let rows = try stacked(cutoffs, horizonDays: horizon)
    let expectation = ExpectedPurchases(
      fitting: rows.selecting(rows.cutoffs.indices.filter { rows.cutoffs[$0] == 0 }).table,
      horizonDays: horizon)
    var (leftOut, penaltyScale, findings) = try measuresThatDoNotHold(first: first)
    let leaks = LeakageScreen.leaks(
      in: rows.table.keeping(attributes?.features.columns.map(\.name) ?? []), labels: rows.labels)
    if !leaks.isEmpty {
      leftOut += leaks
      findings.notes.append(LeakageScreen.note(leaks))
    }
    var known = rows
    known.table = prepared(rows.table, expectation, without: leftOut)
    var model = try trainer.fit(
      known, definition: .noPurchase(horizonDays: horizon), expectation: expectation,
      attributes: attributes?.features, penaltyScale: penaltyScale, asOf: asOf)
    model.record.notes += findings.notes
    model.record.trials = findings.trials
    model.record.cutoffs = cutoffs.indices.map { number in
      let own = rows.selecting(rows.cutoffs.indices.filter { rows.cutoffs[$0] == number })
      return ChurnRecord.Cutoff(
        date: cutoffs[number], customers: own.count, baseRate: own.baseRate)
    }
    let scored = try tables([asOf])[0]
    model.record.scoredDistributions = ChurnRecord.distributions(
      of: (expectation?.adding(to: scored) ?? scored).keeping(model.encoder.columns.map(\.name)))
    return Learned(model: model, rows: rows, preparedRows: known)
  }

  // MARK: - Rows

  /// The moments looked back from, newest first: their outcomes end by `end`.
  func cutoffs(endingAt end: Timestamp, horizonDays: Int, first: Timestamp) -> [Timestamp] {
    let step = max(1, Int((Double(horizonDays) * configuration.cutoffStep).rounded()))
    return (0..<configuration.cutoffCount)
      .map { end.adding(days: -horizonDays - $0 * step) }
      .filter { $0.days(since: first) >= Double(configuration.leastHistoryDays) }
  }

  /// The buyers as of each cut-off, with their outcomes.
  func stacked(_ cutoffs: [Timestamp], horizonDays: Int) throws(ChurnError) -> ChurnRows {
    var result: ChurnRows?
    for (number, table) in try tables(cutoffs).enumerated() {
      let labels = PurchaseOutcomes.labels(
        of: table.customers, log: events.log, cutoff: cutoffs[number], horizonDays: horizonDays)
      let rows = ChurnRows(
        table: table, labels: labels, cutoffs: [Int](repeating: number, count: labels.count))
      if result == nil { result = rows } else { result?.append(rows) }
    }
    return result ?? ChurnRows(table: CustomerTable(customers: []), labels: [])
  }

  private func tables(_ cutoffs: [Timestamp]) throws(ChurnError) -> [CustomerTable] {
    guard let newest = cutoffs.max() else { return [] }
    do {
      let tables = try PurchaseFeatures.tables(of: events.before(newest), cutoffs: cutoffs)
      guard let attributes else { return tables }
      var joined: [CustomerTable] = []
      for (table, cutoff) in zip(tables, cutoffs) {
        joined.append(table.joining(try attributes.table(asOf: cutoff)))
      }
      return joined
    } catch {
      throw ChurnError(features: error)
    }
  }

  private func prepared(
    _ table: CustomerTable, _ expectation: ExpectedPurchases?, without names: [String]
  ) -> CustomerTable {
    (expectation?.adding(to: table) ?? table).removing(names)
  }

  // MARK: - What holds over time

  private struct Findings {
    var notes: [String] = []
    var trials: [ChurnRecord.Trial] = []
  }

  /// Judges families of measures at a cut-off later than those learned from, with
  /// a horizon of a quarter of the history where the own one is longer.
  private func measuresThatDoNotHold(
    first: Timestamp
  ) throws(ChurnError) -> (names: [String], penaltyScale: Double, findings: Findings) {
    let nothing = ([String](), ForwardSelection.usualScale, Findings())
    let span = Int(asOf.days(since: first))
    let days = min(horizon, span / 4)
    guard days >= Self.leastOutcomeDays else { return nothing }
    let judged = asOf.adding(days: -days)
    let known = cutoffs(endingAt: judged, horizonDays: days, first: first)
    guard !known.isEmpty else { return nothing }
    var past = try stacked(known, horizonDays: days)
    var later = try stacked([judged], horizonDays: days)
    guard [past, later].allSatisfy({ $0.leaverCount >= 10 && $0.count - $0.leaverCount >= 10 })
    else { return nothing }
    let expectation = ExpectedPurchases(
      fitting: past.selecting(past.cutoffs.indices.filter { past.cutoffs[$0] == 0 }).table,
      horizonDays: days)
    past.table = prepared(past.table, expectation, without: [])
    later.table = prepared(later.table, expectation, without: [])
    do {
      let outcome = try ForwardSelection(
        past: past, later: later, cancellation: trainer.cancellation
      ).run()
      return (
        outcome.leftOut, outcome.penaltyScale,
        Findings(notes: outcome.note.map { [$0] } ?? [], trials: outcome.trials)
      )
    } catch {
      throw ChurnError(model: error)
    }
  }

  private func tooShort(first: Timestamp) -> ChurnError {
    let span = Int(asOf.days(since: first))
    let possible = span - configuration.leastHistoryDays
    return ChurnError(
      .tooLittleData,
      "the interactions span \(counted(span, "day")); a horizon of \(horizon) days needs at least "
        + "\(horizon + configuration.leastHistoryDays): "
        + (possible >= 1
          ? "choose '--horizon \(possible)' or shorter, or import more history"
          : "import more history"))
  }
}
