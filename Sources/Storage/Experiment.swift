package import Domain

/// A comparison of two versions of a model on real customers, as stored.
package struct Experiment: Sendable, Hashable {
  /// The store's own row number of an experiment; never used twice.
  package struct Key: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
    package init(_ rawValue: Int64) { self.rawValue = rawValue }
  }

  /// One of the two sides of an experiment.
  package enum Arm: String, Sendable, Hashable, CaseIterable {
    case a
    case b
  }

  /// The store's own number of it.
  package let key: Key
  /// What people call it.
  package let name: String
  /// The kind of the two versions.
  package let kind: ModelVersion.Kind
  /// The version of arm a.
  package let versionA: Int
  /// The version of arm b.
  package let versionB: Int
  /// The share of customers who get version b, between 0 and 1.
  package let share: Double
  /// When it began.
  package let startedAt: Timestamp
  /// Nil while it runs.
  package let stoppedAt: Timestamp?

  /// Whether it has not been stopped.
  package var isRunning: Bool { stoppedAt == nil }

  /// The version that an arm gets.
  package func version(of arm: Arm) -> Int { arm == .a ? versionA : versionB }
}

extension Writer {
  /// Starts an experiment.
  ///
  /// - Throws: `constraint` where the name is taken, one of that kind is running,
  ///   the versions are the same or the share is not between 0 and 1.
  package func startExperiment(
    name: String, kind: ModelVersion.Kind, versionA: Int, versionB: Int, share: Double,
    at time: Timestamp
  ) throws(StoreError) -> Experiment {
    try connection.run(
      """
      INSERT INTO experiments (name, kind, version_a, version_b, share, started_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """
    ) {
      $0.bind(1, name)
      $0.bind(2, kind.rawValue)
      $0.bind(3, versionA)
      $0.bind(4, versionB)
      $0.bind(5, share)
      $0.bind(6, time.seconds)
    }
    return Experiment(
      key: Experiment.Key(connection.lastInsertedKey), name: name, kind: kind,
      versionA: versionA, versionB: versionB, share: share, startedAt: time, stoppedAt: nil)
  }

  /// Stops an experiment; false where it is unknown or was stopped before.
  @discardableResult
  package func stopExperiment(
    _ key: Experiment.Key, at time: Timestamp
  ) throws(StoreError) -> Bool {
    try connection.run(
      "UPDATE experiments SET stopped_at = ?2 WHERE key = ?1 AND stopped_at IS NULL"
    ) {
      $0.bind(1, key.rawValue)
      $0.bind(2, time.seconds)
    }
    return connection.changes == 1
  }
}

extension Reader {
  /// Every experiment, the oldest first.
  package func experiments() throws(StoreError) -> [Experiment] {
    try connection.all(
      """
      SELECT key, name, kind, version_a, version_b, share, started_at, stopped_at
      FROM experiments ORDER BY key
      """
    ) { row in
      Experiment(
        key: Experiment.Key(row.integer(0)), name: row.text(1),
        kind: ModelVersion.Kind(rawValue: row.text(2)), versionA: Int(row.integer(3)),
        versionB: Int(row.integer(4)), share: row.real(5),
        startedAt: Timestamp(seconds: row.integer(6)),
        stoppedAt: row.optionalInteger(7).map { Timestamp(seconds: $0) })
    }
  }
}
