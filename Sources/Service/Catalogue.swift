import Domain
import Features

/// All products in memory, for filters and for titles in answers.
struct Catalogue: Sendable {
  private let products: [Product.Key: Product]
  private let keys: [Product.ID: Product.Key]
  private let available: Set<Product.Key>
  /// Ascending.
  let categories: [String]

  init(_ rows: [(key: Product.Key, product: Product)]) {
    products = Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.product) })
    // In a damaged file two products may have one id.
    keys = Dictionary(rows.map { ($0.product.id, $0.key) }, uniquingKeysWith: { $1 })
    available = Set(rows.filter { $0.product.available != false }.map(\.key))
    categories = Set(rows.compactMap(\.product.category)).sorted()
  }

  subscript(key: Product.Key) -> Product? { products[key] }

  /// Whether a product exists and is not marked as unavailable.
  func isAvailable(_ key: Product.Key) -> Bool { available.contains(key) }

  /// The products that a vocabulary lacks, oldest first.
  func products(
    notIn known: Vocabulary<Product.Key>
  ) -> [(key: Product.Key, product: Product)] {
    products.filter { known.row(of: $0.key) == nil }
      .sorted { $0.key.rawValue < $1.key.rawValue }
      .map { (key: $0.key, product: $0.value) }
  }

  /// The currency of most products; nil where none says.
  var commonestCurrency: String? {
    var counts: [String: Int] = [:]
    for product in products.values {
      if let currency = product.currency { counts[currency, default: 0] += 1 }
    }
    return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }

  /// Every product by its key.
  var byKey: [Product.Key: Product] { products }

  /// Refuses categories that no product has.
  ///
  /// - Throws: `invalidRequest`, naming those there are.
  func check(categories wanted: some Sequence<String>) throws(ServiceError) {
    for category in wanted where !categories.contains(category) {
      throw ServiceError(
        .invalidRequest, "there is no category \(quoted(category))",
        hint: categories.isEmpty
          ? "no product has a category: import some with 'rapport import products FILE'"
          : "the categories are \(categories.prefix(20).joined(separator: ", "))")
    }
  }

  func key(of id: String) -> Product.Key? { keys[Product.ID(id)] }
}
