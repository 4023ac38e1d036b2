import Features

/// Folds the spellings of one character into one, scalar by scalar, so that
/// places in the folded text are places in the original.
enum ScalarFolding {
  /// What a scalar does to a word or a number.
  enum Kind: UInt8, Sendable {
    case letter
    /// Of a script that runs words together.
    case unspaced
    case digit, space, newline, other
  }

  /// The scalar as compared, and its kind; nil for one that shows nothing of its
  /// own: marks, zero-width characters, controls.
  @inline(__always)
  static func folded(_ scalar: UInt32) -> (scalar: UInt32, kind: Kind)? {
    if scalar < 0x80 {
      let entry = ascii[Int(scalar)]
      return entry == 0 ? nil : (UInt32(entry & 0x7F), kinds[Int(scalar)])
    }
    return foldedWide(scalar)
  }

  private static func foldedWide(_ scalar: UInt32) -> (scalar: UInt32, kind: Kind)? {
    switch scalar {
    case 0x3040..<0x3099, 0x309B..<0x3100, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xAC00..<0xD7A4,
      0x20000..<0x32000, 0x3005, 0x3007:
      return (scalar, .unspaced)
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return (0x20, .space)
    case 0x85, 0x2028, 0x2029: return (0x0A, .newline)
    case 0x2010...0x2015, 0x2043, 0x2212, 0xFE58, 0xFE63: return (0x2D, .other)
    case 0x2018, 0x2019, 0x02BC, 0xB4: return (0x27, .other)
    case 0x2024: return (0x2E, .other)
    case 0xFE6B: return (0x40, .other)
    case 0xFFE5: return (0xA5, .other)
    case 0xFF01...0xFF5E: return folded(scalar - 0xFEE0)
    case 0x80..<0xA0, 0xAD, 0x300..<0x370, 0x61C, 0x115F, 0x1160, 0x180B...0x180E,
      0x1AB0..<0x1B00, 0x1DC0..<0x1E00, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F,
      0x20D0..<0x2100, 0x3099, 0x309A, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF,
      0xE0000...0xE0FFF:
      return nil
    case 0xA1..<0x600: return narrow(lowerLetters[Int(scalar - 0x80)])
    case 0x1E00..<0x2000: return narrow(upperLetters[Int(scalar - 0x1E00)])
    default: return narrow(scalar)
    }
  }

  private static func narrow(_ scalar: UInt32) -> (scalar: UInt32, kind: Kind)? {
    if scalar < 0x80 { return (scalar, kinds[Int(scalar)]) }
    guard let value = Unicode.Scalar(scalar) else { return (scalar, .other) }
    switch value.properties.generalCategory {
    case .decimalNumber, .otherNumber:
      // Superscripts and circled digits are read as digits, fractions are not.
      guard value.properties.numericType != .numeric,
        let number = value.properties.numericValue, (0...9).contains(number)
      else { return (scalar, .other) }
      return (0x30 + UInt32(number), .digit)
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .letterNumber, .nonspacingMark, .spacingMark:
      return (scalar, WritingSystem.of(scalar).isUnspaced ? .unspaced : .letter)
    case .format, .control: return nil
    default: return (scalar, .other)
    }
  }

  /// Whether the scalar belongs to the character before it.
  static func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x300..<0x370, 0x1AB0..<0x1B00, 0x1DC0..<0x1E00, 0x20D0..<0x2100, 0x3099, 0x309A,
      0xFE00...0xFE0F, 0xFE20...0xFE2F:
      true
    default: false
    }
  }

  /// By ASCII code: lower case with the eighth bit set, or 0 for nothing.
  private static let ascii: [UInt8] = (0..<0x80).map { code in
    switch code {
    case 0x41...0x5A: UInt8(code + 0x20) | 0x80
    case 0x09, 0x0A, 0x0D, 0x20..<0x7F: UInt8(code) | 0x80
    default: 0
    }
  }

  private static let kinds: [Kind] = (0..<0x80).map { code in
    switch code {
    case 0x30...0x39: .digit
    case 0x41...0x5A, 0x61...0x7A: .letter
    case 0x09, 0x20: .space
    case 0x0A, 0x0D: .newline
    default: .other
    }
  }

  /// Letters in lower case and, where Latin, without accents.
  private static let lowerLetters = (UInt32(0x80)..<0x600).map(lowered)
  private static let upperLetters = (UInt32(0x1E00)..<0x2000).map(lowered)

  private static func lowered(_ scalar: UInt32) -> UInt32 {
    guard let value = Unicode.Scalar(scalar), value.properties.isAlphabetic else { return scalar }
    return TextNormalizer.scalars(of: String(value)).first ?? scalar
  }
}
