import Domain
import Features

/// One customer's day with one product.
///
/// However often they met that day, it counts once, by what weighs most: a customer
/// who adds a product ten times makes no trend.
struct CustomerDay: Sendable, Hashable {
  var product: Product.Key
  var customer: Customer.Key
  /// Whole days before `asOf`.
  var age: Int
  /// Above 0.
  var weight: Float

  /// The days of a log that speak for a product.
  ///
  /// - Parameters:
  ///   - log: in the order of time.
  ///   - weights: what each kind counts; their fading has no part in it.
  ///   - asOf: events from this moment on are passed over.
  ///   - ages: the whole days before `asOf` that count.
  /// - Returns: the oldest first; in a day by product, then by customer.
  static func days(
    of log: InteractionLog, weights: InteractionWeights, asOf: Timestamp, ages: Range<Int>
  ) -> [CustomerDay] {
    var result: [CustomerDay] = []
    var first = 0
    func closeDay() {
      let day = result[first...].sorted {
        ($0.product.rawValue, $0.customer.rawValue, $1.weight)
          < ($1.product.rawValue, $1.customer.rawValue, $0.weight)
      }
      result.removeSubrange(first...)
      for element in day {
        let isSame =
          result.count > first && result[result.count - 1].product == element.product
          && result[result.count - 1].customer == element.customer
        if !isSame { result.append(element) }
      }
      first = result.count
    }
    for index in 0..<log.count {
      let seconds = asOf.seconds - 1 - log.occurredAt[index].seconds
      guard seconds >= 0 else { continue }
      let age = Int(seconds / Timestamp.secondsPerDay)
      let weight = weights.weight(of: log.kinds[index], value: log.values[index])
      guard ages.contains(age), weight > 0 else { continue }
      if let last = result.last, last.age != age { closeDay() }
      result.append(
        CustomerDay(
          product: log.products[index], customer: log.customers[index], age: age, weight: weight))
    }
    if !result.isEmpty { closeDay() }
    return result
  }

  /// How many different customers met each product in some days.
  static func customers(_ days: some Sequence<CustomerDay>) -> [Product.Key: Int] {
    let pairs = days.map { (product: $0.product, customer: $0.customer) }.sorted {
      ($0.product.rawValue, $0.customer.rawValue) < ($1.product.rawValue, $1.customer.rawValue)
    }
    var counts: [Product.Key: Int] = [:]
    for (index, pair) in pairs.enumerated() where index == 0 || pair != pairs[index - 1] {
      counts[pair.product, default: 0] += 1
    }
    return counts
  }
}
