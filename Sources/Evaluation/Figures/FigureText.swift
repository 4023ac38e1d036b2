/// Numbers as sentences of reports write them.
package enum FigureText {
  /// A share of one as per cent: "68 %", below ten "2.9 %".
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    return "\(number(share * 100, decimals: abs(share) < 0.0995 ? 1 : 0)) %"
  }

  /// A number with so many decimals and its thousands apart: "12,340.5".
  package static func number(_ value: Double, decimals: Int = 0) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return value.isFinite ? "\(value)" : "–" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    var whole = Array(String(Int((scaled / scale).rounded(.down))))
    for place in stride(from: whole.count - 3, to: 0, by: -3) { whole.insert(",", at: place) }
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let digits = String(Int(scaled.truncatingRemainder(dividingBy: scale)))
    let padding = String(repeating: "0", count: decimals - digits.count)
    return "\(sign)\(String(whole)).\(padding)\(digits)"
  }
}
