extension RankedOutcomes {
  /// The chance that a row with the outcome scores above one without, ties
  /// counting one half; NaN where one of the classes is absent.
  package var auc: Double {
    var wins = 0.0
    var below = 0.0
    var positive = 0.0
    for place in scores.indices {
      wins += positives[place] * (below + negatives[place] / 2)
      below += negatives[place]
      positive += positives[place]
    }
    return below > 0 && positive > 0 ? wins / (below * positive) : .nan
  }

  /// The mean over the rows with the outcome of the precision at their scores;
  /// NaN where one of the classes is absent.
  package var averagePrecision: Double {
    let total = positives.reduce(0, +)
    guard total > 0, negatives.contains(where: { $0 > 0 }) else { return .nan }
    var found = 0.0
    var seen = 0.0
    var sum = 0.0
    for place in scores.indices.reversed() where positives[place] + negatives[place] > 0 {
      found += positives[place]
      seen += positives[place] + negatives[place]
      sum += positives[place] * found / seen
    }
    return sum / total
  }

  /// How many times more outcomes the best-scored share holds than a random one
  /// of the same size; NaN without outcomes.
  package func lift(share: Double = 0.1) -> Double {
    let rows = Int(count)
    let base = baseRate
    guard base > 0 else { return .nan }
    let top = min(rows, max(1, Int((Double(rows) * share).rounded())))
    return slices(at: [0, rows - top, rows])[1].rate / base
  }

  /// The greatest distance between the shares of rows with and of rows without
  /// the outcome that lie above a score; NaN where one of the classes is absent.
  ///
  /// - Source: the two-sample statistic of Kolmogorov and Smirnov, as in Conover
  ///   1999, "Practical Nonparametric Statistics", 3rd ed., section 6.3.
  package var kolmogorovSmirnov: Double {
    rocPoints(atMost: .max).map { $0.truePositiveRate - $0.falsePositiveRate }.map(abs).max()
      ?? .nan
  }

  /// A threshold's place in the ROC diagram.
  package struct ROCPoint: Sendable, Hashable {
    package var falsePositiveRate: Double
    package var truePositiveRate: Double
  }

  /// The ROC curve from (0, 0) to (1, 1), none where one of the classes is absent.
  ///
  /// Points on a straight line between others are left out; of more than `limit`,
  /// those stay that are spread evenly along the curve.
  ///
  /// - Precondition: `limit` is 2 or more.
  /// - Source: Fawcett 2006, "An introduction to ROC analysis", Pattern
  ///   Recognition Letters 27(8), algorithm 1.
  package func rocPoints(atMost limit: Int = 200) -> [ROCPoint] {
    precondition(limit >= 2, "rocPoints: at most \(limit) points")
    let negative = negatives.reduce(0, +)
    let positive = positives.reduce(0, +)
    guard negative > 0, positive > 0 else { return [] }
    // Counts are whole numbers, so that collinearity is exact.
    var corners: [(x: Double, y: Double)] = [(0, 0)]
    var (x, y) = (0.0, 0.0)
    for place in scores.indices.reversed() where negatives[place] + positives[place] > 0 {
      x += negatives[place]
      y += positives[place]
      if corners.count > 1 {
        let (a, b) = (corners[corners.count - 2], corners[corners.count - 1])
        if (b.x - a.x) * (y - b.y) == (b.y - a.y) * (x - b.x) { corners.removeLast() }
      }
      corners.append((x, y))
    }
    let points = corners.map {
      ROCPoint(falsePositiveRate: $0.x / negative, truePositiveRate: $0.y / positive)
    }
    return points.thinned(to: limit) { $0.falsePositiveRate + $0.truePositiveRate }
  }
}

extension Array {
  /// At most so many elements, first and last among them, as evenly spread as
  /// possible by a number that grows along them.
  func thinned(to limit: Int, along position: (Element) -> Double) -> [Element] {
    guard count > limit, let first, let last else { return self }
    let (start, end) = (position(first), position(last))
    var kept = [first]
    for element in dropFirst().dropLast() {
      let due = start + (end - start) * Double(kept.count) / Double(limit - 1)
      if kept.count < limit - 1, position(element) >= due { kept.append(element) }
    }
    return kept + [last]
  }
}
