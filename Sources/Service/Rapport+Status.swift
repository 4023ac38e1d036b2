import Domain
import Storage

/// What a database holds, as `status --json` gives it.
package struct StatusAnswer: Codable, Sendable {
  package struct Model: Codable, Sendable {
    package var kind: String
    package var version: Int
    package var name: String
    package var createdAt: String
    package var bytes: Int
    package var active: Bool
    /// Whether records have changed since it was trained.
    package var outdated: Bool
    /// JSON text, as stored.
    package var parameters: String
  }

  package var database: String
  package var customers: Int
  package var products: Int
  package var interactions: Int
  package var interactionsByKind: [String: Int]
  package var firstInteraction: String?
  package var lastInteraction: String?
  package var faqEntries: Int
  package var churnLabels: Int
  package var conversations: Int
  package var models: [Model]
  /// What became of recommendations; nil before any was reported as shown.
  package var online: OnlineAnswer?
  /// The experiment that runs.
  package var experiment: ExperimentAnswer?
  /// What has changed for the churn model since it was trained; nil without one.
  package var churnChanges: ChurnChangesAnswer?
}

extension Rapport {
  /// Counts of records, and the models in use.
  package func status() throws -> StatusAnswer {
    let (counts, models, online) = try store.read { reader in
      (try reader.counts(), try self.models(reader), try self.onlineReport(reader))
    }
    var byKind: [String: Int] = [:]
    for (kind, count) in counts.interactions where count > 0 { byKind[kind.name] = count }
    return StatusAnswer(
      database: store.path, customers: counts.customers, products: counts.products,
      interactions: byKind.values.reduce(0, +), interactionsByKind: byKind,
      firstInteraction: counts.firstInteraction?.rfc3339,
      lastInteraction: counts.lastInteraction?.rfc3339, faqEntries: counts.faqEntries,
      churnLabels: counts.churnLabels, conversations: counts.conversations,
      models: models.filter(\.active), online: online.models.isEmpty ? nil : online,
      experiment: try experiment(), churnChanges: try changes(models))
  }

  /// What has changed for a churn model that is there and can be read.
  private func changes(_ models: [StatusAnswer.Model]) throws -> ChurnChangesAnswer? {
    guard models.contains(where: { $0.kind == ModelKind.churn.rawValue && $0.active }) else {
      return nil
    }
    do {
      let attributes = try churnAttributeChanges()
      return ChurnChangesAnswer(
        drift: try churnDrift().filter { $0.reading != "stable" }, outcome: try churnOutcome(),
        ignoredAttributes: attributes.ignored, missingAttributes: attributes.missing)
    } catch let error as ServiceError where error.code == .damagedModel {
      return nil
    }
  }

  /// Every kept model version, newest last within its kind.
  package func models() throws -> [StatusAnswer.Model] {
    try store.read { try self.models($0) }
  }

  /// Makes a kept version the one in use, once it has been verified.
  ///
  /// - Parameters:
  ///   - kind: which model.
  ///   - version: its number; nil for the newest before the active one that can be used.
  /// - Returns: the version in use now.
  /// - Throws: `unknownModel`; `damagedModel` where the version cannot be used, which changes
  ///   nothing.
  package func rollback(_ kind: String, version: Int?) throws -> RollbackAnswer {
    let chosen = try store.read { reader in try Self.choose(kind, version, reader) }
    try store.write { writer in
      try writer.activate(ModelVersion.Kind(rawValue: kind), version: chosen)
    }
    if let kind = ModelKind(rawValue: kind) { try modelDidChange(kind) }
    return RollbackAnswer(kind: kind, version: chosen, name: "\(kind)-\(chosen)")
  }

  private static func choose(_ kind: String, _ version: Int?, _ reader: Reader) throws -> Int {
    let all = try reader.modelVersions()
    let kinds = Set(all.map(\.kind.rawValue)).sorted()
    let versions = all.filter { $0.kind.rawValue == kind }
    guard !versions.isEmpty else {
      throw ServiceError(
        .unknownModel, "there is no model of kind \(quoted(kind))",
        hint: kinds.isEmpty ? "run 'rapport train'" : "there are \(kinds.joined(separator: ", "))")
    }
    let kept = versions.map { "\($0.version)" }.joined(separator: ", ")
    guard let version else {
      guard let active = versions.first(where: \.isActive),
        let sound = try soundVersion(before: active, reader)
      else {
        throw ServiceError(
          .unknownModel, "there is no earlier version of the \(kind) model that can be used",
          hint: "kept are \(kept); 'rapport train \(kind)' makes another")
      }
      return sound
    }
    guard versions.contains(where: { $0.version == version }) else {
      throw ServiceError(
        .unknownModel, "there is no version \(version) of the \(kind) model",
        hint: "kept are \(kept)")
    }
    if let modelKind = ModelKind(rawValue: kind),
      let saved = try reader.model(ModelVersion.Kind(rawValue: kind), version: version)
    {
      try verify(saved.blob, of: modelKind)
    }
    return version
  }

  private func models(_ reader: Reader) throws -> [StatusAnswer.Model] {
    let fingerprint = try reader.dataFingerprint()
    return try reader.modelVersions().map { version in
      StatusAnswer.Model(
        kind: version.kind.rawValue, version: version.version, name: version.name,
        createdAt: version.createdAt.rfc3339, bytes: version.byteCount, active: version.isActive,
        outdated: version.dataFingerprint != fingerprint, parameters: version.parameters)
    }
  }
}
