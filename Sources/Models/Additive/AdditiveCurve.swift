/// A curve over numbers as one line for each segment: base + slope·(x − left).
struct AdditiveCurve: Sendable {
  struct Line: Sendable {
    let base: Double
    let slope: Double
    let left: Float
  }

  let segments: NumberSegments
  let lines: [Line]
  /// Numbers outside are moved to the nearer bound: the curve is flat there.
  let lowest: Float
  let highest: Float

  /// The knots whose line goes on above the last.
  private static let tail = 3

  /// - Precondition: the scale has knots, and `values` one value for each entry.
  init(_ values: [Double], _ scale: AdditiveScale, extrapolates: Bool) {
    guard case .knots(let knots, let spikes) = scale else {
      preconditionFailure("AdditiveCurve: the scale has no knots")
    }
    segments = NumberSegments(points: knots, spikes: spikes)
    lowest = segments.breaks.first ?? 0
    let goesOn = extrapolates && knots.count >= Self.tail
    highest = goesOn ? Float.greatestFiniteMagnitude : segments.breaks.last ?? 0
    lines =
      segments.starts.map { start in
        if let spike = spikes.firstIndex(of: start) {
          return Line(base: values[knots.count + spike], slope: 0, left: 0)
        }
        let rank = AdditiveScale.rank(of: start, in: knots)
        if goesOn && rank == knots.count {
          let (first, last) = (rank - Self.tail, rank - 1)
          let width = Double(knots[last]) - Double(knots[first])
          return Line(
            base: values[last], slope: (values[last] - values[first]) / width, left: knots[last])
        }
        guard rank > 0 && rank < knots.count else {
          let base = knots.isEmpty ? 0 : values[rank == 0 ? 0 : rank - 1]
          return Line(base: base, slope: 0, left: 0)
        }
        let width = Double(knots[rank]) - Double(knots[rank - 1])
        return Line(
          base: values[rank - 1], slope: (values[rank] - values[rank - 1]) / width,
          left: knots[rank - 1])
      } + [Line(base: values[scale.missingEntry], slope: 0, left: 0)]
  }

  /// Adds the curve at each of `count` numbers to `scores`.
  ///
  /// - Parameters:
  ///   - scores: `count` elements.
  ///   - numbers: `count` elements; NaN stands for a missing one.
  ///   - count: the number of rows.
  ///   - found: memory for `count` segments.
  func add(
    to scores: UnsafeMutablePointer<Double>, _ numbers: UnsafePointer<Float>, _ count: Int,
    found: UnsafeMutablePointer<UInt8>
  ) {
    segments.find(numbers, count, found)
    lines.withUnsafeBufferPointer { lines in
      for row in 0..<count {
        let line = lines[Int(found[row])]
        // NaN is not below the highest bound.
        let number = max(numbers[row] < highest ? numbers[row] : highest, lowest)
        scores[row] += line.base + line.slope * (Double(number) - Double(line.left))
      }
    }
  }
}
