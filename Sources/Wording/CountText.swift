/// A number with what it counts: "1 interaction", "14,652 interactions".
///
/// The plural is the singular with an s unless it is given.
package func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
  "\(withThousands(number)) \(number == 1 ? one : many ?? one + "s")"
}

/// A whole number with commas between its thousands: 541,909.
private func withThousands(_ number: Int) -> String {
  var digits = Array(String(number.magnitude))
  for index in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: index) }
  return (number < 0 ? "-" : "") + String(digits)
}
