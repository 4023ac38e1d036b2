import Domain

/// Typed writes in one transaction, valid inside the closure of
/// ``Store/write(_:)`` only.
package final class Writer {
  let connection: Connection
  // A bulk import names few customers and products many times. The caches end
  // with the transaction, so a roll-back cannot leave a stale key in them.
  var customers: [Customer.ID: KnownCustomer] = [:]
  var products: [Product.ID: KnownProduct] = [:]

  var load = BulkLoad()

  struct KnownCustomer {
    let key: Customer.Key
    var firstSeen: Timestamp?
    var hasCountry: Bool
  }

  struct KnownProduct {
    let key: Product.Key
    var hasTitle: Bool
    var hasCategory: Bool
  }

  /// Bounds the memory of a transaction over more ids than this.
  static let cacheCapacity = 500_000

  init(_ connection: Connection) { self.connection = connection }

  /// Reads within the transaction, what it has written included.
  package var reading: Reader { Reader(connection) }
}

@available(*, unavailable)
extension Writer: Sendable {}
