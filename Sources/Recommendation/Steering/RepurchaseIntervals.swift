package import Domain
package import Features

/// The usual days between two purchases of one product by one customer.
package struct RepurchaseIntervals: Sendable, Hashable {
  /// The fewest gaps whose median is taken for a product or a category.
  package static let leastGaps = 5

  /// Days by product row; NaN where nobody has bought anything twice.
  package let days: [Float]

  package init(days: [Float]) { self.days = days }

  /// The median gap of each product, else that of its category, else that of all.
  ///
  /// Purchases of one product on one day (UTC) count as one. Events after `asOf`
  /// and of unknown products are passed over.
  ///
  /// - Parameters:
  ///   - log: in the order of time.
  ///   - products: the rows.
  ///   - categories: by row; nil where a product has none.
  ///   - asOf: the last moment that counts.
  /// - Precondition: one category a product.
  package init(
    of log: InteractionLog, products: Vocabulary<Product.Key>, categories: [String?],
    asOf: Timestamp
  ) {
    precondition(
      categories.count == products.count,
      "repurchases: \(categories.count) categories of \(products.count) products")
    var last: [Pair: Int64] = [:]
    var gaps = [[Float]](repeating: [], count: products.count)
    for index in 0..<log.count where log.kinds[index] == .purchase && log.occurredAt[index] <= asOf
    {
      guard let row = products.row(of: log.products[index]) else { continue }
      let day = Self.day(of: log.occurredAt[index])
      let pair = Pair(customer: log.customers[index], row: Int32(row))
      if let before = last.updateValue(day, forKey: pair), day > before {
        gaps[row].append(Float(day - before))
      }
    }
    let overall = Self.median(gaps.flatMap(\.self))
    var byCategory: [String: [Float]] = [:]
    for (row, category) in categories.enumerated() {
      if let category { byCategory[category, default: []] += gaps[row] }
    }
    let categoryMedians = byCategory.compactMapValues {
      $0.count >= Self.leastGaps ? Self.median($0) : nil
    }
    days = gaps.enumerated().map { row, gaps in
      gaps.count >= Self.leastGaps
        ? Self.median(gaps) : categories[row].flatMap { categoryMedians[$0] } ?? overall
    }
  }

  /// The factors of the products that are due for a customer, by row.
  ///
  /// - Parameters:
  ///   - purchases: product rows with the time they were last bought.
  ///   - time: of the request.
  /// - Returns: factors above 1; other products have none.
  package func factors(
    of purchases: some Sequence<(row: Int, lastAt: Timestamp)>, at time: Timestamp
  ) -> [Int: Float] {
    var factors: [Int: Float] = [:]
    for (row, lastAt) in purchases {
      let factor = repurchaseDue(
        daysSince: Float(time.days(since: lastAt)), usualInterval: days[row])
      if factor > 1 { factors[row] = factor }
    }
    return factors
  }

  private struct Pair: Hashable {
    let customer: Customer.Key
    let row: Int32
  }

  private static func day(of time: Timestamp) -> Int64 {
    let (day, rest) = time.seconds.quotientAndRemainder(dividingBy: Timestamp.secondsPerDay)
    return rest < 0 ? day - 1 : day
  }

  /// The middle value, or the mean of the two in the middle; NaN of none.
  private static func median(_ values: [Float]) -> Float {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
