import Engine

/// Cross-validation of a factor of all penalties of a fit.
///
/// Each fold's model is reached from that of all rows: its smoothing factors
/// follow the quadratic at those coefficients without the fold's rows, then its
/// coefficients take a few Newton steps with the curvature of that quadratic.
struct AdditiveCrossValidation {
  /// Newton steps of the coefficients.
  private static let steps = 3
  /// Updates of the smoothing factors before them.
  private static let updates = 6

  let smoother: AdditiveSmoother
  let folds: [Range<Int>]

  /// A fold's factors, and the curvature of all rows but the fold's.
  private struct Part: Sendable {
    let smoother: AdditiveSmoother
    let hessian: [Double]
  }

  /// The log loss out of fold and the scores out of fold for each factor of all penalties.
  ///
  /// - Throws: `singular`.
  func scores(
    _ scales: [Double]
  ) throws(ModelError) -> [(loss: Double, scores: [Double])] {
    let design = smoother.design
    let (_, slopes, curvatures) = design.loss(design.scores(smoother.coefficients))
    let hessians = folds.map { design.hessian(curvatures, rows: $0) }
    var whole = [Double](repeating: 0, count: design.size * design.size)
    for part in hessians { for index in whole.indices { whole[index] += part[index] } }
    let total = whole
    let parts = Parallel.map(count: folds.count, chunkSize: 1, threads: design.threads) { fold in
      part(fold, total, hessians[fold], slopes)
    }
    let results = Parallel.map(
      count: scales.count * folds.count, chunkSize: 1, threads: design.threads
    ) { job -> [Double]? in
      let (index, fold) = job.quotientAndRemainder(dividingBy: folds.count)
      return parts[fold].flatMap { scores(scales[index], fold, $0) }
    }
    var found: [(loss: Double, scores: [Double])] = []
    for index in scales.indices {
      var scores: [Double] = []
      for fold in folds.indices {
        guard let part = results[index * folds.count + fold] else {
          throw ModelError(
            .singular,
            "\(AdditiveModel.name): the Hessian without fold \(fold) is singular; "
              + "look for columns of extreme values")
        }
        scores += part
      }
      found.append((design.loss(scores).value, scores))
    }
    return found
  }

  private func part(
    _ fold: Int, _ total: [Double], _ own: [Double], _ slopes: [Double]
  ) -> Part? {
    var hessian = total
    for index in hessian.indices { hessian[index] -= own[index] }
    var smoother = smoother
    guard
      (try? smoother.step(
        hessian, gradient: gradient(slopes, without: fold), updates: Self.updates)) != nil
    else { return nil }
    return Part(smoother: smoother, hessian: hessian)
  }

  /// The scores of a fold by the model of the others; nil if it has none.
  private func scores(_ scale: Double, _ fold: Int, _ part: Part) -> [Double]? {
    let design = smoother.design
    var matrix = part.hessian
    part.smoother.addPenalties(to: &matrix, scale: scale)
    guard let factor = try? AdditiveSmoother.factorise(matrix, size: design.size) else {
      return nil
    }
    var coefficients = smoother.coefficients
    var scores = design.scores(coefficients)
    for _ in 0..<Self.steps {
      var gradient = part.smoother.penaltyGradient(coefficients, scale: scale)
      let slopes = design.loss(scores).slopes
      for (index, value) in self.gradient(slopes, without: fold).enumerated() {
        gradient[index] += value
      }
      for (index, value) in factor.solve(gradient).enumerated() { coefficients[index] -= value }
      scores = design.scores(coefficients)
    }
    return Array(scores[folds[fold]])
  }

  /// The gradient of the loss of all rows but the fold's.
  private func gradient(_ slopes: [Double], without fold: Int) -> [Double] {
    let before = smoother.design.gradient(slopes, rows: 0..<folds[fold].lowerBound)
    let after = smoother.design.gradient(
      slopes, rows: folds[fold].upperBound..<smoother.design.rowCount)
    return zip(before, after).map { $0 + $1 }
  }
}
