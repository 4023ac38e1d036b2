// For canonical decomposition, as in NormalizedText.
@_spi(_Unicode) import Swift

/// Folds the spellings of one text that mean the same into one.
package enum TextNormalizer {
  /// Lower case, canonical composition, full-width forms to ASCII, Latin and
  /// Greek letters without their accents, typographic apostrophes to `'`,
  /// simplified for traditional Chinese characters, hiragana for katakana, the
  /// bare letters of Arabic.
  ///
  /// Accents go because people type without them; they stay in scripts where
  /// marks are vowels that all write.
  package static func scalars(of text: String) -> [UInt32] { NormalizedText(text).scalars }

  static func appendFolded(_ scalar: Unicode.Scalar, to folded: inout [UInt32]) {
    guard !KanaFolding.append(scalar.value, to: &folded) else { return }
    switch scalar.value {
    case 0xFF01...0xFF5E:
      folded.append(scalar.value - 0xFEE0)
    case 0x3000, 0x00A0:
      folded.append(0x20)
    case 0x2018, 0x2019, 0x02BC, 0x0060, 0x00B4:
      folded.append(0x27)
    case 0x00C0..<0x0250, 0x0370..<0x0400, 0x1E00..<0x2000:
      let letter = String(scalar)._nfd.first { _ in true }?.value ?? scalar.value
      folded.append(letter == finalSigma ? sigma : letter)
    case 0x0451:
      // ё is mostly written е.
      folded.append(0x0435)
    case 0x0622, 0x0623, 0x0625, 0x0627, 0x0629, 0x0640, 0x0649, 0x064B...0x0652, 0x0670:
      if let letter = Self.arabic[scalar.value] { folded.append(letter) }
    case 0x4E00..<0xA000:
      folded.append(HanVariants.simplified(scalar.value))
    default:
      folded.append(scalar.value)
    }
  }

  private static let (sigma, finalSigma): (UInt32, UInt32) = (0x03C3, 0x03C2)

  /// Arabic letters that are written with or without their hamza or dots; short
  /// vowels and the stretching line are left out.
  private static let arabic: [UInt32: UInt32] = [
    0x0622: 0x0627, 0x0623: 0x0627, 0x0625: 0x0627, 0x0627: 0x0627, 0x0629: 0x0647,
    0x0649: 0x064A,
  ]

  /// The text as compared for exact matches: normalised, white space
  /// collapsed, closing punctuation dropped.
  package static func comparisonKey(of text: String) -> String {
    var key = String.UnicodeScalarView()
    var pendingSpace = false
    for value in scalars(of: text) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      if scalar.properties.isWhitespace {
        pendingSpace = !key.isEmpty
        continue
      }
      if pendingSpace {
        key.append(" ")
        pendingSpace = false
      }
      key.append(scalar)
    }
    let closing: Set<Unicode.Scalar> = [".", "?", "!", "。", "？", "！", "…", "؟", " "]
    var end = key.endIndex
    while end > key.startIndex, closing.contains(key[key.index(before: end)]) {
      end = key.index(before: end)
    }
    // A text of nothing but "?!" is compared as it stands.
    return end == key.startIndex ? String(key) : String(key[..<end])
  }
}
