/// Japanese kana as they are compared: full width and hiragana.
enum KanaFolding {
  /// Appends a kana folded; false for any other scalar.
  ///
  /// A voicing mark of half width joins the kana before it.
  static func append(_ scalar: UInt32, to folded: inout [UInt32]) -> Bool {
    switch scalar {
    case 0x30A1...0x30F6:
      folded.append(scalar - distance)
    case firstHalfWidth...0xFF9D:
      let wide = halfWidth[Int(scalar - firstHalfWidth)]
      folded.append(wide == longVowel ? wide : wide - distance)
    case 0xFF9E, 0xFF9F:
      if let last = folded.last, let voiced = voiced(last, isHalf: scalar == 0xFF9F) {
        folded[folded.count - 1] = voiced
      }
    default:
      return false
    }
    return true
  }

  /// From a katakana to its hiragana.
  private static let distance: UInt32 = 0x60
  private static let firstHalfWidth: UInt32 = 0xFF66
  private static let longVowel: UInt32 = 0x30FC

  /// The full-width katakana by half-width code.
  private static let halfWidth = Array(
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
      .unicodeScalars.map(\.value))

  /// The hiragana with a voicing mark (dakuten), or with half of one.
  private static func voiced(_ scalar: UInt32, isHalf: Bool) -> UInt32? {
    switch scalar {
    case 0x3046 where !isHalf: 0x3094
    // か to ぢ, plain at odd places; つ, て and と at even ones after a small っ.
    case 0x304B...0x3061 where !isHalf && scalar % 2 == 1: scalar + 1
    case 0x3064, 0x3066, 0x3068: isHalf ? nil : scalar + 1
    // は to ぽ in threes.
    case 0x306F...0x307B where (scalar - 0x306F) % 3 == 0: scalar + (isHalf ? 2 : 1)
    default: nil
    }
  }
}
