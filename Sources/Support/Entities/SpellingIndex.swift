import Engine
import Wording

/// Words that may be meant by a misspelt one.
///
/// Each word is filed under what is left of its first letters when one or two of
/// them are taken away; a misspelling within as many edits shares one of these.
///
/// - Source: W. Garbe, "SymSpell", 2012: symmetric deletes over a prefix.
struct SpellingIndex: Sendable {
  private static let prefixLength = 7
  /// Below this many letters a word is another word after one edit.
  static let shortest = 4
  private static let longestOfOneEdit = 7

  private let letters: [UInt32]
  private let starts: [Int32]
  /// By bucket of the hash: where its words begin in `words`.
  private let buckets: [Int32]
  private let words: [Int32]
  private let mask: UInt64

  /// The edits allowed in a word of so many letters.
  static func limit(_ count: Int) -> Int {
    count < shortest ? 0 : count <= longestOfOneEdit ? 1 : 2
  }

  /// - Parameters:
  ///   - letters: of all words, one after the other.
  ///   - starts: where each begins, and the end.
  ///   - isIndexed: by word, whether it may be misspelt.
  init(letters: [UInt32], starts: [Int32], isIndexed: [Bool]) {
    self.letters = letters
    self.starts = starts
    var total = 0
    for word in isIndexed.indices where isIndexed[word] {
      let count = Int(starts[word + 1] - starts[word])
      let prefix = min(count, Self.prefixLength)
      total += 1 + prefix + (Self.limit(count) > 1 ? prefix * (prefix - 1) / 2 : 0)
    }
    var size = 1
    while size < total { size *= 2 }
    mask = UInt64(size - 1)
    var filled = [Int32](repeating: 0, count: size + 1)
    for word in isIndexed.indices where isIndexed[word] {
      let range = Int(starts[word])..<Int(starts[word + 1])
      Self.forEachDelete(letters[range]) { filled[Int($0 & UInt64(size - 1)) + 1] += 1 }
    }
    for bucket in 0..<size { filled[bucket + 1] += filled[bucket] }
    buckets = filled
    var placed = [Int32](repeating: 0, count: total)
    for word in isIndexed.indices where isIndexed[word] {
      let range = Int(starts[word])..<Int(starts[word + 1])
      Self.forEachDelete(letters[range]) { hash in
        let bucket = Int(hash & UInt64(size - 1))
        placed[Int(filled[bucket])] = Int32(word)
        filled[bucket] += 1
      }
    }
    words = placed
  }

  /// The letters of a word.
  func count(_ word: Int) -> Int { Int(starts[word + 1] - starts[word]) }

  /// The words nearest to a misspelt one, ascending, and how many edits away.
  func nearest(to word: ArraySlice<UInt32>) -> (words: [Int32], edits: Int)? {
    let limit = Self.limit(word.count)
    guard limit > 0, !words.isEmpty else { return nil }
    var best = limit
    var found: [Int32] = []
    var seen: Set<Int32> = []
    Self.forEachDelete(word) { hash in
      let bucket = Int(hash & mask)
      for index in buckets[bucket]..<buckets[bucket + 1] {
        let candidate = words[Int(index)]
        let range = Int(starts[Int(candidate)])..<Int(starts[Int(candidate) + 1])
        guard abs(range.count - word.count) <= best, seen.insert(candidate).inserted,
          let edits = EditDistance.between(word, letters[range], atMost: best)
        else { continue }
        if edits < best { found.removeAll(keepingCapacity: true) }
        best = edits
        found.append(candidate)
      }
    }
    return found.isEmpty ? nil : (found.sorted(), best)
  }

  /// The hashes of the word's prefix without any of its letters, without one,
  /// and, in a long word, without two.
  private static func forEachDelete(_ word: ArraySlice<UInt32>, _ body: (UInt64) -> Void) {
    let prefix = word.prefix(prefixLength)
    let (first, count) = (prefix.startIndex, prefix.count)
    func hash(without a: Int, _ b: Int) -> UInt64 {
      var hash = StableHash.empty
      for index in 0..<count where index != a && index != b {
        hash = StableHash.adding(prefix[first + index], to: hash)
      }
      // The low bits choose the bucket.
      return hash ^ (hash >> 29)
    }
    body(hash(without: -1, -1))
    for a in 0..<count { body(hash(without: a, -1)) }
    guard limit(word.count) > 1 else { return }
    for a in 0..<count {
      for b in (a + 1)..<max(a + 1, count) { body(hash(without: a, b)) }
    }
  }
}
