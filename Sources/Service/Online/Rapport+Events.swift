import Domain
import Storage

extension Rapport {
  /// Days after an impression within which a click without a recommendation id,
  /// and a purchase, is put down to it.
  package static let attributionDays = 7

  /// Stores what was shown and clicked, in one transaction: all of it, or nothing
  /// where it throws.
  ///
  /// Impressions are stored before clicks, in whatever order they come. A click
  /// belongs to the impression of its product under the same recommendation id,
  /// else to the latest one shown to its customer or in its session. A click whose
  /// recommendation id says the model but whose impression was lost or is still
  /// on its way counts as both.
  ///
  /// - Throws: ``RefusedEvent`` for the first event that names a customer, product
  ///   or model nobody knows.
  package func record(_ events: [RecommendationEvent]) throws -> RecordedEvents {
    try store.write { writer in
      var recording = try EventRecording(rapport: self, writer: writer)
      for kind in RecommendationEvent.Kind.allCases {
        for (index, event) in events.enumerated() where event.kind == kind {
          try recording.record(event, at: index)
        }
      }
      return recording.result
    }
  }
}

/// The storing of events in one transaction.
private struct EventRecording {
  private let rapport: Rapport
  private let writer: Writer
  private let experiments: [Experiment]
  private let activeVersion: Int?
  /// The greatest number that a version ever had.
  private let newestVersion: Int
  private(set) var result = RecordedEvents()

  init(rapport: Rapport, writer: Writer) throws {
    self.rapport = rapport
    self.writer = writer
    let recommenders = try writer.reading.modelVersions().filter { $0.kind == .recommender }
    experiments = try writer.reading.experiments().filter { $0.kind == .recommender }
    activeVersion = recommenders.first { $0.isActive }?.version
    newestVersion = recommenders.map(\.version).max() ?? 0
  }

  mutating func record(_ event: RecommendationEvent, at index: Int) throws {
    let customer = try customerKey(event.customerID, at: index)
    let products = try event.productIDs.enumerated().map { number, id in
      guard let key = try writer.existingProductKey(for: Product.ID(id)) else {
        let field = event.productIDs.count == 1 ? "product_id" : "product_ids/\(number)"
        throw RefusedEvent(index: index, field: field, reason: try rapport.unknownProduct(id))
      }
      return key
    }
    switch event.kind {
    case .impression:
      if let id = event.eventID, try writer.reading.hasExposure(ofEvent: id) {
        result.duplicates += products.count
        return
      }
      let group = try group(of: event, at: index)
      for (number, product) in products.enumerated() {
        let exposure = exposure(
          event, customer, product, group, position: event.position.map { $0 + number })
        if try writer.insert(exposure) != nil {
          result.impressions += 1
        } else {
          result.duplicates += 1
        }
      }
    case .click:
      for product in products {
        guard let key = try clicked(product, event, customer, at: index) else {
          result.unmatched += 1
          continue
        }
        let isNew = try writer.insertClick(on: key, at: event.occurredAt, eventID: event.eventID)
        if isNew { result.clicks += 1 } else { result.duplicates += 1 }
      }
    }
  }

  private func customerKey(_ id: String?, at index: Int) throws -> Customer.Key? {
    guard let id else { return nil }
    if let key = try writer.existingCustomerKey(for: Customer.ID(id)) { return key }
    do {
      return try rapport.customer(id).key
    } catch let error as ServiceError {
      throw RefusedEvent(index: index, field: "customer_id", reason: error)
    }
  }

  /// The exposure that a click belongs to.
  private mutating func clicked(
    _ product: Product.Key, _ event: RecommendationEvent, _ customer: Customer.Key?, at index: Int
  ) throws -> Exposure.Key? {
    let reader = writer.reading
    if let list = event.recommendationID {
      if let key = try reader.exposure(of: product, inList: list) { return key }
      if event.model != nil || RecommendationID.version(in: list) != nil {
        let group = try group(of: event, at: index)
        var exposure = exposure(event, customer, product, group, position: event.position)
        exposure.eventID = nil
        result.impressions += 1
        return try writer.insert(exposure)
      }
    }
    let from = event.occurredAt.adding(days: -Rapport.attributionDays)
    if let customer {
      return try reader.latestExposure(
        of: product, to: customer, from: from, through: event.occurredAt)
    }
    return try event.sessionID.flatMap {
      try reader.latestExposure(
        of: product, inSession: $0, from: from, through: event.occurredAt)
    }
  }

  private func exposure(
    _ event: RecommendationEvent, _ customer: Customer.Key?, _ product: Product.Key,
    _ group: Exposure.Group, position: Int?
  ) -> Exposure {
    Exposure(
      eventID: event.eventID, listID: event.recommendationID, customer: customer,
      session: event.sessionID, product: product, position: position, group: group,
      shownAt: event.occurredAt)
  }

  // MARK: - Which version, which arm

  /// The version that recommended, and its arm where an experiment ran and the
  /// customer was given the version that the experiment means for them.
  private func group(of event: RecommendationEvent, at index: Int) throws -> Exposure.Group {
    let experiment = experiments.last { $0.isRunning(at: event.occurredAt) }
    let arm = event.customerID.flatMap { experiment?.arm(of: $0) }
    let meant = experiment.flatMap { experiment in arm.map { experiment.version(of: $0) } }
    guard let version = try toldVersion(of: event, at: index) ?? meant ?? activeVersion else {
      throw RefusedEvent(
        index: index, field: "model",
        reason: ServiceError(
          .notTrained, "no recommender model has been trained yet, so none can have recommended",
          hint: "run 'rapport train'"))
    }
    var group = Exposure.Group(kind: .recommender, version: version)
    if let experiment, let arm, version == meant {
      group.assignment = Exposure.Assignment(experiment: experiment.key, arm: arm)
    }
    return group
  }

  /// The version that the event names, by its model or its recommendation id.
  private func toldVersion(of event: RecommendationEvent, at index: Int) throws -> Int? {
    func refused(_ field: String, _ message: String) -> RefusedEvent {
      RefusedEvent(
        index: index, field: field,
        reason: ServiceError(
          .unknownModel, message,
          hint: newestVersion == 0
            ? "run 'rapport train'" : "the newest is recommender-\(newestVersion)"))
    }
    let listed = event.recommendationID.flatMap { RecommendationID.version(in: $0) }
    guard let model = event.model else {
      if let listed, listed < 1 || listed > newestVersion {
        throw refused("recommendation_id", "there never was a recommender-\(listed)")
      }
      return listed
    }
    let start = "\(ModelVersion.Kind.recommender)-"
    guard model.hasPrefix(start), let version = Int(model.dropFirst(start.count)),
      version >= 1, version <= newestVersion
    else { throw refused("model", "there never was a recommender \(quoted(model))") }
    if let listed, listed != version {
      throw refused(
        "model", "the recommendation is of recommender-\(listed), not of \(quoted(model))")
    }
    return version
  }
}
