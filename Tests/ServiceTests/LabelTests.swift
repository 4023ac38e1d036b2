import Domain
import Engine
import Ingest
import Storage
import TestSupport
import Testing

@testable import Service

/// What churn learns from imported labels, and what it must not see.
@Suite struct LabelTests {
  private let directory = TemporaryDirectory()

  private static let customers: String = {
    var text = "id,calls,plan\n"
    for number in 0..<60 {
      text += "l\(number),\(number * 7 % 10),\(number % 2 == 0 ? "a" : "b")\n"
    }
    return text
  }()

  /// One label a customer; most who call often left.
  private static func labels(observedAt day: String?, turned: Bool = false) -> String {
    var text = "customer_id,label\(day == nil ? "" : ",observed_at")\n"
    for number in 0..<60 {
      let hasLeft = ((number * 7 % 10 > 6) != (number % 13 == 0)) != turned
      text += "l\(number),\(hasLeft ? 1 : 0)\(day.map { ",\($0)" } ?? "")\n"
    }
    return text
  }

  /// Purchases in spring and in June; with an anchor that ends the data in July.
  private static func purchases(spring: Int = 0, june: Int = 0) -> String {
    var text = "customer_id,product_id,kind,value,occurred_at\n"
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    for number in 0..<60 {
      let (march, late) = ((number + spring) % 28 + 1, (number * 3 + june) % 28 + 2)
      text += "l\(number),p\(number % 5),purchase,\(number % 9 + 1),2025-03-\(two(march))\n"
      text += "l\(number),p\(number % 4),purchase,\(number % 7 + 1 + june),2025-06-\(two(late))\n"
    }
    return text + "l0,p0,purchase,5,2025-07-31\n"
  }

  private func shop(
    _ name: String, labels: [String], purchases: String? = nil
  ) throws -> Rapport {
    let rapport = Rapport(store: try Store.create(at: directory.file(name)))
    try SampleShop.load(Self.customers, "customers.csv", .customers, into: rapport)
    for text in labels { try SampleShop.load(text, "labels.csv", .labels, into: rapport) }
    if let purchases {
      try SampleShop.load(purchases, "orders.csv", .interactions, into: rapport)
    }
    return rapport
  }

  private static let july = Timestamp(year: 2025, month: 7, day: 1)

  /// The bytes of a model, told by their number where they differ.
  private struct Bytes: Equatable, CustomStringConvertible {
    var bytes: [UInt8]
    var description: String { "\(bytes.count) bytes" }
  }

  @discardableResult
  private func train(_ rapport: Rapport, asOf: Timestamp? = july) throws -> Bytes {
    _ = try rapport.train(
      .churn, options: TrainingOptions(asOf: asOf), cancellation: Cancellation(), progress: nil)
    let saved = try #require(try rapport.store.read { try $0.activeModel(.churn) })
    return Bytes(bytes: Array(saved.blob))
  }

  @Test func `what a customer did after the label was observed is not learned from`() throws {
    let labels = [Self.labels(observedAt: "2025-06-01")]
    let one = try train(shop("1.db", labels: labels, purchases: Self.purchases()))
    let later = try train(shop("2.db", labels: labels, purchases: Self.purchases(june: 11)))
    let earlier = try train(shop("3.db", labels: labels, purchases: Self.purchases(spring: 11)))
    #expect(one == later)
    #expect(one != earlier, "what was done before it is")
  }

  @Test func `labels without a moment learn from attributes alone`() throws {
    let labels = [Self.labels(observedAt: nil)]
    let rapport = try shop("1.db", labels: labels, purchases: Self.purchases())
    let one = try train(rapport)
    let other = try train(
      shop("2.db", labels: labels, purchases: Self.purchases(spring: 5, june: 11)))
    #expect(one == other)
    let answer = try rapport.churn(customer: "l3")
    let features = Set((answer.topRiskFactors + answer.topProtectiveFactors).map(\.feature))
    #expect(!features.isEmpty && features.isSubset(of: ["calls", "plan"]), "\(features)")
  }

  @Test func `a newer label wins over an older, in whichever order they came`() throws {
    let (january, may) = (
      "customer_id,label,observed_at\nl1,true,2025-01-15\n",
      "customer_id,label,observed_at\nl1,false,2025-05-15\n"
    )
    let undated = "customer_id,label\nl1,true\n"
    let rest = Self.labels(observedAt: "2025-01-10")
    for (number, labels) in [
      [rest, january, may], [rest, may, january], [rest, may, january, undated],
    ].enumerated() {
      let rapport = try shop("\(number).db", labels: labels)
      try train(rapport, asOf: nil)
      #expect(try !rapport.churn(customer: "l1").alreadyGone)
    }
    let gone = try shop("gone.db", labels: [rest, january])
    try train(gone, asOf: nil)
    #expect(try gone.churn(customer: "l1").alreadyGone)
  }

  @Test func `labels observed after the moment trained up to are not used`() throws {
    let (early, late) = (
      Self.labels(observedAt: "2025-02-01"), Self.labels(observedAt: "2025-05-01", turned: true)
    )
    let march = Timestamp(year: 2025, month: 3, day: 20)
    let both = try shop("1.db", labels: [early, late], purchases: Self.purchases())
    let alone = try shop("2.db", labels: [early], purchases: Self.purchases())
    let bytes = try train(both, asOf: march)
    #expect(try train(alone, asOf: march) == bytes)
    #expect(try train(both, asOf: nil) != bytes)
  }

  @Test func `labels newer than the last purchase are learned from`() throws {
    let rapport = try shop(
      "1.db", labels: [Self.labels(observedAt: "2025-09-01")], purchases: Self.purchases())
    try train(rapport, asOf: nil)
    #expect(try rapport.churn(customer: "l3").definition == "the imported labels")
    #expect(try rapport.churnList(ChurnListOptions(limit: 60)).alreadyGone > 0)
    let error = serviceError { try train(rapport, asOf: Timestamp(year: 2025, month: 9, day: 3)) }
    #expect(error?.code == .invalidRequest)
    #expect(error?.hint?.contains("2025-09-02") == true)
  }

  @Test func `the same labels without any purchase train to the same bytes`() throws {
    let labels = [Self.labels(observedAt: "2025-06-01")]
    #expect(
      try train(shop("1.db", labels: labels), asOf: nil)
        == train(shop("2.db", labels: labels), asOf: nil))
  }

  @Test func `one odd value imported later changes nobody else's score`() throws {
    let rapport = try shop("1.db", labels: [Self.labels(observedAt: nil)])
    try train(rapport, asOf: nil)
    func scores() throws -> [String: Double] {
      Dictionary(
        uniqueKeysWithValues: try rapport.churnList(ChurnListOptions(limit: 60, includesGone: true))
          .customers.map {
            ($0.customerId, $0.churnProbability)
          })
    }
    let before = try scores()
    try SampleShop.load("id,calls\nl5,unknown\n", "odd.csv", .customers, into: rapport)
    let after = try scores()
    #expect(before.count == 60 && after.count == 60)
    for (id, probability) in before where id != "l5" {
      #expect(after[id] == probability, "\(id)")
    }
    #expect(after["l5"] != before["l5"])
  }
}
