import Features

/// Joins groups of texts whose mean cosine, over all pairs of one text from
/// each, reaches a threshold.
///
/// The largest groups come first; each further one joins the group it is most
/// like. The sum of a group's rows times that of another is the sum of all
/// cosines between the two, so that a mean takes one product.
///
/// - Source: Sokal & Michener 1958, "A statistical method for evaluating
///   systematic relationships", University of Kansas Science Bulletin 38
///   (the average linkage).
struct AverageLink {
  private let threshold: Float
  /// By joined group: the sum of its rows, and how many they are.
  private var sums: [[Int32: Float]] = []
  private var counts: [Float] = []
  /// By column: the groups that have it, with a part of their sum each.
  private var postings: [[(group: Int32, value: Float)]]
  private var products: [Float] = []
  private var stamps: [Int32] = []
  private var stamp: Int32 = 0

  /// So many of a group's heaviest columns are looked up; the rest adds little.
  private static let columnLimit = 64
  /// So many groups are then compared in full.
  private static let candidateLimit = 8

  private init(threshold: Float, columnCount: Int) {
    self.threshold = threshold
    postings = Array(repeating: [], count: columnCount)
  }

  /// Joins groups.
  ///
  /// - Parameters:
  ///   - groups: of rows, each row in one group.
  ///   - rows: of length 1 or less.
  ///   - columnCount: above every column of the rows.
  ///   - threshold: the least mean cosine.
  /// - Returns: the groups, joined; rows ascending in each.
  static func joined(
    _ groups: [[Int]], rows: [TextVector], columnCount: Int, threshold: Float
  ) -> [[Int]] {
    var link = AverageLink(threshold: threshold, columnCount: columnCount)
    var result: [[Int]] = []
    let order = groups.indices.sorted { (groups[$1].count, $0) < (groups[$0].count, $1) }
    for index in order {
      let group = link.assign(groups[index].map { rows[$0] })
      if group == result.count { result.append([]) }
      result[group] += groups[index]
    }
    return result.map { $0.sorted() }
  }

  private mutating func assign(_ rows: [TextVector]) -> Int {
    var sum: [Int32: Float] = [:]
    for row in rows {
      for (column, value) in zip(row.columns, row.values) { sum[column, default: 0] += value }
    }
    let columns = sum.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let group = nearest(sum, columns: columns, count: Float(rows.count)) ?? sums.count
    if group == sums.count {
      sums.append(sum)
      counts.append(Float(rows.count))
      products.append(0)
      stamps.append(0)
    } else {
      for (column, value) in columns { sums[group][column, default: 0] += value }
      counts[group] += Float(rows.count)
    }
    for (column, value) in columns.prefix(Self.columnLimit) {
      postings[Int(column)].append((Int32(group), value))
    }
    return group
  }

  private mutating func nearest(
    _ sum: [Int32: Float], columns: [(key: Int32, value: Float)], count: Float
  ) -> Int? {
    stamp += 1
    var candidates: [Int] = []
    for (column, value) in columns.prefix(Self.columnLimit) {
      for index in postings[Int(column)].indices {
        let posting = postings[Int(column)][index]
        let group = Int(posting.group)
        if stamps[group] != stamp {
          stamps[group] = stamp
          products[group] = 0
          candidates.append(group)
        }
        products[group] += value * posting.value
      }
    }
    var likely: [(mean: Float, group: Int)] = []
    for group in candidates {
      let mean = products[group] / counts[group]
      if likely.count == Self.candidateLimit, let last = likely.last, last.mean >= mean { continue }
      let place = likely.firstIndex { ($0.mean, group) < (mean, $0.group) } ?? likely.count
      likely.insert((mean, group), at: place)
      if likely.count > Self.candidateLimit { likely.removeLast() }
    }
    var best: (mean: Float, group: Int)?
    for (_, group) in likely {
      var product: Float = 0
      for (column, value) in columns { product += value * (sums[group][column] ?? 0) }
      let mean = product / (count * counts[group])
      guard mean >= threshold, mean > best?.mean ?? 0 else { continue }
      best = (mean, group)
    }
    return best?.group
  }
}
