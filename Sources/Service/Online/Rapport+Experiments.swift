import Domain
import Evaluation
import Storage

extension Rapport {
  /// The experiment that runs now.
  package func experiment() throws -> ExperimentAnswer? {
    try runningExperiment().map { ExperimentAnswer($0) }
  }

  /// Shows two versions of the recommender each to its share of customers, until
  /// ``stopExperiment()``.
  ///
  /// `share` is that of the customers who get version b. Each customer sees the same
  /// version throughout. Both versions are kept, whatever is trained meanwhile. A
  /// name is made where none is given.
  ///
  /// - Throws: `invalidRequest` for a share that leaves an arm empty, one version
  ///   twice or a name that is taken; `unknownModel` for a version that is not kept;
  ///   `experimentRunning` where one runs.
  package func startExperiment(
    versionA: Int, versionB: Int, share: Double, name: String? = nil
  ) throws -> ExperimentAnswer {
    guard share > 0, share < 1 else {
      throw ServiceError(
        .invalidRequest, "the share of customers who get B must lie between 0 and 1",
        hint: "with 0 or 1 one version would have nobody; 0.5 tells soonest")
    }
    guard versionA != versionB else {
      throw ServiceError(
        .invalidRequest, "both arms name version \(versionA): a version cannot differ from itself",
        hint: "name two of those that 'rapport models' lists")
    }
    let time = clock()
    let experiment = try store.write { writer in
      let reader = writer.reading
      try checkRecommenders([versionA, versionB], reader)
      let experiments = try reader.experiments()
      if let running = experiments.last(where: { $0.isRunning && $0.kind == .recommender }) {
        throw ServiceError(
          .experimentRunning, "experiment \(quoted(running.name)) is running",
          hint: "run 'rapport experiment stop' first: two at once would mix their customers")
      }
      let experiment = try writer.startExperiment(
        name: try Self.checkedName(name, among: experiments), kind: .recommender,
        versionA: versionA, versionB: versionB, share: share, at: time)
      try writer.append(
        AuditRecord(
          occurredAt: time, actor: "cli", action: "experiment.start", subject: experiment.name))
      return experiment
    }
    experimentDidChange()
    return ExperimentAnswer(experiment)
  }

  /// Ends the running experiment: everybody gets the active version again.
  package func stopExperiment() throws -> ExperimentAnswer {
    let time = clock()
    let stopped = try store.write { writer in
      let running = try writer.reading.experiments().last {
        $0.isRunning && $0.kind == .recommender
      }
      guard let running else {
        throw ServiceError(
          .noExperiment, "no experiment is running",
          hint: "start one with 'rapport experiment start --a VERSION --b VERSION'")
      }
      try writer.stopExperiment(running.key, at: time)
      try writer.append(
        AuditRecord(
          occurredAt: time, actor: "cli", action: "experiment.stop", subject: running.name))
      return try writer.reading.experiments().first { $0.key == running.key } ?? running
    }
    experimentDidChange()
    return ExperimentAnswer(stopped)
  }

  /// What an experiment has found: the one of that name, else the running one, else
  /// the last.
  package func experimentReport(_ name: String? = nil) throws -> ExperimentReport {
    try store.read { reader in
      let experiments = try reader.experiments()
      let found =
        if let name {
          experiments.first { $0.name == name }
        } else {
          experiments.last { $0.isRunning } ?? experiments.last
        }
      guard let found else {
        let names = experiments.suffix(10).map { quoted($0.name) }.joined(separator: ", ")
        throw ServiceError(
          .noExperiment,
          name.map { "there is no experiment \(quoted($0))" } ?? "there has been no experiment yet",
          hint: names.isEmpty
            ? "start one with 'rapport experiment start --a VERSION --b VERSION'"
            : "there are \(names)")
      }
      return try report(found, reader)
    }
  }

