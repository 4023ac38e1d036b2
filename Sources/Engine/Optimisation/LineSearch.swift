/// Finds a step along a descent direction that satisfies the strong Wolfe
/// conditions, by bracketing and interpolation of the slope.
///
/// Near a minimum the differences between values drown in rounding. There a
/// step is judged by its slope alone, as long as the value does not rise by
/// more than the rounding.
///
/// - Source: J. Nocedal & S. J. Wright 2006, "Numerical Optimization", 2nd ed.,
///   section 3.5; W. W. Hager & H. Zhang 2005, SIAM J. Optim. 16(1), equations
///   4.1 and 4.3, for the approximate conditions.
struct LineSearch {
  private static let sufficientDecrease = 1e-4
  private static let curvature = 0.9
  private static let rounding = 1e-7
  private static let maximumTrials = 25

  private let value: Double
  private let slope: Double
  private var trials = 0
  /// The longest step known to be too short, and the slope there.
  private var low: (step: Double, slope: Double)
  /// The shortest step known to be too long, and the slope there if it is of use.
  private var high: (step: Double, slope: Double?)?
  /// The step to try next; nil once the search has failed.
  private(set) var step: Double?

  /// Starts a search from a point of known value and negative slope.
  init(value: Double, slope: Double, firstStep: Double) {
    self.value = value
    self.slope = slope
    low = (0, slope)
    step = firstStep
  }

  /// Whether the current step will do; chooses the next one if not.
  mutating func accepts(value trialValue: Double, slope trialSlope: Double) -> Bool {
    guard let current = step else { return false }
    trials += 1
    let decreases = trialValue <= value + Self.sufficientDecrease * current * slope
    let holds =
      trialValue <= value + Self.rounding * abs(value)
      && trialSlope <= (2 * Self.sufficientDecrease - 1) * slope
    if !(trialValue.isFinite && trialSlope.isFinite) {
      high = (current, nil)
    } else if !(decreases || holds) {
      high = (current, trialSlope > 0 ? trialSlope : nil)
    } else if abs(trialSlope) <= -Self.curvature * slope {
      return true
    } else if trialSlope < 0 {
      low = (current, trialSlope)
    } else {
      high = (current, trialSlope)
    }
    step = trials < Self.maximumTrials ? nextStep() : nil
    return false
  }

  private func nextStep() -> Double {
    guard let high else { return 4 * low.step }
    let width = high.step - low.step
    guard let highSlope = high.slope else { return low.step + width / 4 }
    // Where the line through both slopes crosses zero, kept off the ends.
    let crossing = -low.slope / (highSlope - low.slope)
    return low.step + width * min(max(crossing, 0.1), 0.9)
  }
}
