/// Numbers as sentences hold them.
enum NumberText {
  /// Two decimals with a sign: "+0.84".
  static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + plain(value) }

  /// Two decimals: "0.84".
  static func plain(_ value: Double) -> String {
    let hundredths = (value.magnitude * 100).rounded()
    guard hundredths.isFinite, hundredths < 1e15 else { return "\(value)" }
    let whole = Int(hundredths)
    let digits = "\(whole % 100)"
    return (value < 0 && whole > 0 ? "-" : "") + "\(whole / 100)."
      + (digits.count < 2 ? "0" : "") + digits
  }

  /// As few digits as tell it: "12", "3.5", "0.08".
  static func short(_ value: Double) -> String {
    if value.rounded() == value, value.magnitude < 1e15 { return "\(Int(value))" }
    if value.magnitude >= 100 { return "\(Int(value.rounded()))" }
    if value.magnitude >= 10 { return "\((value * 10).rounded() / 10)" }
    return plain(value)
  }

  /// A share as per cent with one decimal: "43.2 %".
  static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
