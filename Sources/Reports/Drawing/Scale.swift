/// From the numbers of an axis to places in a drawing.
struct Scale: Hashable {
  let domain: ClosedRange<Double>
  /// The places of the domain's ends; the first is the greater on a vertical axis.
  let from: Double
  let to: Double

  /// - Precondition: the domain is not empty.
  init(_ domain: ClosedRange<Double>, from: Double, to: Double) {
    precondition(domain.upperBound > domain.lowerBound, "scale: \(domain)")
    self.domain = domain
    self.from = from
    self.to = to
  }

  /// The place of a number; outside of the domain, up to one length of the axis away.
  func callAsFunction(_ value: Double) -> Double {
    let share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return from + min(2, max(-1, share)) * (to - from)
  }

  /// A range that holds all numbers and has a length; those that are not finite are
  /// passed over.
  static func domain(of values: some Sequence<Double>) -> ClosedRange<Double> {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return 0...1 }
    // Halves, as the whole span of doubles is not a double.
    guard high / 2 - low / 2 < 1e300 else { return -1e300...1e300 }
    // Ticks of smaller spans would drown in the rounding of doubles.
    let least = max(max(abs(low), abs(high)) * 1e-9, 1e-250)
    guard high - low <= least else { return low...high }
    let room = abs(low) < 1e-250 ? 1 : abs(low) / 10
    return (low - room)...(high + room)
  }
}
