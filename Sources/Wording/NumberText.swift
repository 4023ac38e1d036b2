import Glibc

/// A whole number with commas between its thousands: 541,909.
package func grouped(_ value: Int) -> String {
  (value < 0 ? "-" : "") + groupedDigits(String(value.magnitude))
}

/// A number with commas and a fixed count of decimals: 1,234.50.
///
/// Rounds the exact binary value, halves to even. What is not a number or
/// infinite prints as a dash.
package func grouped(_ value: Double, decimals: Int) -> String {
  let text = fixed(value, decimals: decimals)
  guard value.isFinite else { return text }
  let isNegative = text.hasPrefix("-")
  let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".")
  let fraction = parts.count > 1 ? "." + parts[1] : ""
  return (isNegative ? "-" : "") + groupedDigits(String(parts[0])) + fraction
}

/// A number with a fixed count of decimals and no commas: 1234.50.
package func fixed(_ value: Double, decimals: Int) -> String {
  guard value.isFinite else { return "–" }
  // The widest finite number has 309 digits before the point.
  let capacity = 320 + max(0, decimals)
  let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
    let length = withVaList([Int32(decimals), value]) {
      vsnprintf(buffer.baseAddress, capacity, "%.*f", $0)
    }
    return String(decoding: buffer.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
  // What rounds to zero has no sign.
  return text.hasPrefix("-") && text.allSatisfy { "-0.".contains($0) }
    ? String(text.dropFirst()) : text
}

/// A share as a percentage: 12.3%.
///
/// What is not quite nothing or not quite all says so: <0.1%, >99.9%.
package func percentage(_ share: Double, decimals: Int = 1) -> String {
  guard share.isFinite else { return "–" }
  let text = fixed(share * 100, decimals: decimals)
  let step = fixed(pow(10, -Double(decimals)), decimals: decimals)
  if share > 0, text == fixed(0, decimals: decimals) { return "<" + step + "%" }
  if share < 1, text == fixed(100, decimals: decimals) {
    return ">" + fixed(100 - pow(10, -Double(decimals)), decimals: decimals) + "%"
  }
  return text + "%"
}

/// A span of time in its two leading units: 340 ms, 1.2 s, 2 min 5 s, 3 h 20 min.
package func durationText(seconds: Double) -> String {
  guard seconds.isFinite else { return "–" }
  if seconds < 0 { return "-" + durationText(seconds: -seconds) }
  // The limits are those below which rounding keeps the unit.
  if seconds == 0 { return "0 s" }
  if seconds < 0.000_999_5 { return fixed(seconds * 1_000_000, decimals: 0) + " µs" }
  if seconds < 0.009_95 { return fixed(seconds * 1000, decimals: 1) + " ms" }
  if seconds < 0.999_5 { return fixed(seconds * 1000, decimals: 0) + " ms" }
  if seconds < 9.95 { return fixed(seconds, decimals: 1) + " s" }
  if seconds < 59.5 { return fixed(seconds, decimals: 0) + " s" }
  if seconds < 3599.5 { return pair(seconds, ("min", 60), ("s", 1)) }
  if seconds < 86_370 { return pair(seconds, ("h", 3600), ("min", 60)) }
  return pair(seconds, ("d", 86_400), ("h", 3600))
}

/// A size in binary units: 512 B, 1.5 KiB, 120 MiB.
package func byteText(_ count: Int) -> String {
  let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  var value = Double(count.magnitude)
  var unit = 0
  while unit < units.count - 1, value >= (unit == 0 ? 1024 : 1023.5) {
    value /= 1024
    unit += 1
  }
  let decimals = unit > 0 && value < 9.95 ? 1 : 0
  return (count < 0 ? "-" : "") + fixed(value, decimals: decimals) + " " + units[unit]
}

private func groupedDigits(_ digits: String) -> String {
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
    result.append(digit)
  }
  return result
}

private func pair(
  _ seconds: Double, _ first: (name: String, size: Double), _ second: (name: String, size: Double)
) -> String {
  let total = (seconds / second.size).rounded()
  let ratio = first.size / second.size
  let major = (total / ratio).rounded(.down)
  let minor = total - major * ratio
  let start = fixed(major, decimals: 0) + " " + first.name
  return minor == 0 ? start : start + " " + fixed(minor, decimals: 0) + " " + second.name
}
