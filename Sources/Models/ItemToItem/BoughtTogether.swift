package import Engine
import Glibc

/// Item-to-item weights by how often items lie in one basket.
///
/// With nᵢ baskets that hold item i, nᵢⱼ that hold i and j, and n in all, chance alone
/// would put eᵢⱼ = nᵢ nⱼ / n baskets together. A pair below the minimal support has
/// no weight, nor an item for itself.
///
/// - Source: R. Agrawal, T. Imieliński & A. Swami 1993, "Mining Association Rules
///   between Sets of Items in Large Databases", SIGMOD; S. Brin, R. Motwani, J. Ullman
///   & S. Tsur 1997, "Dynamic Itemset Counting and Implication Rules for Market Basket
///   Data", SIGMOD, section 4. The smoothed lift is the posterior mean of the ratio
///   under a Gamma(k, k) prior: W. DuMouchel 1999, "Bayesian Data Mining in Large
///   Frequency Tables", The American Statistician 53(3), equation 6.
package enum BoughtTogether {
  /// What the weight of a pair is.
  package enum Measure: String, Codable, Sendable, Hashable, CaseIterable {
    /// P(i, j) / (P(i) P(j)), smoothed towards 1: (nᵢⱼ + k) / (eᵢⱼ + k).
    case lift
    /// The logarithm of the lift. Below 0 for items that keep apart; adding it up over
    /// a basket adds up evidence as naive Bayes does.
    case logLift
    /// P(j | i), smoothed towards 0: nᵢⱼ / (nᵢ + k).
    case conditional
  }

  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    package var measure: Measure
    /// k, in baskets.
    package var smoothing: Double
    /// The fewest baskets that hold both items of a pair.
    package var minimumSupport: Int
    /// How many weights of greatest magnitude each item's row keeps; nil keeps all.
    package var weightsPerItem: Int?
    /// Does not change the result.
    package var threads: Int

    package init(
      measure: Measure = .logLift, smoothing: Double = 5, minimumSupport: Int = 2,
      weightsPerItem: Int? = 200, threads: Int = Parallel.coreCount
    ) {
      self.measure = measure
      self.smoothing = smoothing
      self.minimumSupport = minimumSupport
      self.weightsPerItem = weightsPerItem
      self.threads = threads
    }
  }

  private static let name = "bought together"

  /// Learns the weights of a matrix of baskets.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - baskets: [baskets, items]; an item lies in a basket if its value is above 0,
  ///     however great.
  ///   - configuration: measure, smoothing, support, what to keep.
  ///   - cancellation: checked before each item.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `oneItem`, `notFinite`, `outOfRange` for a setting,
  ///   `cancelled`.
  /// - Complexity: O(Σ entries²) over the baskets.
  package static func fit(
    _ baskets: SparseMatrix, configuration: Configuration = Configuration(),
    cancellation: Cancellation? = nil
  ) throws(ModelError) -> ItemToItem {
    try baskets.checkInteractions(of: name)
    guard
      configuration.smoothing >= 0 && configuration.smoothing.isFinite
        && configuration.minimumSupport > 0 && configuration.threads > 0
        && configuration.weightsPerItem ?? 1 > 0
    else {
      throw ModelError(
        .outOfRange,
        "\(name): smoothing must not be below 0, minimumSupport, threads and weightsPerItem "
          + "must be above 0")
    }
    let byItem = baskets.transposed()
    let supports = (0..<byItem.rowCount).map { item in
      Double(byItem.entries(ofRow: item).count { byItem.values[$0] > 0 })
    }
    let basketCount = Double(baskets.rowCount)
    let builder = WeightRows(
      itemCount: baskets.columnCount, weightsPerItem: configuration.weightsPerItem,
      threads: configuration.threads)
    return try builder.build(for: name, cancellation: cancellation) { item, sums in
      for entry in byItem.entries(ofRow: item) where byItem.values[entry] > 0 {
        let basket = Int(byItem.columns[entry])
        sums.add(baskets.entries(ofRow: basket), columns: baskets.columns) {
          baskets.values[$0] > 0 ? 1 : 0
        }
      }
    } weight: { item, other, together in
      guard item != other, together >= Double(configuration.minimumSupport) else { return 0 }
      let k = configuration.smoothing
      let expected = supports[item] * supports[other] / basketCount
      return switch configuration.measure {
      case .lift: (together + k) / (expected + k)
      case .logLift: log((together + k) / (expected + k))
      case .conditional: together / (supports[item] + k)
      }
    }
  }
}
