import Domain
import Storage

/// What a database holds, as `status --json` gives it.
package struct StatusAnswer: Codable, Sendable {
  /// A kept version of a model.
  package struct Model: Codable, Sendable {
    /// Which model.
    package var kind: String
    /// Its number.
    package var version: Int
    /// Its name, such as `churn-3`.
    package var name: String
    /// When it was trained, in RFC 3339.
    package var createdAt: String
    /// How many bytes it has.
    package var bytes: Int
    /// Whether it is the one in use.
    package var active: Bool
    /// Whether records have changed since it was trained.
    package var outdated: Bool
    /// JSON text, as stored.
    package var parameters: String
  }

  /// The file.
  package var database: String
  /// How many customers there are.
  package var customers: Int
  /// How many products there are.
  package var products: Int
  /// How many interactions there are.
  package var interactions: Int
  /// How many of each kind; kinds of which there is none are left out.
  package var interactionsByKind: [String: Int]
  /// When the first happened, in RFC 3339; nil where there is none.
  package var firstInteraction: String?
  /// When the last happened, in RFC 3339; nil where there is none.
  package var lastInteraction: String?
  /// How many entries of the bot there are.
  package var faqEntries: Int
  /// How many labels of churn there are.
  package var churnLabels: Int
  /// How many conversations there are.
  package var conversations: Int
  /// The models, by kind and version.
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
