import Wording

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
    let folded = Array(wanted.lowercased())
    let near = candidates.compactMap { id in
      EditDistance.between(folded, Array(id.lowercased()), atMost: allowed).map { (id, $0) }
    }
    return near.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }
}
