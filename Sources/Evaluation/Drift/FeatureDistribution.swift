/// How the values of one feature were spread in training, small enough to be
/// stored with the model.
package struct FeatureDistribution: Sendable, Hashable, Codable {
  /// The values of a feature, one a row.
  package enum Values: Sendable {
    /// NaN where missing.
    case numbers([Float])
    /// Nil where missing.
    case categories([String?])
  }

  /// What the counts count.
  private enum Bins: Sendable, Hashable, Codable {
    /// The greatest number of each bin but the last.
    case upTo([Float])
    case levels([String])
  }

  /// Levels beyond this number are counted together.
  private static let mostLevels = 50

  package let name: String
  private let bins: Bins
  /// The rows by bin; the last two are other levels or none, and missing values.
  package let counts: [Int]

  /// Whether numbers were counted, not categories.
  package var isNumeric: Bool {
    if case .upTo = bins { true } else { false }
  }

  /// Counts the values of training rows.
  ///
  /// Numbers are counted in bins of equal count, fewer where values repeat; the
  /// commonest levels in one bin each, the others in one together, missing values
  /// in their own.
  ///
  /// - Parameters:
  ///   - name: the feature's.
  ///   - values: one a training row.
  ///   - count: the bins of numbers, missing values aside.
  package init(_ name: String, _ values: Values, bins count: Int = 10) {
    precondition(count > 0, "feature distribution: \(count) bins")
    self.name = name
    switch values {
    case .numbers(let numbers):
      let sorted = numbers.filter(\.isFinite).sorted()
      var edges: [Float] = []
      for bin in 1..<max(count, 1) where !sorted.isEmpty {
        let edge = sorted[max(0, sorted.count * bin / count - 1)]
        if edge != edges.last, edge < sorted[sorted.count - 1] { edges.append(edge) }
      }
      bins = .upTo(edges)
    case .categories(let categories):
      var rows: [String: Int] = [:]
      for case let level? in categories { rows[level, default: 0] += 1 }
      let common = rows.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      bins = .levels(common.prefix(Self.mostLevels).map(\.key))
    }
    counts = Self.counts(of: values, in: bins)
  }

  private init(name: String, bins: Bins, counts: [Int]) {
    self.name = name
    self.bins = bins
    self.counts = counts
  }

  /// The distribution with another name for one level; the distribution itself where it
  /// has no such level.
  package func renaming(level: String, to name: String) -> FeatureDistribution {
    guard case .levels(let levels) = bins else { return self }
    return FeatureDistribution(
      name: self.name, bins: .levels(levels.map { $0 == level ? name : $0 }), counts: counts)
  }

  /// Whether there is a count for each bin; what was read from a file may be anything.
  package var isSound: Bool {
    let isDistinct: Bool
    let binCount: Int
    switch bins {
    case .upTo(let edges): (isDistinct, binCount) = (true, edges.count + 3)
    case .levels(let levels):
      (isDistinct, binCount) = (Set(levels).count == levels.count, levels.count + 2)
    }
    // So few that sums of them fit.
    return isDistinct && counts.count == binCount
      && counts.allSatisfy { (0...Int(Int32.max)).contains($0) }
  }

  /// The rows of others by the bins of training.
  ///
  /// - Precondition: numbers are compared with numbers and categories with
  ///   categories.
  package func counts(of values: Values) -> [Int] { Self.counts(of: values, in: bins) }

  private static func counts(of values: Values, in bins: Bins) -> [Int] {
    switch (values, bins) {
    case (.numbers(let numbers), .upTo(let edges)):
      var counts = [Int](repeating: 0, count: edges.count + 3)
      for number in numbers {
        counts[number.isNaN ? edges.count + 2 : place(of: number, in: edges)] += 1
      }
      return counts
    case (.categories(let categories), .levels(let levels)):
      let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, $0) })
      var counts = [Int](repeating: 0, count: levels.count + 2)
      for category in categories {
        counts[category.map { places[$0] ?? levels.count } ?? levels.count + 1] += 1
      }
      return counts
    case (.numbers, .levels), (.categories, .upTo):
      preconditionFailure("feature distribution: numbers against categories")
    }
  }

  /// The first edge that a number does not exceed, or one past them.
  private static func place(of number: Float, in edges: [Float]) -> Int {
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if number <= edges[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
