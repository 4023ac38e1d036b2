/// A column's training values on the scales of its curve and of its grids.
///
/// The cells of the curve are finer than its knots: the bins of the line, then
/// spikes, then missing values; or the slots of a category. The cells of a grid
/// are the entries of its scale.
struct AdditiveAxis: Sendable {
  let name: String
  let curveScale: AdditiveScale
  let gridScale: AdditiveScale
  /// The lower edges of the curve's bins but the first; empty for categories.
  let binEdges: [Float]
  /// The mean value of each of the curve's bins; empty for categories.
  let binMeans: [Float]
  /// The weight of the rows in each cell of the curve.
  let curveMasses: [Double]
  /// The weight of the rows in each entry of the grid scale.
  let gridMasses: [Double]

  /// The most bins of a curve over numbers.
  static let curveBins = 64
  /// The most knots of a curve over numbers; with fewer values each is a knot.
  static let knots = 14
  /// Up to here each distinct number is a knot of its own.
  static let distinctValues = 32
  /// The most bins of a number on a grid.
  static let gridBins = 12
  /// A number that holds more than this share of the rows has an entry of its own.
  static let spikeShare = 0.05
  /// The most levels of a category with a slot of their own, in a curve and in a grid.
  static let curveLevels = 250
  static let gridLevels = 12
  /// A level with fewer rows has no slot of its own.
  static let fewestLevelRows = 5.0

  init(_ column: AdditiveColumn, weights: [Float]?) {
    switch column.values {
    case .numbers(let numbers): self.init(column.name, numbers: numbers, weights)
    case .categories(let codes, let levelCount):
      self.init(column.name, codes: codes, levelCount: levelCount, weights)
    }
  }

  private init(_ name: String, numbers: [Float], _ weights: [Float]?) {
    let counted = CountedNumbers(numbers, weights)
    let total = counted.mass + counted.missingMass
    let isDiscrete = counted.values.count <= Self.distinctValues
    let spikes =
      isDiscrete
      ? []
      : counted.values.indices.filter { counted.masses[$0] > Self.spikeShare * total }
    let line = counted.removing(spikes)
    let spikeValues = spikes.map { counted.values[$0] }
    let bins = line.bins(isDiscrete ? line.values.count : Self.curveBins)
    let means = bins.map { line.mean(of: $0) }
    let knotCount = isDiscrete ? bins.count : min(bins.count, Self.knots)
    let knots = (0..<knotCount).map { knot in
      means[knotCount > 1 ? knot * (bins.count - 1) / (knotCount - 1) : 0]
    }
    let gridBins = line.bins(Self.gridBins)
    let gridEdges = gridBins.dropFirst().map { line.values[$0.lowerBound] }

    self.name = name
    curveScale = .knots(knots, spikes: spikeValues)
    gridScale = .edges(gridEdges, spikes: spikeValues)
    binEdges = bins.dropFirst().map { line.values[$0.lowerBound] }
    binMeans = means
    let spikeMasses = spikes.map { counted.masses[$0] }
    curveMasses = bins.map { line.mass(of: $0) } + spikeMasses + [counted.missingMass]
    gridMasses =
      (gridBins.isEmpty ? [0] : gridBins.map { line.mass(of: $0) }) + spikeMasses
      + [counted.missingMass]
  }

  private init(_ name: String, codes: [Int32], levelCount: Int, _ weights: [Float]?) {
    var masses = [Double](repeating: 0, count: levelCount + 1)
    for (row, code) in codes.enumerated() {
      let level = code >= 0 && code < levelCount ? Int(code) : levelCount
      masses[level] += weights.map { Double($0[row]) } ?? 1
    }
    let levels = masses.indices.dropLast().filter { masses[$0] >= Self.fewestLevelRows }
      .sorted { (masses[$0], $1) > (masses[$1], $0) }
    self.name = name
    binEdges = []
    binMeans = []
    (curveScale, curveMasses) = Self.levelScale(
      levels.prefix(Self.curveLevels).sorted(), masses, levelCount)
    (gridScale, gridMasses) = Self.levelScale(
      levels.prefix(Self.gridLevels).sorted(), masses, levelCount)
  }

  /// The scale that gives the levels named a slot each, and the mass of each entry.
  private static func levelScale(
    _ levels: [Int], _ masses: [Double], _ levelCount: Int
  ) -> (AdditiveScale, [Double]) {
    var slots = [Int32](repeating: Int32(levels.count), count: levelCount)
    for (slot, level) in levels.enumerated() { slots[level] = Int32(slot) }
    var entryMasses = [Double](repeating: 0, count: levels.count + 2)
    for level in 0..<levelCount { entryMasses[Int(slots[level])] += masses[level] }
    entryMasses[levels.count + 1] = masses[levelCount]
    return (.levels(slots: slots, slotCount: levels.count), entryMasses)
  }

  /// The cell of each value on the curve's bins.
  func curveCells(_ column: AdditiveColumn) -> [UInt16] {
    guard case .knots(_, let spikes) = curveScale else {
      return curveScale.entries(column.values)
    }
    return AdditiveScale.edges(binEdges, spikes: spikes).entries(column.values)
  }
}
