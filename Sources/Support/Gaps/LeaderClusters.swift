import Features
import Glibc

/// Groups texts around leaders: the first of its kind leads, and whoever comes
/// later joins the leader most like it, or leads a group of its own.
///
/// Every text is compared with exactly those leaders that can be near enough:
/// a row's rarest columns are looked up in an inverted index until the length of
/// what is left is below a share of the threshold, and only leaders whose
/// product so far and that rest could reach the threshold are compared in full.
/// No pair above the threshold is missed.
///
/// - Source: Hartigan 1975, "Clustering Algorithms", chapter 3 (leader
///   algorithm); Bayardo, Ma & Srikant 2007, "Scaling Up All Pairs Similarity
///   Search", WWW, for the bound.
struct LeaderClusters {
  private let threshold: Float
  /// By column: the leaders that have it, and their values.
  private var postings: [[(leader: Int32, value: Float)]]
  private var leaders: [TextVector] = []
  /// By leader: the product with the row that is looked up, and which row that
  /// was.
  private var products: [Float] = []
  private var stamps: [Int32] = []
  private var stamp: Int32 = 0
  /// By column: the row that is looked up.
  private var values: [Float]

  /// No leaders yet; rows have columns below `columnCount`, and a length of at
  /// most 1.
  init(threshold: Float, columnCount: Int) {
    self.threshold = threshold
    postings = Array(repeating: [], count: columnCount)
    values = Array(repeating: 0, count: columnCount)
  }

  /// Assigns the next row.
  ///
  /// - Parameters:
  ///   - row: columns ascending.
  ///   - rarity: by column, higher where fewer texts have it.
  /// - Returns: the leader's number, ascending as they come.
  mutating func assign(_ row: TextVector, rarity: [Float]) -> Int {
    if let leader = nearest(row, rarity: rarity) { return leader }
    let number = Int32(leaders.count)
    for (column, value) in zip(row.columns, row.values) {
      postings[Int(column)].append((number, value))
    }
    leaders.append(row)
    products.append(0)
    stamps.append(0)
    return Int(number)
  }

  /// The part of the threshold that what is not looked up may add.
  private static let restShare: Float = 0.7

  private mutating func nearest(_ row: TextVector, rarity: [Float]) -> Int? {
    let order = row.columns.indices.sorted { left, right in
      (rarity[Int(row.columns[left])], row.columns[right])
        > (rarity[Int(row.columns[right])], row.columns[left])
    }
    stamp += 1
    var candidates: [Int32] = []
    var rest = row.values.reduce(0) { $0 + $1 * $1 }
    let enough = Self.restShare * threshold * Self.restShare * threshold
    for position in order {
      guard rest > enough else { break }
      let value = row.values[position]
      let column = Int(row.columns[position])
      rest -= value * value
      for index in postings[column].indices {
        let posting = postings[column][index]
        let leader = Int(posting.leader)
        if stamps[leader] != stamp {
          stamps[leader] = stamp
          products[leader] = 0
          candidates.append(posting.leader)
        }
        products[leader] += value * posting.value
      }
    }
    // Rounding must not lose a pair.
    let bound = threshold - max(0, rest).squareRoot() - 1e-5
    for (column, value) in zip(row.columns, row.values) { values[Int(column)] = value }
    defer { for column in row.columns { values[Int(column)] = 0 } }
    var best: (leader: Int, cosine: Float)?
    for candidate in candidates where products[Int(candidate)] >= bound {
      let leader = Int(candidate)
      let cosine = product(with: leader)
      guard cosine >= threshold else { continue }
      if let best, (best.cosine, -best.leader) >= (cosine, -leader) { continue }
      best = (leader, cosine)
    }
    return best?.leader
  }

  private func product(with leader: Int) -> Float {
    var sum: Float = 0
    for index in leaders[leader].columns.indices {
      sum += values[Int(leaders[leader].columns[index])] * leaders[leader].values[index]
    }
    return sum
  }
}
