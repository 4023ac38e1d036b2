import Engine
import Testing

@testable import Models

/// The penalised fit against dense references, from Reference/additive_model.py.
@Suite struct AdditiveSmootherTests {
  /// A line of six cells with first differences, and four levels with a ridge.
  private static let design: AdditiveDesign = {
    let rows = Array(0..<120)
    let left = rows.map { UInt16($0 * 7 % 6) }
    let right = rows.map { UInt16(($0 * $0 + $0 / 5) % 4) }
    let labels = rows.map { row -> Float in
      let (l, r) = (Int(left[row]), Int(right[row]))
      return (row * 11 + l * l * 5 + r * 3) % 13 < 4 + l % 3 * 2 ? 1 : 0
    }
    var difference = QuadraticForm(size: 6)
    difference.addDifferences(0..<6, order: 1)
    var pinned = QuadraticForm(size: 6)
    for index in 0..<6 { pinned.add([(index, 1)], factor: AdditiveBasis.ridge) }
    let masses = (0..<6).map { cell in Double(left.count { Int($0) == cell }) }
    pinned.add(
      masses.enumerated().map { ($0.offset, $0.element) },
      factor: AdditiveBasis.pin / masses.reduce(0, +))
    var levels = QuadraticForm(size: 4)
    for index in 0..<4 { levels.add([(index, 1)]) }
    var ridge = QuadraticForm(size: 4)
    for index in 0..<4 { ridge.add([(index, 1)], factor: AdditiveBasis.ridge) }
    return AdditiveDesign(
      [
        term(cells: left, size: 6, penalty: difference, fixed: pinned),
        term(cells: right, size: 4, penalty: levels, fixed: ridge),
      ], labels: labels, weights: rows.map { 1 + Float($0 % 3) / 2 }, threads: 2)
  }()

  private static func term(
    cells: [UInt16], size: Int, penalty: QuadraticForm, fixed: QuadraticForm
  ) -> AdditiveDesign.Term {
    var identity = SparseRows()
    for index in 0..<size { identity.append([(index, 1)]) }
    let basis = AdditiveBasis(
      size: size, cells: identity, entries: identity, penalties: [penalty.matrix],
      fixedPenalty: fixed.matrix)
    return AdditiveDesign.Term(basis: basis, cells: cells)
  }

  // "fixed factors 2, 3" and "covariance diagonal".
  @Test func `coefficients and their covariance equal a dense Newton fit's`() throws {
    var smoother = AdditiveSmoother(
      Self.design, factors: [[], [2], [3]], coefficients: [Double](repeating: 0, count: 11))
    for _ in 0..<3 { try smoother.run(iterations: 30, updates: 0, cancellation: nil) }
    let expected = [
      0.1415293221, -0.8945387051, -0.2663817069, 0.4676251793, -0.1318037885, 0.1674021294,
      0.6576968919, -0.1212644612, 0.4756346461, -0.3751913167, 0.0208211319,
    ]
    for (value, expected) in zip(smoother.coefficients, expected) {
      #expect(abs(value - expected) < 1e-6)
    }
    let variances = [
      0.1105947258, 0.1279593498, 0.0739254890, 0.0661222781, 0.0906508071, 0.0754819482,
      0.0837358796, 0.1347645902, 0.1505405257, 0.1347346158, 0.1468985352,
    ]
    for (index, expected) in variances.enumerated() {
      #expect(abs(smoother.covariance[index * 12] - expected) < 1e-6)
    }
    #expect(smoother.hasConverged)
  }

  // "factors of the greatest restricted likelihood".
  @Test func `factors maximise the restricted likelihood`() throws {
    var smoother = AdditiveSmoother(
      Self.design, factors: [[], [50], [0.5]], coefficients: [Double](repeating: 0, count: 11))
    for _ in 0..<30 { try smoother.run(iterations: 2, updates: 8, cancellation: nil) }
    #expect(abs(smoother.factors[1][0] / 2.126420 - 1) < 0.05, "\(smoother.factors)")
    #expect(abs(smoother.factors[2][0] / 9.416890 - 1) < 0.05, "\(smoother.factors)")
  }

  @Test func `bins hold about equal weight, and never split a value`() {
    let numbers: [Float] = (0..<1000).map { Float($0 % 7 == 0 ? 3 : $0 % 50) }
    let counted = CountedNumbers(numbers, nil)
    for count in [1, 2, 5, 12, 49, 60] {
      let bins = counted.bins(count)
      #expect(bins.count <= count && bins.first?.lowerBound == 0)
      #expect(bins.last?.upperBound == counted.values.count)
      #expect(zip(bins, bins.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      #expect(bins.allSatisfy { !$0.isEmpty })
    }
  }

  @Test func `segments agree with a search for every number`() {
    let scale = AdditiveScale.edges([-1, 0.5, 2, 7], spikes: [0, 0.5, 3])
    let numbers: [Float] = [
      -.infinity, -2, -1, -0.5, -0.0, 0, 0.25, 0.5, 0.75, 2, 3, Float(3).nextUp, 5, 7, 8,
      .infinity, .nan, 1,
    ]
    #expect(
      scale.entries(.numbers(numbers)).map(Int.init)
        == numbers.map { scale.entry(ofNumber: $0) })
  }
}
