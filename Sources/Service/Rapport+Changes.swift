import Domain
import Synchronization

/// What is forgotten when something changes, so that the next question reads it again.
extension Rapport {
  /// Products were added or changed.
  func catalogueDidChange() {
    lists.forgetAll()
    state.withLock {
      $0.generation += 1
      $0.catalogueGeneration += 1
      $0.catalogue = nil
    }
  }

  /// FAQ entries were added or changed.
  func faqDidChange() { state.withLock { $0.faqGeneration += 1 } }

  /// Rules were added or removed.
  func rulesDidChange() { state.withLock { $0.ruleGeneration += 1 } }

  /// Customers were added or changed, or did something; what was derived from all records is
  /// brought up to date without reading them again.
  ///
  /// - Parameters:
  ///   - customers: whose records changed.
  ///   - newestPurchase: the time of the newest purchase among what they did.
  ///   - hasNewProduct: whether it names a product that was not known.
  func customersDidChange(
    _ customers: some Sequence<Customer.ID>, newestPurchase: Timestamp? = nil,
    hasNewProduct: Bool = false
  ) {
    for customer in customers { lists.forget(customer.rawValue) }
    state.withLock { state in
      state.generation += 1
      if hasNewProduct {
        state.catalogue = nil
        state.catalogueGeneration += 1
      }
      guard let newestPurchase else { return }
      state.newestPurchase = max(state.newestPurchase ?? newestPurchase, newestPurchase)
      state.dataEnd = state.dataEnd.map { max($0, newestPurchase.nextMidnight) }
    }
  }

  /// A file was imported, in whole or in part.
  func recordsWereImported() {
    catalogueDidChange()
    faqDidChange()
    state.withLock { state in
      state.bulkGeneration += 1
      state.dataEnd = nil
    }
  }

  /// Records went: forgets everything that was derived from records or models, in memory too.
  func recordsWereErased() {
    recordsWereImported()
    rulesDidChange()
    state.withLock { state in
      state.modelGeneration += 1
      state.models = ActiveModels()
      state.grown = RecentValues()
      state.facts = RecentValues()
      state.ruleBooks = RecentValues()
      state.population = nil
      state.values = nil
      state.impressions = nil
      state.newestPurchase = nil
    }
    experimentDidChange()
    discovery.forget()
    lists.forgetAll()
    supportCache.forget()
  }
}
