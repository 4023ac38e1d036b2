extension Field {
  /// The value of a decimal number, such as `-12.50` or `1e-3`.
  ///
  /// Up to 15 digits with up to 22 decimals are exact by one division; the rest
  /// goes through the standard library.
  ///
  /// - Returns: nil for anything else, infinities, NaN and group separators
  ///   included.
  var number: Double? {
    var index = 0
    let isNegative = count > 0 && start[0] == 0x2d
    if count > 0, isNegative || start[0] == 0x2b { index = 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var hasPoint = false
    while index < count {
      let byte = start[index]
      let digit = byte &- 0x30
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits += 1
        if hasPoint { decimals += 1 }
        if digits > 15 { return slowNumber }
      } else if byte == 0x2e, !hasPoint {
        hasPoint = true
      } else {
        return digits > 0 && byte | 0x20 == 0x65 ? slowNumber : nil
      }
      index &+= 1
    }
    guard digits > 0 else { return nil }
    let value = decimals == 0 ? Double(mantissa) : Double(mantissa) / powersOfTen[decimals]
    return isNegative ? -value : value
  }

  private var slowNumber: Double? {
    for index in 0..<count {
      switch start[index] {
      case 0x30...0x39, 0x2b, 0x2d, 0x2e, 0x45, 0x65: continue
      default: return nil
      }
    }
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// The number of an untyped cell that can only be meant as one: no leading
  /// zeros, no exponent, no more digits than a `Double` keeps.
  var plainNumber: Double? {
    var index = 0
    if count > 0, start[0] == 0x2d { index = 1 }
    let first = index
    while index < count, start[index] &- 0x30 < 10 { index += 1 }
    let whole = index - first
    guard whole > 0, whole == 1 || start[first] != 0x30 else { return nil }
    var decimals = 0
    if index < count {
      guard start[index] == 0x2e else { return nil }
      index += 1
      let point = index
      while index < count, start[index] &- 0x30 < 10 { index += 1 }
      decimals = index - point
      guard decimals > 0 else { return nil }
    }
    guard index == count, whole + decimals <= 15 else { return nil }
    return number
  }

  /// The truth of true, false, yes, no, 1 and 0, in any letter case.
  var flag: Bool? {
    if count == 1 { return start[0] == 0x31 ? true : start[0] == 0x30 ? false : nil }
    if equalsIgnoringCase("true") || equalsIgnoringCase("yes") { return true }
    if equalsIgnoringCase("false") || equalsIgnoringCase("no") { return false }
    return nil
  }

  /// An identifier without the `.0` that spreadsheets and data frames give to
  /// whole numbers.
  ///
  /// - Returns: whether there was one.
  mutating func dropZeroFraction() -> Bool {
    guard count > 2, start[count - 1] == 0x30, start[count - 2] == 0x2e else { return false }
    for index in 0..<(count - 2) where start[index] &- 0x30 >= 10 { return false }
    count -= 2
    return true
  }
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]
