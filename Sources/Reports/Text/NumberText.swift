import Evaluation
import Glibc

/// A number with a fixed count of decimals: -1234.50.
///
/// Halves are rounded to even. What rounds to zero has no sign.
///
/// - Precondition: the value is finite, `decimals` from 0 to 12.
func fixed(_ value: Double, decimals: Int) -> String {
  precondition(value.isFinite && (0...12).contains(decimals), "fixed: \(value), \(decimals)")
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = (value * scale).rounded(.toNearestOrEven)
  // Beyond this a double has no decimals to write.
  guard abs(scaled) < 0x1p53 else { return "\(value)" }
  var digits = String(Int(scaled).magnitude)
  if decimals > 0 {
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
  }
  return scaled < 0 ? "-" + digits : digits
}

/// A number as readers see it: −1,234.50, or a dash for what is no number.
func display(_ value: Double, decimals: Int) -> String {
  guard value.isFinite else { return "–" }
  guard abs(value) < 1e15 else { return scientific(value) }
  let text = fixed(value, decimals: decimals)
  let isNegative = text.hasPrefix("-")
  let parts = text.drop { $0 == "-" }.split(separator: ".")
  let fraction = parts.count > 1 ? "." + parts[1] : ""
  return (isNegative ? "−" : "") + grouped(String(parts[0])) + fraction
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

/// A share of one as per cent: 84.2%.
func percentText(_ share: Double, decimals: Int = 1) -> String {
  share.isFinite ? display(share * 100, decimals: decimals) + "%" : "–"
}

/// A whole number with commas: 541,909.
func display(_ count: Int) -> String {
  (count < 0 ? "−" : "") + grouped(String(count.magnitude))
}

/// The value and its interval where it has one: 0.8421 [0.8310, 0.8530].
func display(_ metric: Metric, format: FigureAxis.Format = .number) -> String {
  func text(_ value: Double) -> String {
    format == .percent ? percentText(value) : display(value)
  }
  guard metric.hasInterval else { return text(metric.value) }
  return "\(text(metric.value)) [\(text(metric.low)), \(text(metric.high))]"
}

/// A difference with its sign: +0.0120.
func signed(_ value: Double) -> String {
  let text = value.isFinite ? display(value, decimals: 4) : "–"
  return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
}

/// A span of time in the unit that fits: 340 ms, 1.2 s, 2 min 5 s.
func durationText(_ seconds: Double) -> String {
  switch seconds {
  case 0..<0.000_999_5: display(seconds * 1e6, decimals: 0) + " µs"
  case 0..<0.999_5: display(seconds * 1e3, decimals: seconds < 0.009_95 ? 1 : 0) + " ms"
  case 0..<59.5: display(seconds, decimals: seconds < 9.95 ? 1 : 0) + " s"
  case 0..<3599.5: "\(Int(seconds.rounded()) / 60) min \(Int(seconds.rounded()) % 60) s"
  case 0..<1e9: "\(Int((seconds / 60).rounded()) / 60) h \(Int((seconds / 60).rounded()) % 60) min"
  default: "–"
  }
}

/// A size in binary units: 512 B, 1.5 KiB, 120 MiB.
func byteText(_ count: Int) -> String {
  let units = ["B", "KiB", "MiB", "GiB", "TiB"]
  var value = Double(count)
  var unit = 0
  while unit < units.count - 1, value >= (unit == 0 ? 1024 : 1023.5) {
    value /= 1024
    unit += 1
  }
  return display(value, decimals: unit > 0 && value < 9.95 ? 1 : 0) + " " + units[unit]
}

extension Metric {
  /// Whether its ends are known and not the value itself.
  var hasInterval: Bool { low.isFinite && high.isFinite && low < high }
}

/// Digits before and after the power of ten: 2.5e−6.
func scientific(_ value: Double, decimals: Int = 1) -> String {
  var exponent = Int(log10(abs(value)).rounded(.down))
  var mantissa = value / pow(10, Double(exponent))
  // What rounds to ten has a digit too many.
  if abs(mantissa) >= 10 - 0.5 * pow(10, -Double(decimals)) {
    (mantissa, exponent) = (mantissa / 10, exponent + 1)
  }
  let digits = display(mantissa, decimals: decimals)
  return digits + "e" + display(exponent)
}

private func grouped(_ digits: String) -> String {
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
    result.append(digit)
  }
  return result
}
