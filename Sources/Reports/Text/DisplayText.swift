import Evaluation
import Glibc
import Wording

/// A number as readers see it: −1,234.50, or a dash for what is no number.
func display(_ value: Double, decimals: Int) -> String {
  value.isFinite && abs(value) >= 1e15 ? scientific(value) : grouped(value, decimals: decimals)
}

/// A number with the decimals that its size asks for: 0.8421, 12.35, 1,204.
func display(_ value: Double) -> String {
  switch abs(value) {
  case ..<1e-12: display(value, decimals: 0)
  case ..<1e-4: scientific(value)
  case ..<10: display(value, decimals: 4)
  case ..<1000: display(value, decimals: 2)
  default: display(value, decimals: 0)
  }
}

/// The value and its interval where it has one: 0.8421 [0.8310, 0.8530].
func display(_ metric: Metric, format: FigureAxis.Format = .number) -> String {
  func text(_ value: Double) -> String {
    format == .percent ? percentage(value) : display(value)
  }
  guard metric.hasInterval else { return text(metric.value) }
  return "\(text(metric.value)) [\(text(metric.low)), \(text(metric.high))]"
}

/// Digits before and after the power of ten: 2.5e−6.
func scientific(_ value: Double, decimals: Int = 1) -> String {
  var exponent = Int(log10(abs(value)).rounded(.down))
  var mantissa = value / pow(10, Double(exponent))
  // What rounds to ten has a digit too many.
  if abs(mantissa) >= 10 - 0.5 * pow(10, -Double(decimals)) {
    (mantissa, exponent) = (mantissa / 10, exponent + 1)
  }
  return grouped(mantissa, decimals: decimals) + "e" + grouped(exponent)
}

extension Metric {
  /// Whether its ends are known and not the value itself.
  var hasInterval: Bool { low.isFinite && high.isFinite && low < high }
}
