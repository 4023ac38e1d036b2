/// Names of folded words: 64-bit hashes that are the same in every process.
///
/// - Source: Fowler, Noll & Vo, FNV-1a, over scalars instead of bytes.
enum WordHash {
  static let empty: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  static func adding(_ scalar: UInt32, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(scalar)) &* 0x100_0000_01B3
  }

  static func of(_ scalars: some Sequence<UInt32>) -> UInt64 {
    scalars.reduce(empty) { adding($1, to: $0) }
  }

  /// The hashes of the words of a list, as they are found in folded texts.
  static func set(_ list: String) -> Set<UInt64> {
    Set(FoldedText(list).tokens.map(\.hash))
  }

  /// Each line is a number and the words that mean it.
  static func table(_ lines: String) -> [UInt64: Int] {
    var table: [UInt64: Int] = [:]
    for line in lines.split(separator: "\n") {
      guard let space = line.firstIndex(of: " "), let value = Int(line[..<space]) else { continue }
      for hash in set(String(line[space...])) { table[hash] = value }
    }
    return table
  }
}
