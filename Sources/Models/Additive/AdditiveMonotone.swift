import Engine

/// Curves that are monotone but for noise are made so.
///
/// A curve counts as monotone if its nearest monotone curve is within its 95 %
/// band at every knot. Neighbours in the wrong order are then drawn together by
/// a penalty on their difference, and the fit repeated, until none is left.
///
/// - Source: P. H. C. Eilers 2005, "Unimodal Smoothing", J. Chemometrics 19,
///   section 2, for the asymmetric penalty.
struct AdditiveMonotone {
  private static let rounds = 4
  /// Half the width of the 95 % band, in standard errors.
  private static let band = 1.96
  /// The weight of a wrong difference, in units of the weight of all rows.
  private static let strength = 10.0

  /// By term of the design, the number of coefficients that form its line.
  let lines: [Int: Int]

  /// Fits the curves that are monotone but for noise as such.
  ///
  /// - Returns: by term of the design, the form its line was given.
  func run(
    _ smoother: inout AdditiveSmoother, cancellation: Cancellation?
  ) throws(ModelError) -> [Int: AdditiveModel.Term.Shape] {
    var shapes: [Int: AdditiveModel.Term.Shape] = [:]
    for (term, count) in lines where count > 1 {
      let line = Array(smoother.coefficients[smoother.design.range(of: term)].prefix(count))
      let errors = smoother.standardErrors(of: term)
      for shape in [AdditiveModel.Term.Shape.increasing, .decreasing] {
        let nearest = shape.nearest(to: line)
        let isClose = line.indices.allSatisfy {
          abs(nearest[$0] - line[$0]) <= Self.band * errors[$0]
        }
        // A line with a direction is not near a flat one.
        if isClose && nearest[0] != nearest[count - 1] { shapes[term] = shape }
      }
    }
    var wrong: [Int: Set<Int>] = [:]
    for _ in 0..<Self.rounds {
      var hasMore = false
      for (term, shape) in shapes {
        let line = Array(smoother.coefficients[smoother.design.range(of: term)])
        for knot in 1..<(lines[term] ?? 1) {
          let rise = (line[knot] - line[knot - 1]) * (shape == .increasing ? 1 : -1)
          if rise < -1e-6 && wrong[term, default: []].insert(knot).inserted { hasMore = true }
        }
      }
      guard hasMore else { break }
      for (term, knots) in wrong {
        var form = QuadraticForm(size: smoother.design.terms[term].basis.size)
        for knot in knots.sorted() {
          form.add(
            [(knot - 1, -1), (knot, 1)], factor: Self.strength * smoother.design.mass)
        }
        smoother.restraints[term] = form.matrix
      }
      try smoother.run(iterations: 4, updates: 0, cancellation: cancellation)
    }
    return shapes
  }
}

extension AdditiveModel.Term.Shape {
  /// The sequence of this shape with the least squared distance.
  ///
  /// - Source: R. E. Barlow, D. J. Bartholomew, J. M. Bremner & H. D. Brunk 1972,
  ///   "Statistical Inference under Order Restrictions", pool adjacent violators.
  func nearest(to values: [Double]) -> [Double] {
    guard self != .free else { return values }
    let sign = self == .increasing ? 1.0 : -1.0
    var blocks: [(mean: Double, count: Int)] = []
    for value in values {
      var block = (mean: sign * value, count: 1)
      while let last = blocks.last, last.mean > block.mean {
        let count = last.count + block.count
        let sum = last.mean * Double(last.count) + block.mean * Double(block.count)
        block = (sum / Double(count), count)
        blocks.removeLast()
      }
      blocks.append(block)
    }
    return blocks.flatMap { [Double](repeating: sign * $0.mean, count: $0.count) }
  }
}
