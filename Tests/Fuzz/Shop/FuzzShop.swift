import Domain
import FuzzSupport
import Glibc
import Recommendation
package import Service
package import Storage
import TestSupport

/// The sample shop with models that were trained on it once, in memory.
package enum FuzzShop {
  package static let kinds = [
    ModelVersion.Kind.recommender, .churn, .value, .support,
  ]

  /// A file of this process in the directory of RAPPORT_FUZZ_DIRECTORY.
  package static func path(_ name: String) -> String {
    "\(variable("RAPPORT_FUZZ_DIRECTORY"))/\(getpid())-\(name).db"
  }

  private static func variable(_ name: String) -> String {
    guard let value = getenv(name) else { fail("\(name) is not set: run Tests/Scripts/fuzz") }
    return String(cString: value)
  }

  /// The bytes of the model of that kind in Tests/Fuzz/bases.
  ///
  /// - Precondition: the environment names that directory in RAPPORT_FUZZ_BASES.
  package static func base(_ kind: ModelVersion.Kind) -> [UInt8] {
    let path = "\(variable("RAPPORT_FUZZ_BASES"))/\(kind)"
    let bytes = contents(of: path)
    require(!bytes.isEmpty, "there is no model at \(path)")
    return bytes
  }

  /// Creates the shop at a path, where nothing is, with models of these kinds.
  ///
  /// - Precondition: this program reads the models of Tests/Fuzz/bases; else train them
  ///   again as Tests/Fuzz/README.md says.
  package static func create(
    at path: String, with kinds: [ModelVersion.Kind] = kinds
  ) -> Rapport {
    do {
      let rapport = try SampleShop.create(at: path)
      for kind in kinds { try save(base(kind), as: kind, in: rapport.store) }
      try rapport.store.write(addRest)
      let names = try rapport.warmUp()
      require(names.count == kinds.count, "only \(names) can be read")
      return rapport
    } catch {
      fail("the shop for fuzzing cannot be made: \(error)")
    }
  }

  /// Adds what the sample shop lacks, a row or two of each.
  private static func addRest(_ writer: Writer) throws {
    let time = Timestamp(seconds: 1_760_000_000)
    try writer.set(Setting(name: "contact.cost", value: 2, setAt: time, setBy: "cli"))
    try writer.set(Setting(name: "support.preset", value: 2, setAt: time, setBy: "cli"))
    for action in [SteeringRule.Action.boost(factor: 1.5), .pin(position: 2)] {
      _ = try writer.insert(
        SteeringRule(
          action: action, target: SteeringRule.Target(product: Product.ID("p05")),
          audience: SteeringRule.Audience(country: "DE"), createdAt: time))
    }
    guard let customer = try writer.reading.customer(Customer.ID("k01"))?.key else { return }
    try writer.createConversation(id: "c1", customer: customer, startedAt: time)
    let message = ConversationMessage(
      id: "m1", author: .customer, text: "where is it", intent: "delivery", confidence: 0.4,
      outcome: "handoff", createdAt: time)
    try writer.append(message, toConversation: "c1")
  }

  /// Makes a model the active one.
  package static func save(
    _ blob: [UInt8], as kind: ModelVersion.Kind, in store: Store
  ) throws {
    try store.write {
      _ = try $0.saveModel(
        kind: kind, parameters: "{}", metrics: "{}", dataFingerprint: "", blob: blob,
        createdAt: Timestamp(seconds: 1_770_000_000))
    }
  }

  /// Asks all there is to ask of a kind's models; errors are answers too.
  package static func ask(_ rapport: Rapport, of kind: ModelVersion.Kind) {
    switch kind {
    case .recommender:
      let options = RecommendationOptions(
        limit: 8, bought: .boostDue, diversity: 0.3, exploration: 0.2, explains: true)
      _ = try? rapport.recommend(customer: "k00", options: options)
      _ = try? rapport.recommend(customer: "k31", options: RecommendationOptions(bought: .exclude))
      let events = [SessionEvent(productID: "p01"), SessionEvent(productID: "p12", kind: .view)]
      _ = try? rapport.recommend(session: events, country: "FR", options: options)
      _ = try? rapport.similar(to: "p03", limit: 5)
      _ = try? rapport.similarCustomers(to: "k00", limit: 5)
    case .churn:
      _ = try? rapport.churn(customer: "k00", showsPairs: true)
      _ = try? rapport.churnList(ChurnListOptions(limit: 3, includesGone: true))
      _ = try? rapport.status()
    case .value:
      _ = try? rapport.value(customer: "k00")
      _ = try? rapport.valueTop(3)
      _ = try? rapport.churnList(ChurnListOptions(limit: 3, order: .profit))
    default:
      _ = try? rapport.ask("where is my parcel A-1234?")
      _ = try? rapport.ask("How can I pay?")
      _ = try? rapport.ask("zzz qqq")
    }
  }
}
