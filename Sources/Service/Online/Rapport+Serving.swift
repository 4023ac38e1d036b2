import Engine
import Recommendation
import Storage
import Synchronization

extension Rapport {
  /// The recommender that answers a customer: the version of the customer's arm
  /// while an experiment runs, else the active one.
  ///
  /// People without an id get the active version. Training and rolling back move
  /// the active version only: the two that an experiment compares stay the same
  /// until it is stopped.
  func recommender(for customerID: String?) throws -> Active<RecommenderModel> {
    guard let customerID, let experiment = try runningExperiment() else {
      return try recommender()
    }
    return try recommender(version: experiment.version(of: experiment.arm(of: customerID)))
  }

  /// The experiment with recommenders that runs now.
  func runningExperiment() throws -> Experiment? {
    let (kept, generation) = online.withLock { ($0.experiment, $0.generation) }
    if case .known(let experiment) = kept { return experiment }
    let experiment = try store.read { try $0.experiments() }
      .last { $0.isRunning && $0.kind == .recommender }
    online.withLock { if $0.generation == generation { $0.experiment = .known(experiment) } }
    return experiment
  }

  /// Forgets the running experiment; the next question reads it.
  func experimentDidChange() {
    online.withLock {
      $0.generation += 1
      $0.experiment = .notRead
      $0.versions = [:]
    }
  }

  /// Reads both versions of a running experiment.
  ///
  /// - Returns: their names; none where nothing runs.
  func warmUpExperiment() throws -> [String] {
    guard let experiment = try runningExperiment() else { return [] }
    return try Experiment.Arm.allCases.map {
      try recommender(version: experiment.version(of: $0)).name
    }
  }

  private func recommender(version: Int) throws -> Active<RecommenderModel> {
    let (kept, generation) = online.withLock { ($0.versions[version], $0.generation) }
    if let kept { return kept }
    let found = try activeRecommender(ifVersion: version) ?? readRecommender(version: version)
    online.withLock { if $0.generation == generation { $0.versions[version] = found } }
    return found
  }

  /// The active recommender where it is that version, so that it is in memory once.
  private func activeRecommender(ifVersion version: Int) throws -> Active<RecommenderModel>? {
    guard try store.read({ try $0.activeVersion(of: .recommender) }) == version else {
      return nil
    }
    let active = try recommender()
    return active.name == Self.name(ofRecommender: version) ? active : nil
  }

  private func readRecommender(version: Int) throws -> Active<RecommenderModel> {
    guard let saved = try store.read({ try $0.model(.recommender, version: version) }) else {
      throw ServiceError(
        .unknownModel, "recommender-\(version), which an experiment compares, is not kept any more",
        hint: "run 'rapport experiment stop'")
    }
    let model: RecommenderModel = try Self.decoded(saved.blob, isVerified: true)
    return Active(model: model, name: saved.version.name)
  }

  static func name(ofRecommender version: Int) -> String {
    "\(ModelVersion.Kind.recommender)-\(version)"
  }
}
