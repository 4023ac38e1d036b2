/// The name that a mistyped word most likely stands for.
///
/// One slip is forgiven in short words and one in three letters in long ones;
/// a word that begins a name stands for it.
func nearestName(to word: String, among names: [String]) -> String? {
  var best: (name: String, distance: Int)?
  for name in names {
    let begins = word.count >= 2 && name.hasPrefix(word)
    let distance = begins ? 1 : editDistance(word.lowercased(), name)
    guard distance <= max(1, max(word.count, name.count) / 3) else { continue }
    if distance < best?.distance ?? .max { best = (name, distance) }
  }
  return best?.name
}

/// " Did you mean 'import'?", or nothing when no name is near.
func suggestion(for word: String, among names: [String]) -> String {
  nearestName(to: word, among: names).map { " Did you mean '\($0)'?" } ?? ""
}

/// How many letters to insert, delete, replace or swap with their neighbour.
///
/// - Complexity: O(n · m) time and memory.
/// - Source: Damerau 1964, "A technique for computer detection and correction of
///   spelling errors", CACM 7(3), in its optimal string alignment form.
func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first)
  let b = Array(second)
  var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { table[i][0] = i }
  for j in 0...b.count { table[0][j] = j }
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  for i in 1...a.count {
    for j in 1...b.count {
      let change = a[i - 1] == b[j - 1] ? 0 : 1
      var least = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + change)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        least = min(least, table[i - 2][j - 2] + 1)
      }
      table[i][j] = least
    }
  }
  return table[a.count][b.count]
}
