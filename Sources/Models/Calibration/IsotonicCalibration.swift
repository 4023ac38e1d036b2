/// Calibrates scores by the best curve that never falls.
///
/// Between the centres of its blocks the curve is straight, so that the order of
/// scores survives; beyond the outer ones it is level.
///
/// - Source: Zadrozny & Elkan 2002, "Transforming classifier scores into accurate
///   multiclass probability estimates", KDD; pool-adjacent-violators by Ayer et al.
///   1955, "An empirical distribution function for sampling with incomplete
///   information", Annals of Mathematical Statistics 26(4).
package struct IsotonicCalibration: Sendable, Equatable, Codable {
  /// A point of the calibration curve.
  package struct Knot: Sendable, Equatable, Codable {
    /// The mean score of a block.
    package let score: Double
    package let probability: Double
  }

  /// In ascending order of the scores; at least one.
  package let knots: [Knot]

  /// Finds the curve of the least squared error on held-out rows.
  ///
  /// A first block without and a last one with nothing but outcomes get the share
  /// that one more row of either kind would leave, as far as the next block
  /// permits, so that no probability is 0 or 1.
  ///
  /// - Parameters:
  ///   - scores: of rows the model was not fitted on, in any unit.
  ///   - labels: whether the outcome came.
  /// - Returns: the fitted curve.
  /// - Throws: `noData`, `oneClass`, `shapeMismatch`, `notFinite`.
  /// - Complexity: O(n log n).
  package static func fit(
    scores: [Double], labels: [Bool]
  ) throws(ModelError) -> IsotonicCalibration {
    try CalibrationInput.check(scores, labels, "isotonic calibration")
    let blocks = blocks(scores, labels)
    var probabilities = blocks.map(\.rate)
    let (first, last) = (0, blocks.count - 1)
    if probabilities[first] == 0 {
      probabilities[first] = min(1 / (blocks[first].count + 2), probabilities[first + 1])
    }
    if probabilities[last] == 1 {
      let count = blocks[last].count
      probabilities[last] = max((count + 1) / (count + 2), probabilities[last - 1])
    }
    return IsotonicCalibration(
      knots: zip(blocks, probabilities).map { block, probability in
        Knot(score: block.scoreSum / block.count, probability: probability)
      })
  }

  /// The calibrated probability of a score.
  package func probability(_ score: Double) -> Double {
    guard let after = knots.firstIndexAscending(where: { $0.score >= score }) else {
      return knots[knots.count - 1].probability
    }
    guard after > 0 else { return knots[0].probability }
    let (a, b) = (knots[after - 1], knots[after])
    let share = (score - a.score) / (b.score - a.score)
    return a.probability + share * (b.probability - a.probability)
  }

  /// Neighbouring scores of one rate.
  struct Block {
    var count: Double
    var positives: Double
    var scoreSum: Double

    var rate: Double { positives / count }
  }

  /// The blocks of rising rates; the rows of one score are never parted.
  static func blocks(_ scores: [Double], _ labels: [Bool]) -> [Block] {
    var ties: [(score: Double, block: Block)] = []
    for row in scores.indices.sorted(by: { scores[$0] < scores[$1] }) {
      let positive: Double = labels[row] ? 1 : 0
      if let last = ties.indices.last, ties[last].score == scores[row] {
        ties[last].block.count += 1
        ties[last].block.positives += positive
        ties[last].block.scoreSum += scores[row]
      } else {
        ties.append(
          (scores[row], Block(count: 1, positives: positive, scoreSum: scores[row])))
      }
    }
    var blocks: [Block] = []
    for (_, tie) in ties {
      var block = tie
      while let previous = blocks.last, previous.rate >= block.rate {
        block.count += previous.count
        block.positives += previous.positives
        block.scoreSum += previous.scoreSum
        blocks.removeLast()
      }
      blocks.append(block)
    }
    return blocks
  }
}

extension Array {
  /// The first element with a property that all after it have as well.
  fileprivate func firstIndexAscending(where isMet: (Element) -> Bool) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isMet(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low < count ? low : nil
  }
}
