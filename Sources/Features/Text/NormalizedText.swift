// The standard library composes and decomposes for string comparison, and
// FoundationEssentials offers no normalisation: the interface below is the
// only one short of full Foundation and its 40 MB of ICU.
@_spi(_Unicode) import Swift

/// A text in the spelling that `TextNormalizer` folds it to, and where each of
/// its scalars comes from.
struct NormalizedText {
  /// Lower-cased, composed and folded.
  private(set) var scalars: [UInt32] = []
  /// By scalar, where what became it begins in the text as given, in Unicode
  /// scalars.
  private(set) var starts: [Int32] = []
  /// Where that ends.
  private(set) var ends: [Int32] = []

  /// - Precondition: the text has fewer than 2³¹ scalars.
  init(_ text: String) {
    let size = text.utf8.count
    precondition(size <= Int(Int32.max), "normalised text: \(size) bytes exceed 32 bits")
    scalars.reserveCapacity(size)
    starts.reserveCapacity(size)
    ends.reserveCapacity(size)
    guard text.utf8.contains(where: { $0 >= 0x80 }) else {
      for byte in text.utf8 {
        scalars.append(UInt32((0x41...0x5A).contains(byte) ? byte | 0x20 : byte))
      }
      starts = (0..<Int32(size)).map { $0 }
      ends = starts.map { $0 + 1 }
      return
    }
    var position: Int32 = 0
    // No scalar composes with one of another character (UAX #29, section 3).
    for character in text {
      append(character, at: &position)
    }
  }

  private mutating func append(_ character: Character, at position: inout Int32) {
    let given = character.unicodeScalars
    let first = position
    let before = scalars.count
    if let only = given.first, given.count == 1, only.value < 0x80 {
      let byte = only.value
      scalars.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    } else {
      let lowered = given.reduce(into: "") { $0 += $1.properties.lowercaseMapping }
      for scalar in lowered._nfc { TextNormalizer.appendFolded(scalar, to: &scalars) }
    }
    position += Int32(given.count)
    let added = scalars.count - before
    // Scalars that keep their number keep their places too; others share them.
    let isSpread = added == given.count
    for index in 0..<Int32(added) {
      starts.append(isSpread ? first + index : first)
      ends.append(isSpread ? first + index + 1 : position)
    }
  }
}
