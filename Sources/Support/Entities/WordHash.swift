import Engine

/// Names of folded words: ``StableHash`` of their scalars.
enum WordHash {
  static func of(_ scalars: some Sequence<UInt32>) -> UInt64 {
    scalars.reduce(StableHash.empty) { StableHash.adding($1, to: $0) }
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
