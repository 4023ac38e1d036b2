import Domain

/// How a language writes dates, money and lists in running text.
struct AnswerWording: Sendable {
  /// The most products named before the rest is counted.
  private static let longestList = 5

  private let language: String
  private let style: Style?

  /// - Parameter language: BCP 47, such as `de` or `de-AT`; of an unknown one
  ///   dates are written as ISO 8601 and money with its code.
  init(language: String?) {
    let tag = (language ?? "").lowercased()
    self.language = String(tag.prefix { $0.isLetter })
    let isAmerican = tag == "en-us" || tag == "en_us"
    style = isAmerican ? .american : Style.byLanguage[self.language]
  }

  /// A day, in UTC.
  func date(_ time: Timestamp) -> String {
    let (year, month, day) = time.civil
    guard let style else { return time.date }
    return style.date(style.months.isEmpty ? "" : style.months[month - 1], year, month, day)
  }

  /// A number without trailing zeros, with two digits behind the point at most.
  func number(_ value: Double) -> String? {
    guard value.isFinite, abs(value) < 1e15 else { return nil }
    var text = digits(abs(value), decimals: 2, groups: false)
    if text.contains(where: { $0 == "." || $0 == "," }) {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") || text.hasSuffix(",") { text.removeLast() }
    }
    return (value < 0 && text != "0" ? "-" : "") + text
  }

  /// An amount; nil where it is no number.
  func money(_ value: Double, currency: String?) -> String? {
    guard value.isFinite, abs(value) < 1e15 else { return nil }
    let code = (currency ?? "").uppercased()
    let text = digits(
      abs(value), decimals: CurrencyTable.decimals(of: code), groups: style != nil)
    let sign = value < 0 ? "-" : ""
    guard !code.isEmpty else { return sign + text }
    guard let style, let symbol = CurrencyTable.symbols[code] else {
      return "\(sign)\(text)\u{A0}\(code)"
    }
    return switch style.symbol {
    case .before: sign + symbol + text
    case .beforeWithSpace: "\(symbol)\u{A0}\(sign)\(text)"
    case .after: "\(sign)\(text)\u{A0}\(symbol)"
    }
  }

  /// The names one after the other; nil where there are none.
  func list(_ names: [String]) -> String? {
    guard let last = names.last else { return nil }
    let style = style ?? .plain
    guard names.count > 1 else { return last }
    if names.count > Self.longestList {
      let shown = names.prefix(Self.longestList - 1).joined(separator: style.comma)
      return shown + style.more(names.count - Self.longestList + 1)
    }
    return names.dropLast().joined(separator: style.comma) + style.and + last
  }

  private func digits(_ value: Double, decimals: Int, groups: Bool) -> String {
    let scale = decimals == 0 ? 1.0 : decimals == 3 ? 1000 : 100
    let whole = Int64((value * scale).rounded())
    let unit = Int64(scale)
    var text = String(whole / unit)
    let style = style ?? .plain
    if groups, text.count >= style.groupsFrom {
      var grouped = ""
      for (index, digit) in text.enumerated() {
        if index > 0, (text.count - index) % 3 == 0 { grouped += style.group }
        grouped.append(digit)
      }
      text = grouped
    }
    guard decimals > 0 else { return text }
    let fraction = String(whole % unit)
    let zeros = String(repeating: "0", count: max(0, decimals - fraction.count))
    return text + style.point + zeros + fraction
  }
}
