package import Domain
import Ingest
package import Storage

/// Some records of a list that is too long for one answer.
package struct Page<Element: Sendable>: Sendable {
  /// The records.
  package var elements: [Element]
  /// Whether others follow.
  package var hasMore: Bool

  /// Takes the first `limit` of records of which one more was asked for.
  init(_ elements: [Element], limit: Int) {
    hasMore = elements.count > limit
    self.elements = Array(elements.prefix(limit))
  }
}

extension Rapport {
  /// Customers behind an id, in the order of their ids.
  package func customers(after id: Customer.ID?, limit: Int) throws -> Page<Customer> {
    Page(try store.read { try $0.customers(after: id, limit: limit + 1) }, limit: limit)
  }

  /// Products behind an id, in the order of their ids.
  package func products(after id: Product.ID?, limit: Int) throws -> Page<Product> {
    Page(try store.read { try $0.products(after: id, limit: limit + 1) }, limit: limit)
  }

  /// What a customer did, the newest first.
  ///
  /// - Throws: `unknownCustomer`.
  package func interactions(
    ofCustomer id: String, before: (time: Timestamp, key: Int64)?, limit: Int
  ) throws -> Page<StoredInteraction> {
    let key = try customer(id).key
    let rows = try store.read { try $0.interactions(of: key, before: before, limit: limit + 1) }
    return Page(rows, limit: limit)
  }

  /// The stored record of a customer.
  ///
  /// - Throws: `unknownCustomer`.
  package func storedCustomer(_ id: String) throws -> Customer { try customer(id).customer }

  /// The stored record of a product.
  ///
  /// - Throws: `unknownProduct`.
  package func storedProduct(_ id: String) throws -> Product {
    if let found = try store.read({ try $0.product(Product.ID(id)) }) { return found.product }
    throw try unknownProduct(id)
  }

  /// Changes the record of a customer in one transaction.
  ///
  /// What `change` throws leaves it as it was. The id stays.
  ///
  /// - Throws: `unknownCustomer`.
  package func update(
    customer id: String, _ change: (inout Customer) throws -> Void
  ) throws -> Customer {
    // Says what may have been meant where there is none.
    _ = try customer(id)
    let updated = try store.write { writer in
      guard var customer = try writer.reading.customer(Customer.ID(id))?.customer else {
        throw ServiceError(.unknownCustomer, "there is no customer \(quoted(id))")
      }
      let before = customer
      try change(&customer)
      customer.id = Customer.ID(id)
      if customer != before { _ = try writer.replace(customer) }
      return customer
    }
    customersDidChange([Customer.ID(id)])
    return updated
  }

  /// Changes the record of a product, as ``update(customer:_:)`` does.
  ///
  /// - Throws: `unknownProduct`, and ``RefusedRow`` for a price below zero.
  package func update(
    product id: String, _ change: (inout Product) throws -> Void
  ) throws -> Product {
    _ = try storedProduct(id)
    let updated = try store.write { writer in
      guard var product = try writer.reading.product(Product.ID(id))?.product else {
        throw ServiceError(.unknownProduct, "there is no product \(quoted(id))")
      }
      let before = product
      try change(&product)
      product.id = Product.ID(id)
      do throws(Refusal) {
        try product.checkPrice()
      } catch {
        throw RefusedRow(index: 0, field: error.field, reason: error.reason.text)
      }
      if product != before { _ = try writer.replace(product) }
      return product
    }
    catalogueDidChange()
    return updated
  }
}
