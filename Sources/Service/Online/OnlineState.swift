import Recommendation
import Storage

/// What a service keeps in memory about experiments and metrics.
struct OnlineState: Sendable {
  enum RunningExperiment: Sendable {
    case notRead
    case known(Experiment?)
  }

  struct KeptMetrics: Sendable {
    var snapshot: MetricsSnapshot
    var takenAt: ContinuousClock.Instant
    /// How long the reading took.
    var cost: Duration
  }

  var experiment = RunningExperiment.notRead
  /// The versions that the running experiment compares, by number.
  var versions: [Int: Rapport.Active<RecommenderModel>] = [:]
  /// Grows with each start and stop: what was read before one is not kept after.
  var generation = 0
  var metrics: KeptMetrics?
  var isReadingMetrics = false
}
