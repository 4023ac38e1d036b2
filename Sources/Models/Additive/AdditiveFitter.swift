import Engine

/// The steps of a fit of an additive model.
struct AdditiveFitter {
  /// One term on its way into the model.
  struct Piece: Sendable {
    /// One index of a column, or two.
    let columns: [Int]
    let term: AdditiveDesign.Term
    /// The factors of its penalties; nil before the first fit.
    var factors: [Double]?
    /// Zeros before the first fit.
    var coefficients: [Double]
  }

  /// The factors of all penalties that cross-validation tries.
  private static let scales = [0.5, 1, 2, 4, 8]
  /// A curve of fewer degrees of freedom is left flat.
  private static let fewestCurveDegrees = 0.02
  /// A grid of fewer degrees of freedom is left out.
  private static let fewestGridDegrees = 0.3
  /// The Newton steps on all rows after a fit on a sample.
  private static let polishingSteps = 2

  let columns: [AdditiveColumn]
  let labels: [Float]
  let weights: [Float]?
  let groups: [Int64]?
  let configuration: AdditiveModel.Configuration
  let cancellation: Cancellation?

  /// The model and the out-of-fold scores.
  ///
  /// - Parameter needsOutOfFold: whether the scores are wanted; without them and
  ///   with a given factor of the penalties, no fold is fitted and they are zeros.
  /// - Returns: the fit.
  /// - Throws: `singular`, `cancelled`.
  func run(needsOutOfFold: Bool) throws(ModelError) -> AdditiveFit {
    let sample = Sample(self)
    let axes = sample.axes
    var smoother = try fitCurves(sample)
    var pieces = smoother.pieces
    let pairs = pairs(sample, smoother.smoother)
    if !pairs.isEmpty {
      smoother = try fitted(
        pieces + pairs, sample, from: smoother.smoother.coefficients[0], iterations: 4)
      pieces = keep(smoother)
      if pieces.count < smoother.pieces.count {
        smoother = try fitted(
          pieces, sample, from: smoother.smoother.coefficients[0], iterations: 1)
      }
    }
    let scales = configuration.penaltyScale.map { [$0] } ?? Self.scales
    let results =
      scales.count == 1 && !needsOutOfFold
      ? []
      : try AdditiveCrossValidation(
        smoother: smoother.smoother, folds: sample.folds.ranges
      ).scores(scales)
    var best = 0
    for index in results.indices where results[index].loss < results[best].loss { best = index }
    smoother.smoother.scaleFactors(by: scales[best])
    try smoother.smoother.run(iterations: 10, updates: 0, cancellation: cancellation)
    pieces = smoother.pieces
    var lines: [Int: Int] = [:]
    for (index, piece) in pieces.enumerated() where piece.columns.count == 1 {
      if case .knots(let knots, _) = axes[piece.columns[0]].curveScale {
        lines[index + 1] = knots.count
      }
    }
    let shapes = try AdditiveMonotone(lines: lines).run(
      &smoother.smoother, cancellation: cancellation)

    var outOfFold = [Double](repeating: 0, count: labels.count)
    if sample.folds.order.count < labels.count {
      outOfFold = try polish(&smoother.smoother, pieces, axes)
    }
    if !results.isEmpty {
      for (place, row) in sample.folds.order.enumerated() {
        outOfFold[row] = results[best].scores[place]
      }
    }
    let model = assemble(
      sample, smoother.smoother, pieces, shapes, penaltyScale: scales[best])
    return AdditiveFit(model: model, outOfFold: outOfFold)
  }

  /// A smoother and the terms of its design but the intercept.
  struct Fitted {
    var smoother: AdditiveSmoother
    var pieces: [Piece]
  }

  /// The curves of all columns but those without use.
  private func fitCurves(_ sample: Sample) throws(ModelError) -> Fitted {
    let (axes, columns) = (sample.axes, sample.columns)
    let pieces = Parallel.map(count: columns.count, chunkSize: 1, threads: configuration.threads) {
      index in
      let basis = AdditiveBasis(curveOf: axes[index])
      return Piece(
        columns: [index],
        term: AdditiveDesign.Term(basis: basis, cells: axes[index].curveCells(columns[index])),
        factors: nil, coefficients: [Double](repeating: 0, count: basis.size))
    }
    let start = try fitted(pieces.filter { $0.term.basis.size > 1 }, sample, iterations: 1)
    let fit = try fitted(
      keep(start), sample, from: start.smoother.coefficients[0], iterations: 4)
    let kept = keep(fit)
    guard kept.count < fit.pieces.count else { return fit }
    return try fitted(kept, sample, from: fit.smoother.coefficients[0], iterations: 1)
  }

