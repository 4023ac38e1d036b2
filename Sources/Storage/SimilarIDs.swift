/// Picks from stored ids those that somebody may have meant.
struct SimilarIDs {
  let wanted: String

  /// The ids that differ from the wanted one by few edits, the nearest first.
  ///
  /// `neighbours` gives the stored ids beside a text in the order of ids.
  func search(
    _ neighbours: (String) throws(StoreError) -> [String]
  ) throws(StoreError) -> [String] {
    var candidates: Set<String> = []
    for form in Set([wanted, wanted.uppercased(), wanted.lowercased()]) {
      candidates.formUnion(try neighbours(form))
    }
    // A third of an id may be wrong; case counts for nothing, so that it wins.
    let allowed = max(1, wanted.count / 3)
    let folded = Array(wanted.lowercased().utf8)
    return
      candidates
      .map { (id: $0, distance: Self.distance(folded, Array($0.lowercased().utf8))) }
      .filter { $0.distance <= allowed }
      .sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }
      .map(\.id)
  }

  /// The least number of insertions, deletions and substitutions between two.
  ///
  /// - Source: R. A. Wagner and M. J. Fischer 1974, "The String-to-String
  ///   Correction Problem", JACM 21(1), algorithm X, kept to two rows.
  static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var previous = Array(0...second.count)
    for (row, a) in first.enumerated() {
      var current = [row + 1]
      for (column, b) in second.enumerated() {
        let substituted = previous[column] + (a == b ? 0 : 1)
        current.append(min(substituted, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[second.count]
  }
}
