import Churn
import Dispatch
import Engine
import Recommendation
import Storage
import Support
import Synchronization

/// The models in use: read once, and replaced at once when others take their place.
extension Rapport {
  func recommender() throws -> Active<RecommenderModel> { try active() }
  func churnModel() throws -> Active<ChurnModel> { try active() }
  func valueModel() throws -> Active<ValueModel> { try active() }
  func supportModel() throws -> Active<SupportModel> { try active() }

  private func active<Model: ServedModel>() throws -> Active<Model> {
    if let known = inUse(Model.self) { return known }
    // Those who ask at once wait for one reading: several would need the memory several times.
    return try turns.of(Model.kind).take {
      if let known = inUse(Model.self) { return known }
      let generation = state.withLock { $0.modelGeneration }
      guard let read: Active<Model> = try readActive() else { throw notTrained(Model.kind) }
      state.withLock {
        if $0.modelGeneration == generation { $0.models[keyPath: Model.slot] = read }
      }
      return read
    }
  }

  private func inUse<Model: ServedModel>(_ type: Model.Type) -> Active<Model>? {
    state.withLock { $0.models[keyPath: Model.slot] }
  }

  private func readActive<Model: ServedModel>() throws -> Active<Model>? {
    let kind = Model.kind.stored
    do {
      guard let saved = try store.read({ try $0.unverifiedActiveModel(kind) }) else { return nil }
      return Active(model: try Self.verifiedModel(saved), name: saved.version.name)
    } catch {
      throw advised(error, about: Model.kind)
    }
  }

  /// A model from its bytes, whose digest is compared meanwhile: each takes about as long.
  private static func verifiedModel<Model: ServedModel>(_ saved: SavedModel) throws -> Model {
    // Not `Parallel`: models are read several at a time, and its loops inside loops have one
    // thread.
    let verdict = Mutex<Result<Void, any Error>?>(nil)
    let verification = DispatchWorkItem {
      let result = Result { try saved.verify() }
      verdict.withLock { $0 = result }
    }
    DispatchQueue.global(qos: .userInitiated).async(execute: verification)
    let model = Result<Model, any Error> { try decoded(saved.blob, isVerified: true) }
    verification.wait()
    // Bytes that were altered are that first, whatever else is wrong with them.
    try verdict.withLock { $0 }?.get()
    return try model.get()
  }

  /// A model from its bytes, which may have been compared with their digest already.
  ///
  /// - Throws: `damagedModel` where they do not make one.
  static func decoded<Model: ServedModel>(
    _ blob: [UInt8], isVerified: Bool = false
  ) throws -> Model {
    do {
      return try translating {
        try Model(checkpoint: Checkpoint(decoding: blob, isVerified: isVerified))
      }
    } catch let error as ServiceError where error.code != .damagedModel {
      // What a part says about its own data is about this model's here.
      throw ServiceError(
        .damagedModel, "the stored model cannot be read: \(error.message)",
        hint: "run 'rapport train'")
    }
  }

  /// Makes sure that bytes are a model of a kind: its shapes fit and its numbers are finite.
  ///
  /// - Throws: `damagedModel` where they are not.
  static func verify(_ blob: [UInt8], of kind: ModelKind) throws {
    switch kind {
    case .recommender: let _: RecommenderModel = try decoded(blob)
    case .churn: let _: ChurnModel = try decoded(blob)
    case .value: let _: ValueModel = try decoded(blob)
    case .support: let _: SupportModel = try decoded(blob)
    }
  }

  /// Puts the version that is active now in the place of the former.
  ///
  /// All that it needs to answer is read and derived before; until then the former answers,
  /// and requests under way finish with the one they began with.
  ///
  /// - Throws: `damagedModel` where the active version cannot be read; the former stays in use.
  func modelDidChange(_ kind: ModelKind) throws {
    switch kind {
    case .recommender: try replace(RecommenderModel.self) { try self.prepare($0) }
    case .churn: try replace(ChurnModel.self)
    case .value: try replace(ValueModel.self)
    case .support: try replace(SupportModel.self)
    }
  }

  private func replace<Model: ServedModel>(
    _ type: Model.Type, prepare: (Active<Model>) throws -> Void = { _ in }
  ) throws {
    let fresh: Active<Model>? = try readActive()
    if let fresh { try prepare(fresh) }
    state.withLock { state in
      let former = state.models[keyPath: Model.slot]
      state.models[keyPath: Model.slot] = fresh
      state.generation += 1
      state.modelGeneration += 1
      guard let former else { return }
      state.forget(reading: former.reading)
    }
  }

  /// Derives what the first answer of a recommender would wait for.
  private func prepare(_ active: Active<RecommenderModel>) throws {
    let grown = try servable(active)
    _ = try productFacts(grown)
    _ = try ruleBook(grown)
  }

  /// Reads models and catalogue now, so that the first question is not slow.
  ///
  /// - Returns: the names of the models in use; a kind not yet trained is left out.
  package func warmUp() throws -> [String] {
    // Each takes a thread of its own: whoever waits for all waits for the largest.
    let loads: [@Sendable () throws -> String?] = [
      { try self.recommender().name }, { try self.churnModel().name },
      { try self.valueModel().name }, { try self.supportModel().name },
      {
        _ = try self.catalogue()
        return nil
      },
    ]
    let loaded = Parallel.map(count: loads.count, chunkSize: 1, threads: loads.count) { index in
      Result { () throws -> String? in
        do {
          return try loads[index]()
        } catch let error as ServiceError where error.code == .notTrained {
          return nil
        }
      }
    }
    let names = try loaded.compactMap { try $0.get() }
    if names.contains(where: { $0.hasPrefix(ModelKind.recommender.rawValue) }) {
      try prepare(recommender())
    }
    warmUpMetrics()
    return names + (try warmUpExperiment().filter { !names.contains($0) })
  }

  private func notTrained(_ kind: ModelKind) -> ServiceError {
    ServiceError(
      .notTrained,
      "no \(kind == .support ? "support bot" : "\(kind.rawValue) model") has been trained yet",
      hint: "run 'rapport train'")
  }
}
