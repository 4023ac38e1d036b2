import Engine
import Glibc

/// A search for pairs of columns whose grid lowers the loss on rows that it was
/// not fitted to.
///
/// For each pair the slopes and curvatures of the loss of the curves alone are
/// summed by cells; a grid is one Newton step on the sums of all folds but one,
/// and its gain is read on the sums of the one left out.
///
/// - Source: after the FAST screen of Y. Lou, R. Caruana, J. Gehrke & G. Hooker
///   2013, "Accurate Intelligible Models with Pairwise Interactions", KDD,
///   section 4, with gains out of fold in place of gains in sample.
struct AdditivePairScreen {
  /// A pair with its cross-validated gain in nats and the factors of its penalties.
  struct Candidate: Sendable {
    let first: Int
    let second: Int
    let gain: Double
    let factors: [Double]
  }

  /// Factors of the penalties along the axes, in units of the curvature of a coefficient.
  private static let strengths = [0.3, 3.0]
  /// The most pairs that are tried out of fold.
  private static let triedPairs = 240

  let axes: [AdditiveAxis]
  let cells: [[UInt16]]
  let folds: [Range<Int>]
  let slopes: [Double]
  let curvatures: [Double]
  let threads: Int

  /// The pairs that pay, by falling gain.
  func candidates(maximum: Int) -> [Candidate] {
    let useful = axes.indices.filter { index in
      axes[index].gridMasses.count { $0 > 0 } > 1
    }
    var pairs: [(Int, Int)] = []
    for (place, first) in useful.enumerated() {
      for second in useful[(place + 1)...] { pairs.append((first, second)) }
    }
    guard !pairs.isEmpty && maximum > 0 else { return [] }
    let all = pairs
    let tried: [(Int, Int)]
    if all.count > Self.triedPairs {
      let scores = Parallel.map(count: all.count, chunkSize: 4, threads: threads) {
        coarseScore(all[$0].0, all[$0].1)
      }
      tried = all.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
        .prefix(Self.triedPairs).map { all[$0] }
    } else {
      tried = all
    }
    let found = Parallel.map(count: tried.count, chunkSize: 1, threads: threads) {
      candidate(tried[$0].0, tried[$0].1)
    }
    // A pair without use gains more than g nats by chance about once in eᵍ times.
    let threshold = 2 + log(Double(all.count))
    return Array(
      found.filter { $0.gain > threshold }.sorted { $0.gain > $1.gain }.prefix(maximum))
  }

  /// The sums of slopes and curvatures in the cells of a pair, over rows.
  private func sums(
    _ first: Int, _ second: Int, _ rows: Range<Int>
  ) -> (slopes: [Double], curvatures: [Double]) {
    let width = axes[second].gridMasses.count
    let count = axes[first].gridMasses.count * width
    var slopeSums = [Double](repeating: 0, count: count)
    var curvatureSums = slopeSums
    slopeSums.withUnsafeMutableBufferPointer { g in
      curvatureSums.withUnsafeMutableBufferPointer { h in
        cells[first].withUnsafeBufferPointer { x in
          cells[second].withUnsafeBufferPointer { y in
            for row in rows {
              let cell = Int(x[row]) &* width &+ Int(y[row])
              g[cell] += slopes[row]
              h[cell] += curvatures[row]
            }
          }
        }
      }
    }
    return (slopeSums, curvatureSums)
  }

  /// The gain of a step on shrunken cells, in standard deviations of what chance
  /// gives, at the better of two resolutions.
  private func coarseScore(_ first: Int, _ second: Int) -> Double {
    let (slopeSums, curvatureSums) = sums(first, second, 0..<slopes.count)
    let (height, width) = (axes[first].gridMasses.count, axes[second].gridMasses.count)
    var best = -Double.infinity
    for merge in [1, 4] {
      let columns = (width + merge - 1) / merge
      let count = (height + merge - 1) / merge * columns
      var g = [Double](repeating: 0, count: count)
      var h = g
      for row in 0..<height {
        for column in 0..<width {
          g[row / merge * columns + column / merge] += slopeSums[row * width + column]
          h[row / merge * columns + column / merge] += curvatureSums[row * width + column]
        }
      }
      let shrinkage = h.reduce(0, +) / Double(count)
      var (gain, variance) = (0.0, 0.0)
      for cell in 0..<count where h[cell] > 0 {
        let share = h[cell] / (h[cell] + shrinkage)
        gain += share * (g[cell] * g[cell] / h[cell] - 1)
        variance += 2 * share * share
      }
      best = max(best, gain / max(variance, 1e-12).squareRoot())
    }
    return best
  }

  /// The cross-validated gain of a pair at the better smoothing.
  private func candidate(_ first: Int, _ second: Int) -> Candidate {
    let byFold = folds.map { sums(first, second, $0) }
    let count = byFold[0].slopes.count
    let zeros = [Double](repeating: 0, count: count)
    var total = (slopes: zeros, curvatures: zeros)
    for fold in byFold {
      for cell in 0..<count {
        total.slopes[cell] += fold.slopes[cell]
        total.curvatures[cell] += fold.curvatures[cell]
      }
    }
    let basis = AdditiveBasis(gridOf: axes[first], axes[second], masses: total.curvatures)
    let unit = total.curvatures.reduce(0, +) / Double(basis.size)
    var best = Candidate(first: first, second: second, gain: -.infinity, factors: [])
    for strength in Self.strengths {
      let factors = [strength * unit, strength * unit, strength * unit * 0.1]
      var penalty = basis.fixedPenalty
      for (factor, own) in zip(factors, basis.penalties) {
        for index in penalty.indices { penalty[index] += factor * own[index] }
      }
      var gain = 0.0
      for fold in byFold {
        gain += Self.gain(basis, penalty, total, leftOut: fold)
      }
      if gain > best.gain {
        best = Candidate(first: first, second: second, gain: gain, factors: factors)
      }
    }
    return best
  }

  /// The decrease of the loss on the sums left out, by a step on the others.
  private static func gain(
    _ basis: AdditiveBasis, _ penalty: [Double],
    _ total: (slopes: [Double], curvatures: [Double]),
    leftOut: (slopes: [Double], curvatures: [Double])
  ) -> Double {
    var matrix = penalty
    var target = [Double](repeating: 0, count: basis.size)
    let cells = basis.cells
    for cell in 0..<cells.count {
      let slope = total.slopes[cell] - leftOut.slopes[cell]
      let curvature = total.curvatures[cell] - leftOut.curvatures[cell]
      for a in cells.starts[cell]..<cells.starts[cell + 1] {
        let (row, weight) = (Int(cells.indices[a]), cells.weights[a])
        target[row] -= slope * weight
        for b in cells.starts[cell]..<cells.starts[cell + 1] {
          matrix[row * basis.size + Int(cells.indices[b])] +=
            curvature * weight * cells.weights[b]
        }
      }
    }
    guard let factor = try? Cholesky(matrix, size: basis.size) else { return 0 }
    let solution = factor.solve(target)
    let values = cells.times(solution[...])
    var gain = 0.0
    for cell in values.indices {
      gain -=
        values[cell] * leftOut.slopes[cell]
        + values[cell] * values[cell] * leftOut.curvatures[cell] / 2
    }
    return gain
  }
}
