extension AdditiveBasis {
  /// The curve of a column: hats at the knots of its line, and a coefficient for
  /// each spike, level and missing values that some row holds.
  ///
  /// The line is kept smooth by its first and second differences, all others by
  /// a ridge, so a column without use shrinks to nothing.
  ///
  /// - Source: G. Marra & S. N. Wood 2011, "Practical Variable Selection for
  ///   Generalized Additive Models", Comput. Stat. Data Anal. 55(7), for the
  ///   penalty on what smoothing leaves free.
  init(curveOf axis: AdditiveAxis) {
    var line: [Float] = []
    if case .knots(let knots, _) = axis.curveScale { line = knots }
    let binCount = axis.binMeans.count
    // Rows fall into bins; all cells after those stand alone.
    let alone = (binCount..<axis.curveMasses.count).filter { axis.curveMasses[$0] > 0 }
    let size = line.count + alone.count
    var cells = SparseRows()
    for mean in axis.binMeans { cells.append(Self.hats(mean, line)) }
    var entries = SparseRows()
    for knot in line.indices { entries.append([(knot, 1)]) }
    for cell in binCount..<axis.curveMasses.count {
      let place = alone.firstIndex(of: cell).map { [(line.count + $0, 1.0)] } ?? []
      cells.append(place)
      entries.append(place)
    }

    var penalties: [[Double]] = []
    for order in [1, 2] where line.count > order {
      var form = QuadraticForm(size: size)
      form.addDifferences(0..<line.count, order: order)
      penalties.append(form.matrix)
    }
    if !alone.isEmpty {
      var form = QuadraticForm(size: size)
      for index in line.count..<size { form.add([(index, 1)]) }
      penalties.append(form.matrix)
    }
    var fixed = QuadraticForm(size: size)
    for index in 0..<size { fixed.add([(index, 1)], factor: Self.ridge) }
    var masses = [Double](repeating: 0, count: line.count)
    for bin in 0..<binCount {
      for (index, weight) in cells[bin] { masses[index] += axis.curveMasses[bin] * weight }
    }
    fixed.addMean(masses.enumerated().map { ($0.offset, $0.element) })
    self.init(
      size: size, cells: cells, entries: entries, penalties: penalties,
      fixedPenalty: fixed.matrix)
  }

  /// The grid of two columns: products of the hats of both.
  ///
  /// Its means over either column are pinned at 0, since they belong to the curves.
  ///
  /// - Parameters:
  ///   - first: the column of the rows.
  ///   - second: the column of the grid's columns.
  ///   - masses: the weight of the rows in each cell, row-major.
  /// - Source: B. Lengerich, S. Tan, C.-H. Chang, G. Hooker & R. Caruana 2020,
  ///   "Purifying Interaction Effects with the Functional ANOVA", AISTATS.
  init(gridOf first: AdditiveAxis, _ second: AdditiveAxis, masses: [Double]) {
    let (a, b) = (GridAxisBasis(first), GridAxisBasis(second))
    let size = a.size * b.size
    var cells = SparseRows()
    var held = [Double](repeating: 0, count: size)
    for row in 0..<a.entries.count {
      let left = a.entries[row]
      for column in 0..<b.entries.count {
        var products: [(index: Int, weight: Double)] = []
        let mass = masses[row * b.entries.count + column]
        for x in left {
          for y in b.entries[column] {
            let index = x.index * b.size + y.index
            products.append((index, x.weight * y.weight))
            held[index] += mass * x.weight * y.weight
          }
        }
        cells.append(products)
      }
    }
    var fixed = QuadraticForm(size: size)
    for index in 0..<size { fixed.add([(index, 1)], factor: Self.ridge) }
    for row in 0..<a.size {
      fixed.addMean((0..<b.size).map { (row * b.size + $0, held[row * b.size + $0]) })
    }
    for column in 0..<b.size {
      fixed.addMean((0..<a.size).map { ($0 * b.size + column, held[$0 * b.size + column]) })
    }
    var ridge = QuadraticForm(size: size)
    for index in 0..<size { ridge.add([(index, 1)]) }
    var alongFirst = QuadraticForm(size: size)
    for form in a.roughness {
      for column in 0..<b.size {
        alongFirst.add(form.map { ($0.index * b.size + column, $0.weight) })
      }
    }
    var alongSecond = QuadraticForm(size: size)
    for form in b.roughness {
      for row in 0..<a.size {
        alongSecond.add(form.map { (row * b.size + $0.index, $0.weight) })
      }
    }
    self.init(
      size: size, cells: cells, entries: cells,
      penalties: [alongFirst.matrix, alongSecond.matrix, ridge.matrix],
      fixedPenalty: fixed.matrix)
  }

  /// The weights of the hats at a number, which clamps at the first and last knot.
  static func hats(_ number: Float, _ knots: [Float]) -> [(index: Int, weight: Double)] {
    let rank = AdditiveScale.rank(of: number, in: knots)
    guard rank > 0 else { return knots.isEmpty ? [] : [(0, 1)] }
    guard rank < knots.count else { return [(rank - 1, 1)] }
    let (left, right) = (Double(knots[rank - 1]), Double(knots[rank]))
    let part = (Double(number) - left) / (right - left)
    return [(rank - 1, 1 - part), (rank, part)]
  }
}

/// One direction of a grid.
private struct GridAxisBasis {
  /// The most hats along bins of numbers.
  static let hats = 6

  let size: Int
  /// The weights of the coefficients in each entry of the scale.
  let entries: SparseRows
  /// The linear forms that are small where the grid is smooth in this direction.
  let roughness: [[(index: Int, weight: Double)]]

  init(_ axis: AdditiveAxis) {
    var binCount = 0
    if case .edges(let edges, _) = axis.gridScale { binCount = edges.count + 1 }
    let hatCount = min(binCount, Self.hats)
    let knots = (0..<hatCount).map { knot in
      hatCount > 1 ? Float(knot * (binCount - 1)) / Float(hatCount - 1) : 0
    }
    let alone = (binCount..<axis.gridMasses.count).filter { axis.gridMasses[$0] > 0 }
    let size = hatCount + alone.count
    var entries = SparseRows()
    for bin in 0..<binCount { entries.append(AdditiveBasis.hats(Float(bin), knots)) }
    for entry in binCount..<axis.gridMasses.count {
      entries.append(alone.firstIndex(of: entry).map { [(hatCount + $0, 1)] } ?? [])
    }
    var roughness: [[(index: Int, weight: Double)]] = []
    for knot in 0..<max(0, hatCount - 1) { roughness.append([(knot, -1), (knot + 1, 1)]) }
    for index in hatCount..<size {
      roughness.append(
        (0..<size).map { ($0, ($0 == index ? 1 : 0) - 1 / Double(size)) })
    }
    self.size = size
    self.entries = entries
    self.roughness = roughness
  }
}

extension QuadraticForm {
  /// Pins the weighted mean of coefficients at 0.
  fileprivate mutating func addMean(_ masses: [(index: Int, weight: Double)]) {
    let total = masses.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return }
    add(masses, factor: AdditiveBasis.pin / total)
  }
}
