/// A figure to compare with, and whose it is.
struct Goal {
  enum Direction {
    case atLeast
    case atMost
    /// No further from the target than this.
    case within(Double)
    /// Shown for comparison; a baseline has no duty to reach it.
    case reported

    /// Whether a figure reaches the target, where it has to.
    func isMet(_ value: Double, _ target: Double) -> Bool? {
      switch self {
      case .atLeast: value >= target
      case .atMost: value <= target
      case .within(let distance): abs(value - target) <= distance
      case .reported: nil
      }
    }
  }

  enum Target {
    case figure(Double)
    /// The same metric of another model on the same cases in the same run.
    case model(String)
  }

  let `case`: String
  let metric: String
  let direction: Direction
  let target: Target
  let reference: String

  init(
    _ case: String, _ metric: String, _ direction: Direction, _ target: Target,
    _ reference: String
  ) {
    self.case = `case`
    self.metric = metric
    self.direction = direction
    self.target = target
    self.reference = reference
  }

  func figure(for row: Row, among rows: [Row]) -> Double? {
    switch target {
    case .figure(let value): return value
    case .model(let name):
      var parts = row.case.split(separator: "/").map(String.init)
      parts[parts.count - 1] = name
      let other = parts.joined(separator: "/")
      return rows.first { $0.case == other && $0.metric == metric }?.value
    }
  }
}
