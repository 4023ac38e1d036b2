import Engine

/// Solves the dual problem of a support vector machine by steps on two
/// coordinates at a time.
///
/// With βᵢ = yᵢαᵢ it minimises ½·βᵀKβ − yᵀβ under Σβ = 0 and bounds on each β.
/// The errors sᵢ = yᵢ − (Kβ)ᵢ of the coordinates that may rise and of those that
/// may fall meet at the optimum, in the intercept.
///
/// - Source: R.-E. Fan, P.-H. Chen & C.-J. Lin 2005, "Working Set Selection Using
///   Second Order Information for Training Support Vector Machines", JMLR 6,
///   algorithm 2 with WSS 2.
final class SequentialMinimalOptimization {
  private static let leastCurvature = 1e-12

  private let rows: KernelRows
  private let count: Int
  /// The bounds of each β: 0 and ±C.
  private let lower: UnsafeMutablePointer<Double>
  private let upper: UnsafeMutablePointer<Double>
  private let beta: UnsafeMutablePointer<Double>
  /// s = y − Kβ.
  private let errors: UnsafeMutablePointer<Double>
  private(set) var iterations = 0
  /// Whether the errors disagree by less than the tolerance.
  private(set) var hasConverged = false

  /// - Parameters:
  ///   - rows: the kernel matrix.
  ///   - signs: −1 or 1 for each row.
  ///   - costs: the greatest magnitude of each β.
  init(_ rows: KernelRows, signs: [Double], costs: [Double]) {
    self.rows = rows
    count = signs.count
    lower = .allocate(capacity: count)
    upper = .allocate(capacity: count)
    beta = .allocate(capacity: count)
    errors = .allocate(capacity: count)
    for i in 0..<count {
      lower[i] = signs[i] < 0 ? -costs[i] : 0
      upper[i] = signs[i] < 0 ? 0 : costs[i]
      beta[i] = 0
      errors[i] = signs[i]
    }
  }

  deinit {
    lower.deallocate()
    upper.deallocate()
    beta.deallocate()
    errors.deallocate()
  }

  /// β, whose entries above or below 0 are those of support vectors.
  var coefficients: [Double] {
    withExtendedLifetime(self) { (0..<count).map { beta[$0] } }
  }

  /// Steps until the errors disagree by less than `tolerance`, or to the limit.
  ///
  /// - Returns: false if the caller asked to stop.
  func run(
    tolerance: Double, maximumIterations: Int, _ cancellation: Cancellation?
  ) -> Bool {
    // Else the memory may be given back after the last use of `self`.
    defer { withExtendedLifetime(self) {} }
    while true {
      if iterations % 64 == 0, cancellation?.isCancelled == true { return false }
      guard let rising = greatestRisingError() else { break }
      let risingRow = rows.row(rising)
      guard let falling = partner(of: rising, risingRow, tolerance: tolerance) else { break }
      guard iterations < maximumIterations else { return true }
      step(rising, risingRow, falling, rows.row(falling))
      iterations += 1
    }
    hasConverged = true
    return true
  }

  /// The mean error of the coordinates between their bounds or, if there are
  /// none, the middle of what the others allow.
  var intercept: Double {
    defer { withExtendedLifetime(self) {} }
    var (sum, between) = (0.0, 0)
    var (most, least) = (-Double.infinity, Double.infinity)
    for i in 0..<count {
      let (canRise, canFall) = (beta[i] < upper[i], beta[i] > lower[i])
      if canRise && canFall {
        sum += errors[i]
        between += 1
      }
      if canRise { most = max(most, errors[i]) }
      if canFall { least = min(least, errors[i]) }
    }
    return between > 0 ? sum / Double(between) : (most + least) / 2
  }

  /// The coordinate of the greatest error among those that may rise.
  private func greatestRisingError() -> Int? {
    var (best, greatest) = (-1, -Double.infinity)
    for i in 0..<count where errors[i] > greatest && beta[i] < upper[i] {
      greatest = errors[i]
      best = i
    }
    return best < 0 ? nil : best
  }

  /// The coordinate whose fall, together with the rise of another, lowers the
  /// objective most; nil if no error disagrees by the tolerance.
  private func partner(
    of rising: Int, _ row: UnsafePointer<Float>, tolerance: Double
  ) -> Int? {
    let (greatest, own) = (errors[rising], rows.diagonal[rising])
    var (best, gain, gap) = (-1, 0.0, 0.0)
    rows.diagonal.withUnsafeBufferPointer { diagonal in
      for i in 0..<count {
        let difference = greatest - errors[i]
        guard difference > 0 && beta[i] > lower[i] else { continue }
        if difference > gap { gap = difference }
        let curvature = own + diagonal[i] - 2 * Double(row[i])
        let safe = curvature > Self.leastCurvature ? curvature : Self.leastCurvature
        // The gain is difference² / curvature; a product spares most divisions.
        if difference * difference > gain * safe {
          gain = difference * difference / safe
          best = i
        }
      }
    }
    return gap < tolerance || best < 0 ? nil : best
  }

  /// Raises one coordinate and lowers the other to the least of the objective
  /// along that line.
  private func step(
    _ i: Int, _ rowI: UnsafePointer<Float>, _ j: Int, _ rowJ: UnsafePointer<Float>
  ) {
    let curvature = max(
      rows.diagonal[i] + rows.diagonal[j] - 2 * Double(rowI[j]), Self.leastCurvature)
    let length = min(
      (errors[i] - errors[j]) / curvature, upper[i] - beta[i], beta[j] - lower[j])
    // Set rather than added where a bound is met, so that it is met exactly.
    beta[i] = length == upper[i] - beta[i] ? upper[i] : beta[i] + length
    beta[j] = length == beta[j] - lower[j] ? lower[j] : beta[j] - length
    for t in 0..<count { errors[t] -= length * (Double(rowI[t]) - Double(rowJ[t])) }
  }
}
