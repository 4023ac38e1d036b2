/// Numbers.
extension JSONReader {
  /// Steps over a number.
  ///
  /// - Returns: the double nearest to it.
  mutating func takeNumber() throws(JSONFailure) -> Double {
    let first = index
    let isNegative = index < end && bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    guard index < end, Self.isDigit(bytes[index]) else {
      throw invalid("no JSON value begins so")
    }
    var digits: UInt64 = 0
    var count = 0
    if bytes[index] == 0x30 {
      index += 1
      if index < end, Self.isDigit(bytes[index]) { throw invalid("a number begins with 0") }
    } else {
      count = takeDigits(&digits)
    }
    var fraction = 0
    if index < end, bytes[index] == UInt8(ascii: ".") {
      index += 1
      fraction = takeDigits(&digits)
      guard fraction > 0 else { throw invalid("a point without digits") }
    }
    let hasExponent = index < end && bytes[index] | 0x20 == UInt8(ascii: "e")
    if hasExponent { try skipExponent() }
    guard index - first <= Self.longestNumber else {
      throw JSONFailure(
        "number_too_long", "has a number of more than \(Self.longestNumber) characters")
    }
    // Fifteen digits and the power of ten are both exact, so that their quotient is the
    // double nearest to the number, as that of a full conversion is.
    if !hasExponent, count + fraction <= 15, fraction < Self.powersOfTen.count {
      let value = Double(digits) / Self.powersOfTen[fraction]
      return isNegative ? -value : value
    }
    let text = String(decoding: bytes[first..<index], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw JSONFailure("number_out_of_range", "has a number that no double can hold")
    }
    return value
  }

  /// Steps over digits, and appends them to a number, which holds the first nineteen.
  ///
  /// - Returns: how many there are.
  private mutating func takeDigits(_ digits: inout UInt64) -> Int {
    let first = index
    while index < end, Self.isDigit(bytes[index]) {
      digits = digits &* 10 &+ UInt64(bytes[index] &- 0x30)
      index += 1
    }
    return index - first
  }

  private mutating func skipExponent() throws(JSONFailure) {
    index += 1
    if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
      index += 1
    }
    var digits: UInt64 = 0
    guard takeDigits(&digits) > 0 else { throw invalid("an exponent without digits") }
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
