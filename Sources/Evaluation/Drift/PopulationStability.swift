import Glibc
import Wording

/// How far the values of a feature have moved since training.
///
/// - Source: Siddiqi 2006, "Credit Risk Scorecards", chapter 8, for the index and
///   its usual reading; Yurdakul 2018, "Statistical Properties of Population
///   Stability Index", dissertation, Western Michigan University, for what it is
///   by chance.
package struct PopulationStability: Sendable, Hashable, Codable {
  /// What an index is taken to mean.
  package enum Reading: String, Sendable, Hashable, Codable {
    /// Below 0.1, or no more than chance explains.
    case stable
    /// From 0.1 to 0.25.
    case shifting
    /// Above 0.25.
    case shifted
  }

  package var feature: String
  /// Σ (now − then) · ln(now / then) over the shares of the bins; NaN where either
  /// side has no rows.
  package var index: Double
  /// What the index stays below by chance alone in 99 of 100 comparisons of so
  /// many rows.
  package var chance: Double

  /// Compares counts of the same bins.
  ///
  /// Half a row is added to every bin that either side fills, so that an empty one
  /// leaves the index finite.
  ///
  /// - Precondition: as many counts on either side.
  package init(feature: String, then: [Int], now: [Int]) {
    precondition(then.count == now.count, "stability: \(then.count) and \(now.count) bins")
    self.feature = feature
    let bins = then.indices.filter { then[$0] + now[$0] > 0 }
    let (before, after) = (Double(then.reduce(0, +)), Double(now.reduce(0, +)))
    guard before > 0, after > 0 else {
      (index, chance) = (.nan, .nan)
      return
    }
    let added = 0.5 * Double(bins.count)
    var sum = 0.0
    for bin in bins {
      let a = (Double(then[bin]) + 0.5) / (before + added)
      let b = (Double(now[bin]) + 0.5) / (after + added)
      sum += (b - a) * log(b / a)
    }
    index = sum
    chance = (1 / before + 1 / after) * Self.chiSquared99(bins.count - 1)
  }

  /// Compares values with those of training.
  package init(_ training: FeatureDistribution, now: FeatureDistribution.Values) {
    self.init(feature: training.name, then: training.counts, now: training.counts(of: now))
  }

  package var reading: Reading {
    // Not so for NaN, of which nothing can be said.
    guard index >= 0.1, index > chance else { return .stable }
    return index > 0.25 ? .shifted : .shifting
  }

  /// The 99% quantile of the chi-squared distribution, to a few per cent.
  ///
  /// - Source: Wilson & Hilferty 1931, "The distribution of chi-square", PNAS
  ///   17(12).
  private static func chiSquared99(_ freedom: Int) -> Double {
    guard freedom > 0 else { return 0 }
    let k = Double(freedom)
    let root = 1 - 2 / (9 * k) + 2.326_347_874 * (2 / (9 * k)).squareRoot()
    return k * root * root * root
  }
}

extension PopulationStability {
  /// The features with their indices, those that moved most first.
  ///
  /// - Parameters:
  ///   - features: in any order.
  ///   - limit: how many are shown.
  /// - Returns: a table; nil without features.
  package static func figure(_ features: [PopulationStability], limit: Int = 20) -> Figure? {
    let known = features.filter(\.index.isFinite).sorted {
      ($1.index, $0.feature) < ($0.index, $1.feature)
    }
    guard let first = known.first else { return nil }
    let moved = known.filter { $0.reading != .stable }
    let worst =
      "\(first.feature) most of all, with a stability index of "
      + grouped(first.index, decimals: 2)
    let sentence =
      moved.isEmpty
      ? "The customers are like those of training: no feature has moved, \(worst)."
      : "\(moved.count) of \(known.count) features \(moved.count == 1 ? "has" : "have") moved "
        + "since training, \(worst) (stable below 0.1, shifted above 0.25)."
    return Figure(
      name: "drift", title: "Drift of the features", sentence: sentence,
      content: .table(
        FigureTable(
          columns: ["feature", "stability index", "by chance up to", "reading"],
          rows: known.prefix(limit).map {
            [
              .text($0.feature), .number($0.index, decimals: 3), .number($0.chance, decimals: 3),
              .text($0.reading.rawValue),
            ]
          })))
  }
}
