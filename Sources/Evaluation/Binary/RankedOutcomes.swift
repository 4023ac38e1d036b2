/// Scores with the outcomes that they had, equal scores together.
///
/// Rows of one score cannot be told apart by it, so they share their outcomes:
/// no figure depends on the order in which the rows came. A resample changes the
/// counts alone, which is why figures of it need no sorting.
package struct RankedOutcomes: Sendable {
  /// The different scores, ascending.
  package let scores: [Double]
  /// The rows of each score without and with the outcome.
  package internal(set) var negatives: [Double]
  package internal(set) var positives: [Double]
  /// For each row, twice the place of its score, and one more with the outcome.
  let slots: [Int32]

  /// Sorts the scores.
  ///
  /// - Precondition: one label a score; no score is NaN.
  /// - Complexity: O(n log n).
  package init(scores: [Double], labels: [Bool]) {
    precondition(
      scores.count == labels.count,
      "ranked outcomes: \(scores.count) scores, \(labels.count) labels")
    precondition(!scores.contains(where: \.isNaN), "ranked outcomes: a score is NaN")
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var distinct: [Double] = []
    var slots = [Int32](repeating: 0, count: scores.count)
    for row in order {
      if distinct.last != scores[row] { distinct.append(scores[row]) }
      slots[row] = Int32(2 * (distinct.count - 1) + (labels[row] ? 1 : 0))
    }
    self.init(scores: distinct, slots: slots)
  }

  private init(scores: [Double], slots: [Int32]) {
    self.scores = scores
    self.slots = slots
    negatives = [Double](repeating: 0, count: scores.count)
    positives = negatives
    for slot in slots { count(slot) }
  }

  /// The rows in all.
  package var count: Double { negatives.reduce(0, +) + positives.reduce(0, +) }

  /// The share of rows with the outcome; NaN without rows.
  package var baseRate: Double {
    let positive = positives.reduce(0, +)
    return positive / (negatives.reduce(0, +) + positive)
  }

  /// The same rows with neighbouring scores put together at their mean, so that
  /// about `limit` different ones are left.
  func pooled(to limit: Int) -> RankedOutcomes {
    let total = count
    var pools: [Int] = []
    var means: [(sum: Double, count: Double)] = []
    var position = 0.0
    var latest = -1
    for place in scores.indices {
      let rows = negatives[place] + positives[place]
      let pool = Int(position * Double(limit) / total)
      if pool != latest { means.append((0, 0)) }
      latest = pool
      means[means.count - 1].sum += rows * scores[place]
      means[means.count - 1].count += rows
      pools.append(means.count - 1)
      position += rows
    }
    return RankedOutcomes(
      scores: means.map { $0.sum / $0.count },
      slots: slots.map { Int32(2 * pools[Int($0 >> 1)]) | ($0 & 1) })
  }

  /// Draws as many rows as there are, with replacement, in the place of the rows.
  mutating func resample<Generator: RandomNumberGenerator>(using generator: inout Generator) {
    for place in scores.indices {
      negatives[place] = 0
      positives[place] = 0
    }
    let rows = UInt64(slots.count)
    for _ in slots.indices {
      count(slots[Int(generator.next().multipliedFullWidth(by: rows).high)])
    }
  }

  private mutating func count(_ slot: Int32) {
    let place = Int(slot >> 1)
    if slot & 1 == 0 { negatives[place] += 1 } else { positives[place] += 1 }
  }
}

extension RankedOutcomes {
  /// Rows next to each other in the order of their scores.
  package struct Slice: Sendable, Hashable {
    package var count = 0.0
    /// Where a cut goes through equal scores, their share of the outcomes.
    package var positives = 0.0
    package var scoreSum = 0.0

    /// The share with the outcome; NaN for an empty slice.
    package var rate: Double { positives / count }
    package var meanScore: Double { scoreSum / count }

    fileprivate mutating func add(_ rows: Double, positives: Double, at score: Double) {
      count += rows
      self.positives += positives
      scoreSum += rows * score
    }
  }

  /// The rows between cuts, which are places in ascending order of the scores.
  ///
  /// - Precondition: the cuts, two or more, ascend from 0 to the number of rows.
  func slices(at cuts: [Int]) -> [Slice] {
    var slices: [Slice] = []
    var slice = Slice()
    var room = Double(cuts[1])
    func close() {
      slices.append(slice)
      slice = Slice()
      if slices.count < cuts.count - 1 {
        room = Double(cuts[slices.count + 1] - cuts[slices.count])
      }
    }
    for place in scores.indices {
      let total = negatives[place] + positives[place]
      var left = total
      while left > room, slices.count < cuts.count - 2 {
        slice.add(room, positives: room / total * positives[place], at: scores[place])
        left -= room
        close()
      }
      let positive = left == total ? positives[place] : left / total * positives[place]
      slice.add(left, positives: positive, at: scores[place])
      room -= left
    }
    while slices.count < cuts.count - 1 { close() }
    return slices
  }

  /// Bins of equal count, the lowest scores first; fewer rows than bins leave
  /// some empty.
  package func bins(_ count: Int) -> [Slice] {
    let rows = Int(self.count)
    return slices(at: (0...count).map { rows * $0 / count })
  }

  /// Slices of equal count, the highest scores first, cut at the rounded shares.
  package func shares(_ count: Int) -> [Slice] {
    let rows = Int(self.count)
    let cuts = (0...count).map { rows - Self.rounded(rows, $0, of: count) }
    return slices(at: cuts.reversed()).reversed()
  }

  private static func rounded(_ rows: Int, _ part: Int, of parts: Int) -> Int {
    Int((Double(rows) * Double(part) / Double(parts)).rounded())
  }
}