  /// Fits pieces from where they are.
  private func fitted(
    _ pieces: [Piece], _ sample: Sample, from intercept: Double? = nil, iterations: Int
  ) throws(ModelError) -> Fitted {
    let design = AdditiveDesign(
      pieces.map(\.term), labels: sample.labels, weights: sample.weights,
      threads: configuration.threads)
    var smoother = AdditiveSmoother(
      design, factors: [[]] + pieces.map(\.factors),
      coefficients: [intercept ?? sample.baseLogOdds] + pieces.flatMap(\.coefficients))
    try smoother.run(iterations: iterations, updates: 4, cancellation: cancellation)
    var pieces = pieces
    for index in pieces.indices {
      pieces[index].factors = smoother.factors[index + 1]
      pieces[index].coefficients = Array(smoother.coefficients[design.range(of: index + 1)])
    }
    return Fitted(smoother: smoother, pieces: pieces)
  }

  /// The pieces that smoothing has not shrunk to nothing.
  private func keep(_ fit: Fitted) -> [Piece] {
    fit.pieces.indices.filter { index in
      fit.smoother.degreesOfFreedom[index + 1]
        > (fit.pieces[index].columns.count == 1
          ? Self.fewestCurveDegrees : Self.fewestGridDegrees)
    }.map { fit.pieces[$0] }
  }

  /// The grids of the pairs of columns that lower the loss out of fold.
  private func pairs(_ sample: Sample, _ smoother: AdditiveSmoother) -> [Piece] {
    guard configuration.maximumPairs > 0 && sample.columns.count > 1 else { return [] }
    let (axes, columns) = (sample.axes, sample.columns)
    let cells = Parallel.map(count: columns.count, chunkSize: 1, threads: configuration.threads) {
      axes[$0].gridScale.entries(columns[$0].values)
    }
    let (_, slopes, curvatures) = smoother.design.loss(
      smoother.design.scores(smoother.coefficients))
    return AdditivePairScreen(
      axes: axes, cells: cells, folds: sample.folds.ranges, slopes: slopes,
      curvatures: curvatures, threads: configuration.threads
    ).candidates(maximum: configuration.maximumPairs).map { pair in
      let width = axes[pair.second].gridScale.entryCount
      let (rows, others) = (cells[pair.first], cells[pair.second])
      let joint = rows.indices.map { rows[$0] * UInt16(width) + others[$0] }
      var masses = [Double](
        repeating: 0, count: axes[pair.first].gridScale.entryCount * width)
      for row in joint.indices {
        masses[Int(joint[row])] += sample.weights.map { Double($0[row]) } ?? 1
      }
      let basis = AdditiveBasis(gridOf: axes[pair.first], axes[pair.second], masses: masses)
      return Piece(
        columns: [pair.first, pair.second],
        term: AdditiveDesign.Term(basis: basis, cells: joint), factors: pair.factors,
        coefficients: [Double](repeating: 0, count: basis.size))
    }
  }

  /// Moves the coefficients from the sample's optimum to that of all rows, with
  /// the curvature of the sample.
  ///
  /// - Returns: the scores of all rows before.
  private func polish(
    _ smoother: inout AdditiveSmoother, _ pieces: [Piece], _ axes: [AdditiveAxis]
  ) throws(ModelError) -> [Double] {
    let columns = columns
    let used = Set(pieces.flatMap { $0.columns.count == 2 ? $0.columns : [] }).sorted()
    let grids = Dictionary(
      uniqueKeysWithValues: zip(
        used,
        Parallel.map(count: used.count, chunkSize: 1, threads: configuration.threads) {
          axes[used[$0]].gridScale.entries(columns[used[$0]].values)
        }))
    let terms = Parallel.map(count: pieces.count, chunkSize: 1, threads: configuration.threads) {
      index in
      let piece = pieces[index]
      let first = piece.columns[0]
      guard piece.columns.count == 2, let rows = grids[first], let others = grids[piece.columns[1]]
      else {
        return AdditiveDesign.Term(
          basis: piece.term.basis, cells: axes[first].curveCells(columns[first]))
      }
      let width = UInt16(axes[piece.columns[1]].gridScale.entryCount)
      return AdditiveDesign.Term(
        basis: piece.term.basis, cells: rows.indices.map { rows[$0] * width + others[$0] })
    }
    let design = AdditiveDesign(
      terms, labels: labels, weights: weights, threads: configuration.threads)
    return try smoother.polish(
      on: design, steps: Self.polishingSteps, cancellation: cancellation)
  }
}
