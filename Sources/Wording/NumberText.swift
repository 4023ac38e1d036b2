import Glibc

/// A number with a fixed count of decimals and no commas, for machines: -1234.50.
///
/// Rounds the exact binary value, halves to even. What rounds to zero has no sign; what is not
/// a number or infinite is a dash.
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
  return text.hasPrefix("-") && text.allSatisfy { "-0.".contains($0) }
    ? String(text.dropFirst()) : text
}

/// A whole number with commas between its thousands: 541,909.
package func grouped(_ value: Int) -> String {
  (value < 0 ? "−" : "") + groupedDigits(String(value.magnitude))
}

/// A number with commas and a fixed count of decimals, as readers see it: −1,234.50.
///
/// Rounded as ``fixed(_:decimals:)``.
package func grouped(_ value: Double, decimals: Int) -> String {
  let text = fixed(value, decimals: decimals)
  guard value.isFinite else { return text }
  let parts = text.drop { $0 == "-" }.split(separator: ".")
  let fraction = parts.count > 1 ? "." + parts[1] : ""
  return (text.hasPrefix("-") ? "−" : "") + groupedDigits(String(parts[0])) + fraction
}

/// A difference with its sign: +0.012, −0.012.
///
/// What rounds to zero has none.
package func signed(_ value: Double, decimals: Int = 3) -> String {
  let text = grouped(value, decimals: decimals)
  return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
}

/// As few digits as tell a value of a column, which may be a year: 2011, 123, 12.5, −0.08.
package func brief(_ value: Double) -> String {
  let size = value.magnitude
  guard size < 1e15 else { return value.isFinite ? "\(value)" : "–" }
  let decimals = value.rounded() == value || size >= 100 ? 0 : size >= 10 ? 1 : 2
  let text = fixed(value, decimals: decimals)
  return text.hasPrefix("-") ? "−" + text.dropFirst() : text
}

/// A share of one as a percentage: 12.3%.
///
/// What is not quite nothing or not quite all says so: <0.1%, >99.9%.
package func percentage(_ share: Double, decimals: Int = 1) -> String {
  guard share.isFinite else { return "–" }
  let text = grouped(share * 100, decimals: decimals)
  let step = pow(10, -Double(decimals))
  if share > 0, text == fixed(0, decimals: decimals) {
    return "<" + fixed(step, decimals: decimals) + "%"
  }
  if share < 1, text == fixed(100, decimals: decimals) {
    return ">" + fixed(100 - step, decimals: decimals) + "%"
  }
  return text + "%"
}

/// A share of one as a sentence holds it, with a decimal below ten only: 68%, 2.9%.
package func roundPercentage(_ share: Double) -> String {
  guard share.isFinite else { return "–" }
  return grouped(share * 100, decimals: share.magnitude < 0.0995 ? 1 : 0) + "%"
}

private func groupedDigits(_ digits: String) -> String {
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
    result.append(digit)
  }
  return result
}
