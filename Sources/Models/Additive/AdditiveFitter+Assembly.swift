import Engine
import Glibc

extension AdditiveFitter {
  /// The model of the fitted coefficients, each term centred on all rows.
  func assemble(
    _ sample: Sample, _ smoother: AdditiveSmoother, _ pieces: [Piece],
    _ shapes: [Int: AdditiveModel.Term.Shape], penaltyScale: Double
  ) -> AdditiveModel {
    var fitted: [AdditiveModel.Term] = []
    var unheld: [[Int]: [Int]] = [:]
    for (index, piece) in pieces.enumerated() {
      let basis = piece.term.basis
      let coefficients = smoother.coefficients[smoother.design.range(of: index + 1)]
      let shape = shapes[index + 1] ?? .free
      unheld[piece.columns] = (0..<basis.entries.count).filter { basis.entries[$0].isEmpty }
      var values = basis.entries.times(coefficients)
      if shape != .free, case .knots(let knots, _) = sample.axes[piece.columns[0]].curveScale {
        // What the penalty leaves of a wrong order is rounding.
        let line = shape.nearest(to: Array(values[..<knots.count]))
        values.replaceSubrange(..<knots.count, with: line)
      }
      fitted.append(
        AdditiveModel.Term(
          columns: piece.columns, values: values,
          standardErrors: smoother.standardErrors(of: index + 1), shape: shape,
          degreesOfFreedom: smoother.degreesOfFreedom[index + 1], importance: 0))
    }
    let curves = sample.axes.indices.map { index in
      let zeros = [Double](repeating: 0, count: sample.axes[index].curveScale.entryCount)
      return fitted.first { $0.columns == [index] }
        ?? AdditiveModel.Term(
          columns: [index], values: zeros, standardErrors: zeros, shape: .free,
          degreesOfFreedom: 0, importance: 0)
    }
    let known = zip(sample.axes, means).map { axis, mean in
      let total = axis.gridMasses.reduce(0, +)
      return AdditiveModel.Column(
        name: axis.name, mean: mean, curveScale: axis.curveScale, gridScale: axis.gridScale,
        gridShares: axis.gridMasses.map { $0 / total })
    }
    let model = AdditiveModel(
      columns: known, intercept: smoother.coefficients[0],
      terms: curves + fitted.filter { $0.columns.count == 2 },
      warnings: warnings(sample, smoother, pieces), penaltyScale: penaltyScale)
    return centred(model, unheld: unheld)
  }

  /// The weighted mean of each column's numbers that are not missing; nil for categories.
  private var means: [Double?] {
    let (columns, weights) = (columns, weights)
    return Parallel.map(count: columns.count, chunkSize: 1, threads: configuration.threads) {
      guard case .numbers(let numbers) = columns[$0].values else { return nil }
      var (sum, mass) = (0.0, 0.0)
      for row in numbers.indices where !numbers[row].isNaN {
        let weight = weights.map { Double($0[row]) } ?? 1
        sum += weight * Double(numbers[row])
        mass += weight
      }
      return mass > 0 ? sum / mass : 0
    }
  }

  /// The same scores with the weighted mean of each term over the rows moved to
  /// the intercept, and the grids in order of importance.
  ///
  /// Entries of a term that no row held say nothing: theirs is the mean.
  private func centred(
    _ model: AdditiveModel, unheld: [[Int]: [Int]]
  ) -> AdditiveModel {
    let scorer = AdditiveScorer(model, model.terms, columns)
    let weights = weights
    let total = weights.map { $0.reduce(0) { $0 + Double($1) } } ?? Double(labels.count)
    let moments = Parallel.map(
      count: model.terms.count, chunkSize: 1, threads: configuration.threads
    ) { index -> (mean: Double, magnitude: Double) in
      let values = scorer.contributions(of: index)
      var sum = 0.0
      for row in values.indices { sum += (weights.map { Double($0[row]) } ?? 1) * values[row] }
      let mean = sum / total
      var magnitude = 0.0
      for row in values.indices {
        magnitude += (weights.map { Double($0[row]) } ?? 1) * abs(values[row] - mean)
      }
      return (mean, magnitude / total)
    }
    var terms = model.terms
    for index in terms.indices {
      terms[index].values = terms[index].values.map { $0 - moments[index].mean }
      terms[index].importance = moments[index].magnitude
      for entry in unheld[terms[index].columns] ?? [] { terms[index].values[entry] = 0 }
    }
    let curveCount = model.columns.count
    let grids = terms[curveCount...].sorted { $0.importance > $1.importance }
    return AdditiveModel(
      columns: model.columns,
      intercept: moments.reduce(model.intercept) { $0 + $1.mean },
      terms: terms[..<curveCount] + grids, warnings: model.warnings,
      penaltyScale: model.penaltyScale)
  }

  /// What whoever reads the model should know.
  private func warnings(
    _ sample: Sample, _ smoother: AdditiveSmoother, _ pieces: [Piece]
  ) -> [AdditiveModel.Warning] {
    var warnings: [AdditiveModel.Warning] = []
    let mean = sample.meanLabel
    for (axis, column) in zip(sample.axes, sample.columns) {
      guard axis.curveMasses.count(where: { $0 > 0 }) > 1 else {
        warnings.append(.constantColumn(axis.name))
        continue
      }
      var positive = [Double](repeating: 0, count: axis.curveMasses.count)
      for (row, cell) in axis.curveCells(column).enumerated() {
        let weight = sample.weights.map { Double($0[row]) } ?? 1
        positive[Int(cell)] += weight * Double(sample.labels[row])
      }
      var decided = 0.0
      for (cell, mass) in axis.curveMasses.enumerated() {
        // How likely chance gives all rows of the cell one label.
        if positive[cell] == 0 && mass * log(1 - mean) < Self.logChance
          || positive[cell] == mass && mass * log(mean) < Self.logChance
        {
          decided += mass
        }
      }
      if decided > Self.decidedShare * axis.curveMasses.reduce(0, +) {
        warnings.append(.separation(axis.name))
      }
    }
    let moves = smoother.lastMoves.dropFirst()
    if !smoother.hasConverged, let most = moves.indices.max(by: { moves[$0] < moves[$1] }) {
      warnings.append(.notConverged(sample.axes[pieces[most - 1].columns[0]].name))
    }
    return warnings
  }

  /// Below this log-probability a label is not one by chance.
  private static let logChance = -16.0
  /// A column that decides more than this share of the rows is named.
  private static let decidedShare = 0.05
}
