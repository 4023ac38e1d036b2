import Domain
import Features
import Recommendation
import Storage

extension Rapport {
  /// The newest events of a customer that a taste is made of.
  private static let eventLimit = 5000
  /// Shared products named as the reason.
  private static let sharedLimit = 3

  /// Customers of like taste, with what they share.
  ///
  /// The customer asked about is seen as of now, the others as of the first question
  /// after training.
  package func similarCustomers(to id: String, limit: Int) throws -> SimilarCustomersAnswer {
    let key = try customer(id).key
    let active = try recommender()
    let own = try history(of: key, active)
    guard let taste = active.model.taste(of: own) else {
      throw ServiceError(
        .noScore, "customer \(quoted(id)) has met no product that the recommender knows",
        hint: "ask again once there are purchases, carts, views or likes")
    }
    let neighbours = try discovery.neighbours(of: active.reading) {
      let log = try store.read { try $0.interactionLog() }
      let asOf = max(active.model.trainedAsOf, log.occurredAt.last ?? active.model.trainedAsOf)
      return active.model.customerNeighbours(in: log, asOf: asOf)
    }
    let found = neighbours.similar(to: taste, excluding: [key], limit: limit)
    let ids = try store.read { try $0.customerIDs(of: found.map(\.customer)) }
    let catalogue = try catalogue()
    let customers = try found.compactMap { found -> SimilarCustomersAnswer.Customer? in
      guard let id = ids[found.customer] else { return nil }
      let shared = CustomerNeighbours.shared(
        own, try history(of: found.customer, active), limit: Self.sharedLimit)
      return SimilarCustomersAnswer.Customer(
        customerId: id.rawValue, similarity: sixDigits(Double(found.similarity)),
        shared: shared.compactMap { row in
          catalogue[active.model.products.keys[row]].map {
            .init(productId: $0.id.rawValue, title: $0.title)
          }
        })
    }
    return SimilarCustomersAnswer(customerId: id, customers: customers, model: active.name)
  }

  private func history(
    of customer: Customer.Key, _ active: Active<RecommenderModel>
  ) throws -> [ProductHistory] {
    let log = try store.read { try $0.history(of: customer, limit: Self.eventLimit) }
    let asOf = max(active.model.trainedAsOf, log.occurredAt.max() ?? active.model.trainedAsOf)
    return active.model.historyBuilder.history(in: log.reversed(), asOf: asOf).items
  }
}
