// The standard library composes and decomposes for string comparison, and
// FoundationEssentials offers no normalisation: the interface below is the
// only one short of full Foundation and its 40 MB of ICU.
@_spi(_Unicode) import Swift

/// Folds the spellings of one text that mean the same into one.
package enum TextNormalizer {
  /// Lower case, canonical composition, full-width forms to ASCII, Latin
  /// letters without their accents, typographic apostrophes to `'`.
  ///
  /// Accents go because people type without them; they stay in scripts where
  /// marks are vowels.
  package static func scalars(of text: String) -> [UInt32] {
    var folded: [UInt32] = []
    folded.reserveCapacity(text.utf8.count)
    guard text.utf8.contains(where: { $0 >= 0x80 }) else {
      for byte in text.utf8 {
        folded.append(UInt32((0x41...0x5A).contains(byte) ? byte | 0x20 : byte))
      }
      return folded
    }
    for scalar in text.lowercased()._nfc {
      appendFolded(scalar, to: &folded)
    }
    return folded
  }

  private static func appendFolded(_ scalar: Unicode.Scalar, to folded: inout [UInt32]) {
    switch scalar.value {
    case 0xFF01...0xFF5E:
      folded.append(scalar.value - 0xFEE0)
    case 0x3000, 0x00A0:
      folded.append(0x20)
    case 0x2018, 0x2019, 0x02BC, 0x0060, 0x00B4:
      folded.append(0x27)
    case 0x00C0..<0x0250, 0x1E00..<0x1F00:
      folded.append(String(scalar)._nfd.first { _ in true }?.value ?? scalar.value)
    default:
      folded.append(scalar.value)
    }
  }

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
