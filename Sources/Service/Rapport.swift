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
  let state = Mutex(State())
  /// Held while the churn population is scored, so that many who ask at once wait
  /// for one scoring.
  private let scoring = Mutex(())
  let turns = ModelTurns()
  /// What experiments and ``metrics()`` keep.
  let online = Mutex(OnlineState())
  /// The valid keys to the HTTP API; nil until they are asked for.
  let keys = Mutex<KeyRing?>(nil)
  let discovery = DiscoveryCache()
  let lists = RecommendationCache()
  let supportCache = SupportCache()
  let erasures = ErasureWatch()
  /// Held while erased bytes are taken off the disk.
  let purging = Mutex(())

  struct State {
    var models = ActiveModels()
    var catalogue: Catalogue?
    /// Recommenders with the products that came after their training.
    var grown = RecentValues<(generation: Int, active: Active<RecommenderModel>)>()
    /// What filters and rules ask about the products of a recommender.
    var facts = RecentValues<(generation: Int, facts: ProductFacts)>()
    /// The rules over those products.
    var ruleBooks = RecentValues<(generation: Int, ruleGeneration: Int, book: RuleBook)>()
    var dataEnd: Timestamp?
    var population: (model: String, generation: Int, population: ChurnPopulation)?
    var values: (model: String, generation: Int, population: ValuePopulation)?
    /// Grows with each change: what was read before one is not kept after it.
    var generation = 0
    /// Grows when other models take the place of those in use, or these are read anew.
    var modelGeneration = 0
    /// Grows with each change of products.
    var catalogueGeneration = 0
    /// Grows with each change of rules.
    var ruleGeneration = 0

    /// Lets go of what was derived from a model that is no longer in use.
    mutating func forget(reading: Int) {
      grown[reading] = nil
      facts[reading] = nil
      ruleBooks[reading] = nil
    }
  }

  /// A model in use and its name, such as `recommender-7`.
  struct Active<Model: Sendable>: Sendable {
    let model: Model
    let name: String
    /// Differs for each reading of a model, so that what was derived from one is never taken
    /// for that of another: erasing a customer changes a version's bytes and keeps its name.
    var reading = readings.wrappingAdd(1, ordering: .relaxed).oldValue
  }

  /// Opens an existing database.
  package init(
    opening path: String, access: Store.Access, durability: Store.Durability = .normal
  ) throws {
    store = try Store(opening: path, access: access, durability: durability)
  }

  /// Uses a database that is open.
  package init(store: Store) { self.store = store }

  package func close() { store.close() }

  // MARK: - Snapshots

  /// Grows with each change of records or models.
  var generation: Int { state.withLock { $0.generation } }

  /// Grows with each change of products.
  var catalogueGeneration: Int { state.withLock { $0.catalogueGeneration } }

  func catalogue() throws -> Catalogue {
    let (known, generation) = state.withLock { ($0.catalogue, $0.catalogueGeneration) }
    if let known { return known }
    let catalogue = Catalogue(try store.read { try $0.products() })
    state.withLock { if $0.catalogueGeneration == generation { $0.catalogue = catalogue } }
    return catalogue
  }

  /// A recommender that knows every product of the catalogue: those that came after
  /// its training are found through their content.
  func servable(_ active: Active<RecommenderModel>) throws -> Active<RecommenderModel> {
    let (kept, generation) = state.withLock { ($0.grown[active.reading], $0.catalogueGeneration) }
    if let kept, kept.generation == generation { return kept.active }
    let catalogue = try catalogue()
    let new = catalogue.products(notIn: active.model.products)
    let grown = Active(
      model: active.model.adding(new), name: active.name, reading: active.reading)
    state.withLock { $0.grown[active.reading] = (generation, grown) }
    return grown
  }

  /// What filters and rules ask about the products of a recommender.
  func productFacts(_ active: Active<RecommenderModel>) throws -> ProductFacts {
    let (kept, generation) = state.withLock { ($0.facts[active.reading], $0.catalogueGeneration) }
    // A product that comes meanwhile may give the model another row.
    let count = active.model.products.count
    if let kept, kept.generation == generation, kept.facts.count == count { return kept.facts }
    let catalogue = try catalogue()
    let facts = ProductFacts(active.model.products.keys.map { catalogue[$0] })
    state.withLock { $0.facts[active.reading] = (generation, facts) }
    return facts
  }

  /// The rules over the products of a recommender.
  func ruleBook(_ active: Active<RecommenderModel>) throws -> RuleBook {
    let (kept, generation, ruleGeneration) = state.withLock {
      ($0.ruleBooks[active.reading], $0.catalogueGeneration, $0.ruleGeneration)
    }
    if let kept, kept.generation == generation, kept.ruleGeneration == ruleGeneration,
      kept.book.productCount == active.model.products.count
    {
      return kept.book
    }
    let book = RuleBook(try store.read { try $0.rules() }, facts: try productFacts(active))
    state.withLock { $0.ruleBooks[active.reading] = (generation, ruleGeneration, book) }
    return book
  }

  /// What a list for a customer is made of, besides the customer's records.
  func basis(
    _ options: RecommendationOptions, _ active: Active<RecommenderModel>
  ) -> RecommendationCache.Basis {
    state.withLock {
      RecommendationCache.Basis(
        options: options, reading: active.reading,
        catalogueGeneration: $0.catalogueGeneration, ruleGeneration: $0.ruleGeneration)
    }
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
    lists.forgetAll()
    state.withLock {
      $0.generation += 1
      $0.catalogueGeneration += 1
      $0.catalogue = nil
      $0.dataEnd = nil
    }
  }

  /// Brings what was derived from records up to date without reading them again.
  func interactionsDidArrive(
    of customers: some Sequence<Customer.ID>, newestPurchase: Timestamp? = nil,
    hasNewProduct: Bool = false
  ) {
    for customer in customers { lists.forget(customer.rawValue) }
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

  /// Forgets everything that was derived from records or models, in memory too.
  func recordsWereErased() {
    dataDidChange()
    rulesDidChange()
    state.withLock {
      $0.modelGeneration += 1
      $0.models = ActiveModels()
      $0.grown = RecentValues()
      $0.facts = RecentValues()
      $0.ruleBooks = RecentValues()
      $0.population = nil
      $0.values = nil
    }
    experimentDidChange()
    discovery.forget()
    lists.forgetAll()
    supportCache.forget()
  }

  /// Lets the next question read the rules again.
  func rulesDidChange() { state.withLock { $0.ruleGeneration += 1 } }

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

/// How many times a model was read.
private let readings = Atomic(0)

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
