import Churn
import Domain
import Engine
import Features
import Glibc
import Recommendation
package import Storage
import Support
import Synchronization

/// One shop's database and the models learned from it: everything the command
/// line and the HTTP API can ask for.
///
/// Thread-safe. Answers come from a snapshot of models and catalogue that is
/// read once and replaced when either changes.
package final class Rapport: Sendable {
  package let store: Store
  private let state = Mutex(State())
  /// Held while the churn population is scored, so that many who ask at once wait
  /// for one scoring.
  private let scoring = Mutex(())
  /// What experiments and ``metrics()`` keep.
  let online = Mutex(OnlineState())
  let discovery = DiscoveryCache()
  let supportCache = SupportCache()

  private struct State {
    var recommender: Active<RecommenderModel>?
    var churn: Active<ChurnModel>?
    var value: Active<ValueModel>?
    var support: Active<SupportModel>?
    var catalogue: Catalogue?
    /// Recommenders with the products that came after their training, by name.
    var grown: [String: (generation: Int, active: Active<RecommenderModel>)] = [:]
    /// What filters and rules ask about the products of a recommender, by its name.
    var facts: [String: (generation: Int, facts: ProductFacts)] = [:]
    /// The rules over those products.
    var ruleBooks: [String: (generation: Int, ruleGeneration: Int, book: RuleBook)] = [:]
    var dataEnd: Timestamp?
    var population: (model: String, generation: Int, population: ChurnPopulation)?
    var values: (model: String, generation: Int, population: ValuePopulation)?
    /// Grows with each change: what was read before one is not kept after it.
    var generation = 0
    /// Grows with each change of products.
    var catalogueGeneration = 0
    /// Grows with each change of rules.
    var ruleGeneration = 0
  }

  /// A model in use and its name, such as `recommender-7`.
  struct Active<Model: Sendable>: Sendable {
    let model: Model
    let name: String
  }

  /// Opens an existing database.
  package init(opening path: String, access: Store.Access) throws {
    store = try Store(opening: path, access: access)
  }

  /// Uses a database that is open.
  package init(store: Store) { self.store = store }

  package func close() { store.close() }

  // MARK: - Snapshots

  /// Grows with each change of records or models.
  var generation: Int { state.withLock { $0.generation } }

  /// Grows with each change of products.
  var catalogueGeneration: Int { state.withLock { $0.catalogueGeneration } }

  func recommender() throws -> Active<RecommenderModel> {
    let (known, generation) = state.withLock { ($0.recommender, $0.generation) }
    if let known { return known }
    guard let saved = try store.read({ try $0.activeModel(.recommender) }) else {
      throw notTrained("recommender")
    }
    let model = try Self.translating {
      try RecommenderModel(checkpoint: Checkpoint(decoding: saved.blob))
    }
    let active = Active(model: model, name: saved.version.name)
    state.withLock { if $0.generation == generation { $0.recommender = active } }
    return active
  }

  func churnModel() throws -> Active<ChurnModel> {
    let (known, generation) = state.withLock { ($0.churn, $0.generation) }
    if let known { return known }
    guard let saved = try store.read({ try $0.activeModel(.churn) }) else {
      throw notTrained("churn")
    }
    let model = try Self.translating {
      try ChurnModel(checkpoint: Checkpoint(decoding: saved.blob))
    }
    let active = Active(model: model, name: saved.version.name)
    state.withLock { if $0.generation == generation { $0.churn = active } }
    return active
  }

  func valueModel() throws -> Active<ValueModel> {
    let (known, generation) = state.withLock { ($0.value, $0.generation) }
    if let known { return known }
    guard let saved = try store.read({ try $0.activeModel(.value) }) else {
      throw notTrained("value")
    }
    let model = try Self.translating {
      try ValueModel(checkpoint: Checkpoint(decoding: saved.blob))
    }
    let active = Active(model: model, name: saved.version.name)
    state.withLock { if $0.generation == generation { $0.value = active } }
    return active
  }

  func supportModel() throws -> Active<SupportModel> {
    let (known, generation) = state.withLock { ($0.support, $0.generation) }
    if let known { return known }
    guard let saved = try store.read({ try $0.activeModel(.support) }) else {
      throw notTrained("support")
    }
    let model = try Self.translating {
      try SupportModel(checkpoint: Checkpoint(decoding: saved.blob))
    }
    let active = Active(model: model, name: saved.version.name)
    state.withLock { if $0.generation == generation { $0.support = active } }
    return active
  }

  func catalogue() throws -> Catalogue {
    let (known, generation) = state.withLock { ($0.catalogue, $0.generation) }
    if let known { return known }
    let catalogue = Catalogue(try store.read { try $0.products() })
    state.withLock { if $0.generation == generation { $0.catalogue = catalogue } }
    return catalogue
  }

  /// A recommender that knows every product of the catalogue: those that came after
  /// its training are found through their content.
  func servable(_ active: Active<RecommenderModel>) throws -> Active<RecommenderModel> {
    let (kept, generation) = state.withLock { ($0.grown[active.name], $0.catalogueGeneration) }
    if let kept, kept.generation == generation { return kept.active }
    let catalogue = try catalogue()
    let new = catalogue.products(notIn: active.model.products)
    let grown = Active(model: active.model.adding(new), name: active.name)
    state.withLock { $0.grown[active.name] = (generation, grown) }
    return grown
  }

  /// What filters and rules ask about the products of a recommender.
  func productFacts(_ active: Active<RecommenderModel>) throws -> ProductFacts {
    let (kept, generation) = state.withLock { ($0.facts[active.name], $0.catalogueGeneration) }
    // A product that comes meanwhile may give the model another row.
    let count = active.model.products.count
    if let kept, kept.generation == generation, kept.facts.count == count { return kept.facts }
    let catalogue = try catalogue()
    let facts = ProductFacts(active.model.products.keys.map { catalogue[$0] })
    state.withLock { $0.facts[active.name] = (generation, facts) }
    return facts
  }

  /// The rules over the products of a recommender.
  func ruleBook(_ active: Active<RecommenderModel>) throws -> RuleBook {
    let (kept, generation, ruleGeneration) = state.withLock {
      ($0.ruleBooks[active.name], $0.catalogueGeneration, $0.ruleGeneration)
    }
    if let kept, kept.generation == generation, kept.ruleGeneration == ruleGeneration,
      kept.book.productCount == active.model.products.count
    {
      return kept.book
    }
    let book = RuleBook(try store.read { try $0.rules() }, facts: try productFacts(active))
    state.withLock { $0.ruleBooks[active.name] = (generation, ruleGeneration, book) }
    return book
  }

  /// Everybody scored by a model: kept until something changes.
  func keptPopulation(
    of model: String, _ score: () throws -> ChurnPopulation
  ) throws -> ChurnPopulation {
    try scoring.withLock { _ in
      let (kept, generation) = state.withLock { ($0.population, $0.generation) }
      if let kept, kept.model == model, kept.generation == generation { return kept.population }
      let population = try score()
      state.withLock { $0.population = (model, generation, population) }
      return population
    }
  }

  /// Everybody as a model scored them last, whatever has changed since; nil where it has
  /// not.
  func lastPopulation(of model: String) -> ChurnPopulation? {
    let kept = state.withLock { $0.population }
    return kept?.model == model ? kept?.population : nil
  }

  /// Everybody scored by a value model: kept until something changes.
  func keptValues(
    of model: String, _ score: () throws -> ValuePopulation
  ) throws -> ValuePopulation {
    try scoring.withLock { _ in
      let (kept, generation) = state.withLock { ($0.values, $0.generation) }
      if let kept, kept.model == model, kept.generation == generation { return kept.population }
      let population = try score()
      state.withLock { $0.values = (model, generation, population) }
      return population
    }
  }

  /// The moment up to which the shop is known: midnight after the last purchase,
  /// or after the last interaction where nobody has bought.
  ///
  /// Looking around today does not make yesterday's buyers leavers.
  func dataEnd() throws -> Timestamp? {
    let (known, generation) = state.withLock { ($0.dataEnd, $0.generation) }
    if let known { return known }
    let last = try store.read { reader in
      try reader.lastInteraction(of: .purchase) ?? reader.counts().lastInteraction
    }
    guard let last else { return nil }
    let end = Self.midnight(after: last)
    state.withLock { if $0.generation == generation { $0.dataEnd = end } }
    return end
  }

  static func midnight(after time: Timestamp) -> Timestamp {
    Timestamp(
      seconds: (time.seconds / Timestamp.secondsPerDay + 1) * Timestamp.secondsPerDay)
  }

  /// Forgets what was derived from records; the next question reads them again.
  func dataDidChange() {
    state.withLock {
      $0.generation += 1
      $0.catalogueGeneration += 1
      $0.catalogue = nil
      $0.dataEnd = nil
    }
  }

  /// Brings what was derived from records up to date without reading them again.
  func interactionsDidArrive(newestPurchase: Timestamp?, hasNewProduct: Bool) {
    state.withLock {
      $0.generation += 1
      if hasNewProduct {
        $0.catalogue = nil
        $0.catalogueGeneration += 1
      }
      if let end = $0.dataEnd, let newestPurchase {
        $0.dataEnd = max(end, Self.midnight(after: newestPurchase))
      }
    }
  }

  /// Forgets the models; the next question reads the active ones.
  func modelsDidChange() {
    state.withLock {
      $0.generation += 1
      $0.recommender = nil
      $0.churn = nil
      $0.value = nil
      $0.support = nil
      $0.grown = [:]
      $0.facts = [:]
      $0.ruleBooks = [:]
    }
  }

  /// Lets the next question read the rules again.
  func rulesDidChange() { state.withLock { $0.ruleGeneration += 1 } }

  /// Reads models and catalogue now, so that the first question is not slow.
  ///
  /// - Returns: the names of the models in use; a kind not yet trained is left out.
  package func warmUp() throws -> [String] {
    var names: [String] = []
    func load(_ name: () throws -> String) throws {
      do { names.append(try name()) } catch let error as ServiceError {
        guard error.code == .notTrained else { throw error }
      }
    }
    try load { try recommender().name }
    try load { try churnModel().name }
    try load { try valueModel().name }
    try load { try supportModel().name }
    _ = try catalogue()
    warmUpMetrics()
    return names + (try warmUpExperiment().filter { !names.contains($0) })
  }

  // MARK: - Shared lookups

  /// The customer of that id.
  func customer(_ id: String) throws -> (key: Customer.Key, customer: Customer) {
    let id = Customer.ID(id)
    return try store.read { reader in
      if let found = try reader.customer(id) { return found }
      throw ServiceError(
        .unknownCustomer, "there is no customer \(quoted(id.rawValue))",
        hint: try didYouMean(reader.customerIDs(similarTo: id, limit: 3).map(\.rawValue)))
    }
  }

  private func notTrained(_ kind: String) -> ServiceError {
    ServiceError(
      .notTrained, "no \(kind == "support" ? "support bot" : "\(kind) model") has been trained yet",
      hint: "run 'rapport train'")
  }

  /// Turns the errors of models and checkpoints into the service's own.
  static func translating<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as RecommendationError {
      throw ServiceError(error)
    } catch let error as ChurnError {
      throw ServiceError(error)
    } catch let error as FeatureError {
      throw ServiceError(ChurnError(features: error))
    } catch let error as SupportError {
      throw ServiceError(error)
    } catch let error as CheckpointError {
      throw ServiceError(
        .damagedModel, "the stored model cannot be read: \(error)", hint: "run 'rapport train'")
    }
  }
}

/// The time on the clock.
func now() -> Timestamp { Timestamp(seconds: Int64(time(nil))) }

/// An id in quotes, cut to a length that fits a message.
func quoted(_ text: String) -> String {
  text.count <= 60 ? "\"\(text)\"" : "\"\(text.prefix(60))…\""
}

func didYouMean(_ candidates: [String]) -> String? {
  guard !candidates.isEmpty else { return nil }
  return "did you mean \(candidates.map(quoted).joined(separator: ", "))?"
}
