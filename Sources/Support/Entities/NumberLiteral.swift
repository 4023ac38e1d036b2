/// A number with the signs that group its digits.
struct NumberLiteral: Sendable {
  var range: Range<Int>
  /// The index of the first token after it.
  var nextToken: Int
  private var whole: [UInt32]
  private var fraction: [UInt32]
  /// Lower where one sign could mean either.
  var confidence = 0.95

  /// The most groups of digits.
  private static let groupLimit = 6

  /// Reads 1234, 1,234.56, 1.234,56, 1 234,56, 1'234.50.
  ///
  /// - Returns: nil where the groups make no number, as in 12.10.2026.
  init?(at index: Int, in text: FoldedText) {
    var groups = [text.tokens[index]]
    var signs: [UInt32] = []
    var next = index + 1
    while next < text.tokens.count, groups.count < Self.groupLimit {
      let token = text.tokens[next]
      let sign = text.scalar(token.start - 1)
      guard token.kind == .number, token.start == groups[groups.count - 1].end + 1,
        sign == 0x2C || sign == 0x2E || sign == 0x27 || sign == 0x20
      else { break }
      // "2 50 EUR" are two numbers: a space groups three digits, none before.
      if sign == 0x20 {
        guard token.count == 3, groups[0].count <= 3, signs.allSatisfy({ $0 == 0x20 }) else {
          break
        }
      }
      signs.append(sign)
      groups.append(token)
      next += 1
    }
    range = groups[0].start..<groups[groups.count - 1].end
    nextToken = next
    func digits(_ groups: some Sequence<FoldedText.Token>) -> [UInt32] {
      groups.flatMap { text.scalars[$0.start..<$0.end] }
    }
    let last = groups[groups.count - 1]
    let isLastSignAlone = signs.last.map { sign in signs.dropLast().allSatisfy { $0 != sign } }
    let isDecimal: Bool
    if let sign = signs.last, isLastSignAlone == true, sign == 0x2C || sign == 0x2E {
      if signs.count == 1 {
        isDecimal = last.count != 3 || groups[0].count > 3 || text.scalars[groups[0].start] == 0x30
        if !isDecimal { confidence = 0.8 }
      } else {
        isDecimal = true
      }
    } else {
      isDecimal = false
    }
    let wholes = isDecimal ? groups.dropLast() : groups[...]
    let grouping = Set(isDecimal ? signs.dropLast() : signs[...])
    guard grouping.count <= 1, wholes.dropFirst().allSatisfy({ $0.count == 3 }),
      wholes.count == 1 || wholes[0].count <= 3
    else { return nil }
    whole = Array(digits(wholes).drop { $0 == 0x30 })
    fraction = isDecimal ? digits([last]) : []
    guard fraction.count <= 2, whole.count <= 12 else { return nil }
  }

  /// The number with a point and that many digits behind it.
  func text(decimals: Int) -> String {
    var text = whole.isEmpty ? "0" : Self.text(whole)
    if decimals > 0 || !fraction.isEmpty {
      text += "." + Self.text(fraction)
      text += String(repeating: "0", count: max(0, decimals - fraction.count))
    }
    return text
  }

  private static func text(_ digits: [UInt32]) -> String {
    String(decoding: digits.map { UInt8($0) }, as: UTF8.self)
  }
}
