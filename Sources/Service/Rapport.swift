import Churn
import Dispatch
package import Domain
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
  /// The database.
  package let store: Store
  /// Tells the time: what is stored, expires or is due goes by it.
  package let clock: @Sendable () -> Timestamp
  let state = Mutex(State())
  /// Held while the churn population is scored, so that many who ask at once wait
  /// for one scoring.
  let scoring = Mutex(())
  let turns = ModelTurns()
  /// What experiments and ``metrics()`` keep.
  let online = Mutex(OnlineState())
  /// Where the next reading of ``metrics()`` is made, so that nobody waits for it.
  let metricsQueue = DispatchQueue(label: "rapport metrics", qos: .utility)
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
    /// How often products were shown lately, as of a day's beginning.
    var impressions: (day: Timestamp, counts: [Product.Key: Int])?
    var dataEnd: Timestamp?
    /// The newest purchase that was posted, since ``dataEnd`` may be read meanwhile.
    var newestPurchase: Timestamp?
    var population: (reading: Int, generation: Int, population: ChurnPopulation)?
    var values: (reading: Int, generation: Int, population: ValuePopulation)?
    /// Grows with each change: what was read before one is not kept after it.
    var generation = 0
    /// Grows when other models take the place of those in use, or these are read anew.
    var modelGeneration = 0
    /// Grows with each change of products.
    var catalogueGeneration = 0
    /// Grows with each change of rules.
    var ruleGeneration = 0
    /// Grows with each change of FAQ entries.
    var faqGeneration = 0
    /// Grows when many records come or go at once.
    var bulkGeneration = 0

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
  ///
  /// - Throws: ``StoreError`` as `Store` does.
  package convenience init(
    opening path: String, access: Store.Access, durability: Store.Durability = .normal,
    clock: @escaping @Sendable () -> Timestamp = { .now }
  ) throws {
    self.init(
      store: try Store(opening: path, access: access, durability: durability), clock: clock)
  }

  /// Uses a database that is open.
  package init(store: Store, clock: @escaping @Sendable () -> Timestamp = { .now }) {
    self.store = store
    self.clock = clock
  }

  /// Closes the database; waits for reads and writes under way.
  package func close() { store.close() }
}

/// How many times a model was read.
private let readings = Atomic(0)
