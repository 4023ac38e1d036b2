package import Domain
package import Features

/// Customers with their attributes, and what kind of column each attribute is.
package struct CustomerAttributes: Sendable {
  package let features: AttributeFeatures
  package let customers: [(key: Customer.Key, customer: Customer)]

  /// Finds the kinds, or keeps those a model was trained with.
  package init(
    _ customers: [(key: Customer.Key, customer: Customer)], features: AttributeFeatures? = nil
  ) {
    self.features = features ?? AttributeFeatures(fitting: customers)
    self.customers = customers
  }

  /// The attributes of all customers as of one moment.
  ///
  /// - Throws: ``FeatureError`` with code `leakage` for a date at or after it.
  package func table(asOf cutoff: Timestamp) throws(FeatureError) -> CustomerTable {
    try features.table(of: customers) { _ in cutoff }
  }
}
