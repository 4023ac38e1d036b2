import Evaluation
import Glibc
import Wording

/// Round numbers along an axis.
///
/// - Source: P. Heckbert 1990, "Nice Numbers for Graph Labels", Graphics Gems.
struct AxisTicks: Hashable {
  /// In ascending order, all within the range.
  let values: [Double]
  /// The distance of two neighbours.
  let step: Double

  /// About `count` multiples of 1, 2 or 5 times a power of ten.
  ///
  /// - Precondition: the range is finite and not empty; `count` > 0.
  init(in range: ClosedRange<Double>, count: Int) {
    let span = range.upperBound - range.lowerBound
    precondition(span > 0 && span.isFinite && count > 0, "ticks: \(count) in \(range)")
    step = Self.nice(span / Double(count))
    let slack = step * 1e-9
    let first = ((range.lowerBound - slack) / step).rounded(.up)
    let last = ((range.upperBound + slack) / step).rounded(.down)
    // Adding 0 makes -0 into 0.
    values =
      first > last
      ? []
      : stride(from: first, through: last, by: 1).map { [step] in
        Self.multiple($0, of: step) + 0
      }
  }

  /// The smallest range of whole steps around another.
  static func loose(_ range: ClosedRange<Double>, count: Int) -> ClosedRange<Double> {
    let step = nice((range.upperBound - range.lowerBound) / Double(count))
    let slack = 1e-9
    let low = multiple((range.lowerBound / step + slack).rounded(.down), of: step)
    let high = multiple((range.upperBound / step - slack).rounded(.up), of: step)
    return min(low, range.lowerBound)...max(high, range.upperBound)
  }

  /// The ticks as text.
  func labels(_ format: FigureAxis.Format) -> [String] {
    values.map { label($0, format) }
  }

  private func label(_ value: Double, _ format: FigureAxis.Format) -> String {
    let largest = values.reduce(0) { max($0, abs($1)) }
    if format == .percent {
      // A tick is a round number: it is never "almost nothing".
      return grouped(value * 100, decimals: decimals(of: step * 100)) + "%"
    }
    if largest < 1e-3 || largest >= 1e9 {
      return value == 0
        ? "0" : scientific(value, decimals: decimals(of: step / Self.power(largest)))
    }
    if largest >= 1e6 {
      return value == 0 ? "0" : display(value / 1e6, decimals: decimals(of: step / 1e6)) + " M"
    }
    return display(value, decimals: decimals(of: step))
  }

  private func decimals(of step: Double) -> Int {
    min(12, max(0, -Int((log10(step) + 1e-9).rounded(.down))))
  }

  /// The greatest power of ten that is not above a number.
  private static func power(_ value: Double) -> Double {
    pow(10, (log10(value) + 1e-9).rounded(.down))
  }

  private static func nice(_ value: Double) -> Double {
    let power = pow(10, log10(value).rounded(.down))
    let fraction = value / power
    let digit: Double =
      switch fraction {
      case ..<1.5: 1
      case ..<3: 2
      case ..<7: 5
      default: 10
      }
    return digit * power
  }

  /// The product without the dirt of a step below one: 3 · 0.1 is 0.3.
  private static func multiple(_ count: Double, of step: Double) -> Double {
    let inverse = (1 / step).rounded()
    return step < 1 && inverse < 1e15 && abs(inverse * step - 1) < 1e-9
      ? count / inverse : count * step
  }
}
