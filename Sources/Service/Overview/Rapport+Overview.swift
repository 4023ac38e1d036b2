import Domain
import Storage

extension Rapport {
  /// Products and conversations on the page.
  private static let overviewProducts = 5
  private static let overviewConversations = 3
  /// Conversations looked through for one that waits for a person.
  private static let searchedConversations = 50

  /// One customer on one page: what to offer, how likely to leave and why, what to
  /// expect, what was asked, and what to do next.
  ///
  /// A part whose model is not trained, or that cannot be told of this customer, is nil
  /// with its reason.
  ///
  /// - Throws: `unknownCustomer`.
  package func overview(customer id: String) throws -> OverviewAnswer {
    let (key, customer) = try customer(id)
    var unavailable: [String: String] = [:]
    func part<Part>(_ name: String, _ make: () throws -> Part) throws -> Part? {
      do {
        return try make()
      } catch let error as ServiceError {
        unavailable[name] = [error.message, error.hint].compactMap(\.self).joined(separator: "; ")
      } catch let error as StoreError where error.code == .alteredModel {
        unavailable[name] = error.message
      }
      return nil
    }
    let recommendations = try part("recommendations") {
      try recommend(
        customer: id,
        options: RecommendationOptions(limit: Self.overviewProducts, explains: true))
    }
    let churn = try part("churn") { try self.churn(customer: id) }
    let value = try part("value") { try self.value(customer: id) }
    let conversations = try conversations(
      ofCustomer: id, limit: Self.searchedConversations
    ).conversations
    let action = NextBestAction(
      waiting: conversations.first { $0.handedOverAt != nil && $0.resolvedAt == nil },
      churn: churn, offer: recommendations?.items.first)
    return OverviewAnswer(
      customer: try profile(key, customer), recommendations: recommendations, churn: churn,
      value: value, conversations: Array(conversations.prefix(Self.overviewConversations)),
      nextBestAction: action.answer, unavailable: unavailable)
  }

  private func profile(
    _ key: Customer.Key, _ customer: Customer
  ) throws -> OverviewAnswer.Profile {
    let tallies = try store.read { try $0.tallies(of: key) }
    let purchases = tallies.first { $0.kind == .purchase }
    return OverviewAnswer.Profile(
      id: customer.id.rawValue, name: customer.name, email: customer.email,
      country: customer.country, firstSeen: customer.firstSeen?.rfc3339,
      interactions: Dictionary(uniqueKeysWithValues: tallies.map { ($0.kind.name, $0.count) }),
      purchaseValue: ((purchases?.value ?? 0) * 100).rounded() / 100,
      currency: try catalogue().commonestCurrency, firstPurchase: purchases?.first.rfc3339,
      lastPurchase: purchases?.last.rfc3339)
  }
}