  private func report(_ experiment: Experiment, _ reader: Reader) throws -> ExperimentReport {
    var counts: [Experiment.Arm: [Customer.Key: OnlineCounts]] = [:]
    for arm in Experiment.Arm.allCases {
      for row in try reader.exposures(of: experiment, arm: arm) {
        counts[arm, default: [:]][row.customer] = OnlineCounts(
          impressions: row.impressions, customerImpressions: row.impressions, clicks: row.clicks)
      }
    }
    var converted: Set<Exposure.Key> = []
    for purchase in try reader.attributedPurchases(withinSeconds: Self.attributionSeconds) {
      guard let assignment = purchase.group.assignment, assignment.experiment == experiment.key
      else { continue }
      let isFirst = converted.insert(purchase.exposure).inserted
      counts[assignment.arm]?[purchase.customer]?.purchases += 1
      if isFirst { counts[assignment.arm]?[purchase.customer]?.conversions += 1 }
    }
    // In the order of keys, so that the same data give the same intervals.
    let comparison = ArmComparison(
      Experiment.Arm.allCases.flatMap { arm in
        (counts[arm] ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }
          .map { ArmComparison.Customer(isB: arm == .b, counts: $0.value) }
      })
    let clickThrough = comparison.difference(of: \.clicks)
    let conversion = comparison.difference(of: \.conversions)
    let warning = comparison.sampleRatioWarning(share: experiment.share)
    return ExperimentReport(
      experiment: ExperimentAnswer(experiment), attributionDays: Self.attributionDays,
      arms: [
        arm(.a, comparison.a, of: experiment), arm(.b, comparison.b, of: experiment),
      ],
      clickThroughDifference: RateAnswer(clickThrough),
      conversionDifference: RateAnswer(conversion),
      verdict: comparison.verdict(
        clickThrough: clickThrough, conversion: conversion, isRunning: experiment.isRunning),
      notes: [warning].compactMap(\.self) + Self.reportNotes)
  }

  private static let reportNotes = [
    "Intervals are bootstraps over customers, whose impressions hang together.",
    "An impression converts where its customer buys the product within \(attributionDays) days; "
      + "the last days are not over yet.",
    "Settle beforehand how long to run: who stops at the first difference finds too many.",
  ]

  private func arm(
    _ arm: Experiment.Arm, _ customers: [OnlineCounts], of experiment: Experiment
  ) -> ExperimentReport.Arm {
    var total = OnlineCounts()
    for counts in customers { total += counts }
    return ExperimentReport.Arm(
      arm: arm.rawValue, model: Self.name(ofRecommender: experiment.version(of: arm)),
      customers: customers.count, impressions: total.impressions, clicks: total.clicks,
      conversions: total.conversions, purchases: total.purchases,
      clickThrough: RateAnswer(ArmComparison.rate(customers, of: \.clicks)),
      conversion: RateAnswer(ArmComparison.rate(customers, of: \.conversions)))
  }

  // MARK: - Checks

  private func checkRecommenders(_ versions: [Int], _ reader: Reader) throws {
    let kept = try reader.modelVersions().filter { $0.kind == .recommender }.map(\.version)
    for version in versions where !kept.contains(version) {
      throw ServiceError(
        .unknownModel, "there is no version \(version) of the recommender model",
        hint: kept.isEmpty
          ? "run 'rapport train'"
          : "kept are \(kept.map(String.init).joined(separator: ", "))")
    }
  }

  private static func checkedName(
    _ name: String?, among experiments: [Experiment]
  ) throws -> String {
    let taken = Set(experiments.map(\.name))
    guard let name else {
      var number = experiments.count + 1
      while taken.contains("experiment-\(number)") { number += 1 }
      return "experiment-\(number)"
    }
    let isBlank = name.allSatisfy(\.isWhitespace)
    let hasControl = name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    guard !isBlank, !hasControl, name.utf8.count <= 100 else {
      throw ServiceError(
        .invalidRequest,
        "the name of an experiment must have 1 to 100 bytes, not all blank, and no control "
          + "characters")
    }
    guard !taken.contains(name) else {
      throw ServiceError(
        .invalidRequest, "there is an experiment \(quoted(name)) already",
        hint: "choose another name")
    }
    return name
  }
}
