package import Engine

#if canImport(Glibc)
import Glibc
#endif

/// What is known of a catalogue before the test: what novelty, popularity bias
/// and diversity are measured by.
package struct CatalogueTraits: Sendable {
  /// The number of items that can be shown.
  package let count: Int
  /// −log₂ of the share of customers who have each item, in bits.
  package let surprise: [Double]
  /// The share of the catalogue that fewer customers have, in 0…1; items that
  /// equally many have share the middle of their places.
  package let percentile: [Double]
  private let vectors: Tensor?

  /// Creates the traits from how many customers have each item.
  ///
  /// - Parameters:
  ///   - owners: for each item, the customers who have it before the test.
  ///   - customers: all customers. The share of an item is
  ///     (owners + 1) / (customers + 1), so that one which nobody has surprises
  ///     most but not infinitely.
  ///   - vectors: [items, dimension], whose cosines say how alike items are;
  ///     nil where diversity is not measured. An item whose vector is zero is
  ///     like no other.
  /// - Source: novelty by surprise: Zhou et al. 2010, "Solving the apparent
  ///   diversity-accuracy dilemma of recommender systems", PNAS 107(10).
  package init(owners: [Int], customers: Int, vectors: Tensor? = nil) {
    precondition(
      vectors == nil || vectors?.rows == owners.count,
      "catalogue traits: \(owners.count) items, vectors \(vectors?.shape ?? [])")
    count = owners.count
    surprise = owners.map { log2((Double(customers) + 1) / (Double($0) + 1)) }
    percentile = Self.percentiles(of: owners)
    self.vectors = vectors.map(Self.normalised)
  }

  /// The mean of the cosines of all pairs of the items, NaN for fewer than two
  /// or where there are no vectors.
  ///
  /// - Complexity: O(items · dimension): the pairs' sum is half of what the
  ///   squared length of the sum of the vectors exceeds that of each alone.
  package func meanCosine(of items: [Int]) -> Double {
    guard let vectors, items.count > 1 else { return .nan }
    var sum = [Double](repeating: 0, count: vectors.columns)
    var own = 0.0
    for item in items {
      for column in sum.indices {
        let element = Double(vectors[item, column])
        sum[column] += element
        own += element * element
      }
    }
    var square = 0.0
    for element in sum { square += element * element }
    return (square - own) / Double(items.count * (items.count - 1))
  }

  private static func percentiles(of owners: [Int]) -> [Double] {
    let order = owners.indices.sorted { (owners[$0], $0) < (owners[$1], $1) }
    var result = [Double](repeating: 0.5, count: owners.count)
    guard owners.count > 1 else { return result }
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, owners[order[end]] == owners[order[start]] { end += 1 }
      let place = Double(start + end - 1) / 2 / Double(owners.count - 1)
      for index in start..<end { result[order[index]] = place }
      start = end
    }
    return result
  }

  private static func normalised(_ vectors: Tensor) -> Tensor {
    var values = vectors.values
    let columns = vectors.columns
    for row in 0..<vectors.rows {
      let range = row * columns..<(row + 1) * columns
      var square = 0.0
      for place in range { square += Double(values[place]) * Double(values[place]) }
      guard square > 0 else { continue }
      let scale = Float(1 / square.squareRoot())
      for place in range { values[place] *= scale }
    }
    return Tensor(shape: vectors.shape, values: values)
  }
}
