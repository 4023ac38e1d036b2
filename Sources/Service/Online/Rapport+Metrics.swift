import Dispatch
import Storage
import Synchronization

extension Rapport {
  /// Below this a reading is made whenever it is asked for.
  private static let cheapReading = Duration.milliseconds(2)

  /// Figures for monitoring, a few seconds old at the most on a database that is
  /// read quickly.
  ///
  /// A reading takes a pass over all exposures. Where that is slow, the last one
  /// is given and the next made in the background, so that nobody waits and no more
  /// than a twentieth of a core goes into it. A call before the first reading, which
  /// ``warmUp()`` begins, makes its own.
  package func metrics() throws -> MetricsSnapshot {
    let kept = online.withLock { $0.metrics }
    guard let kept else { return try readMetrics() }
    let age = ContinuousClock.now - kept.takenAt
    guard age >= max(.seconds(2), kept.cost * 20) else { return kept.snapshot }
    guard kept.cost > Self.cheapReading else { return try readMetrics() }
    readMetricsInBackground()
    return kept.snapshot
  }

  /// Makes the first reading in the background.
  func warmUpMetrics() {
    if online.withLock({ $0.metrics == nil }) { readMetricsInBackground() }
  }

  private func readMetricsInBackground() {
    let isFirst = online.withLock { state in
      defer { state.isReadingMetrics = true }
      return !state.isReadingMetrics
    }
    guard isFirst else { return }
    metricsQueue.async { [weak self] in
      // What goes wrong here goes wrong, and is told, wherever else the store is read.
      _ = try? self?.readMetrics()
      self?.online.withLock { $0.isReadingMetrics = false }
    }
  }

  /// Reads the figures of this moment and keeps them.
  @discardableResult
  func readMetrics() throws -> MetricsSnapshot {
    let start = ContinuousClock.now
    var snapshot = try store.read { try self.metrics($0) }
    let end = ContinuousClock.now
    online.withLock { state in
      if let kept = state.metrics { snapshot.keepUp(with: kept.snapshot) }
      state.metrics = OnlineState.KeptMetrics(
        snapshot: snapshot, takenAt: end, cost: end - start)
    }
    return snapshot
  }

  private func metrics(_ reader: Reader) throws -> MetricsSnapshot {
    // In a damaged file a key may be there twice.
    let names = try Dictionary(
      reader.experiments().map { ($0.key, $0.name) }, uniquingKeysWith: { $1 })
    let groups = try onlineCounts(reader, reader.exposureCounts()).map { group, counts in
      (
        group: MetricsSnapshot.Group(
          model: "\(group.kind)-\(group.version)",
          experiment: group.assignment.flatMap { names[$0.experiment] },
          arm: group.assignment?.arm.rawValue),
        counts: MetricsSnapshot.Counts(
          impressions: counts.impressions, clicks: counts.clicks,
          customerImpressions: counts.customerImpressions, conversions: counts.conversions)
      )
    }
    return MetricsSnapshot(
      models: try reader.modelVersions().filter(\.isActive).map {
        MetricsSnapshot.Model(
          kind: $0.kind.rawValue, name: $0.name, createdAt: $0.createdAt, bytes: $0.byteCount)
      },
      records: try reader.recordCounts(),
      groups: groups.sorted { $0.group.order < $1.group.order })
  }
}

extension MetricsSnapshot.Group {
  fileprivate var order: (String, String, String) { (model, experiment ?? "", arm ?? "") }
}

extension MetricsSnapshot {
  /// Lets no counter fall below what it was, or disappear.
  mutating func keepUp(with earlier: MetricsSnapshot) {
    var counts = Dictionary(
      groups.map { ($0.group, $0.counts) }, uniquingKeysWith: { $0.atLeast($1) })
    for (group, before) in earlier.groups {
      counts[group] = counts[group]?.atLeast(before) ?? before
    }
    groups = counts.map { (group: $0.key, counts: $0.value) }
      .sorted { $0.group.order < $1.group.order }
  }
}
