import Glibc

/// The different identifiers of a file, numbered in the order they came.
///
/// An open-addressing table over their bytes: a line costs one hash and one
/// comparison, and a string is made once for each identifier.
struct IdentifierTable {
  private(set) var strings: [String] = []
  private var hashes: [UInt64] = []
  private var offsets: [Int] = [0]
  private var arena: [UInt8] = []
  private var table = [Int32](repeating: -1, count: 1024)

  /// The number of an identifier.
  mutating func ordinal(of field: Field) -> Int {
    let hash = ContentHash.of(field.start, count: field.count)
    let mask = table.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while table[slot] >= 0 {
      let ordinal = Int(table[slot])
      if hashes[ordinal] == hash, isEqual(ordinal, field) { return ordinal }
      slot = (slot + 1) & mask
    }
    let ordinal = strings.count
    table[slot] = Int32(ordinal)
    strings.append(field.text)
    hashes.append(hash)
    arena.append(contentsOf: UnsafeBufferPointer(start: field.start, count: field.count))
    offsets.append(arena.count)
    if strings.count * 2 > table.count { grow() }
    return ordinal
  }

  private func isEqual(_ ordinal: Int, _ field: Field) -> Bool {
    let first = offsets[ordinal]
    guard offsets[ordinal + 1] - first == field.count else { return false }
    return arena.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { memcmp($0 + first, field.start, field.count) == 0 } ?? false
    }
  }

  private mutating func grow() {
    table = [Int32](repeating: -1, count: table.count * 2)
    let mask = table.count - 1
    for (ordinal, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while table[slot] >= 0 { slot = (slot + 1) & mask }
      table[slot] = Int32(ordinal)
    }
  }
}
