/// The name that a mistyped word most likely stands for.
///
/// Letter case, spaces, `_` and `-` count for nothing. A third of the word's letters may be
/// wrong, or one of a short word's. A word that begins a name, and one that holds a name or is
/// held by one, is at most one edit away from it.
///
/// - Returns: nil where no name is near enough to be meant; of equally near ones the first.
package func nearestName(to word: String, among names: [String]) -> String? {
  let key = comparableName(word)
  let letters = Array(key)
  let limit = max(1, letters.count / 3)
  var best: (name: String, edits: Int, counted: Int)?
  for name in names {
    let other = comparableName(name)
    let counted = EditDistance.between(letters, Array(other), atMost: limit)
    let isPart =
      letters.count >= 2 && other.hasPrefix(key) || letters.count >= 3 && other.contains(key)
      || other.count >= 3 && key.contains(other)
    guard let edits = isPart ? min(1, counted ?? 1) : counted else { continue }
    // Of those of which the word is a part, the nearest as a whole.
    let found = (name: name, edits: edits, counted: counted ?? .max)
    if best.map({ (found.edits, found.counted) < ($0.edits, $0.counted) }) ?? true {
      best = found
    }
  }
  return best?.name
}

/// A name without letter case, spaces, `_` and `-`.
package func comparableName(_ name: String) -> String {
  String(name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" })
}
