import Engine
import Features

extension ProductIndex {
  /// A product that a text names.
  struct Reading: Sendable {
    var range: Range<Int>
    var productID: String
    var confidence: Double
  }

  /// Units looked at together, and how many of them the next look repeats.
  private static let blockSize = 256
  private static let overlap = 40
  /// The most titles compared word by word in a block.
  private static let candidateLimit = 400
  /// The most titles looked up for a unit: one that so many have says little.
  private static let postingLimit = 20_000

  /// What a unit of a text may be in the catalogue.
  private struct UnitMatch {
    var row: Int32
    var similarity: Float
  }

  /// A title and where it was found.
  private struct Candidate {
    var title: Int32
    /// Units of the text.
    var span: Range<Int>
    var weight: Float
    var coverage: Float
    var similarity: Float
  }

  /// The products of a text that do not overlap, in their order.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - isTaken: whether a range belongs to something else.
  /// - Returns: where several products fit alike, the first of the catalogue with
  ///   a confidence that says so.
  func all(in text: FoldedText, isTaken: (Range<Int>) -> Bool) -> [Reading] {
    guard !products.isEmpty else { return [] }
    let units = TextUnit.all(in: text)
    let matches = matches(of: units, in: text)
    guard matches.contains(where: { !$0.isEmpty }) else { return [] }
    var candidates: [Candidate] = []
    var scratch = Scratch(units: weights.count, titles: products.count)
    var first = 0
    while first < units.count {
      let block = first..<min(units.count, first + Self.blockSize)
      candidates += self.candidates(in: block, matches, &scratch)
      if block.upperBound == units.count { break }
      first = block.upperBound - Self.overlap
    }
    return chosen(from: candidates, units, isTaken: isTaken)
  }

  // MARK: - Units

  private func matches(of units: [TextUnit], in text: FoldedText) -> [[UnitMatch]] {
    var known: [UInt64: [UnitMatch]] = [:]
    return units.map { unit in
      if let matches = known[unit.hash] { return matches }
      let matches = matches(of: unit, in: text)
      known[unit.hash] = matches
      return matches
    }
  }

  private func matches(of unit: TextUnit, in text: FoldedText) -> [UnitMatch] {
    var matches: [UnitMatch] = []
    if let row = rows[unit.hash] { matches.append(UnitMatch(row: row, similarity: 1)) }
    guard unit.kind == .word, unit.end - unit.start >= 3 else { return matches }
    // "mugs" where the title says "mug", and the other way round.
    if text.scalars[unit.end - 1] == 0x73 {
      let singular = WordHash.of(text.scalars[unit.start..<(unit.end - 1)])
      if let row = rows[singular] { matches.append(UnitMatch(row: row, similarity: 0.95)) }
    }
    if let row = rows[StableHash.adding(0x73, to: unit.hash)] {
      matches.append(UnitMatch(row: row, similarity: 0.95))
    }
    guard matches.isEmpty, SpellingIndex.limit(unit.end - unit.start) > 0,
      !TextTokens(text.text(unit.start..<unit.end)).isFunctionWord(0),
      let near = spelling.nearest(to: text.scalars[unit.start..<unit.end])
    else { return matches.isEmpty ? halves(of: unit, in: text) : matches }
    return near.words.prefix(4).map {
      // "card" is near "care".
      let isShort = unit.end - unit.start <= SpellingIndex.shortest
      return UnitMatch(row: $0, similarity: isShort ? 0.7 : near.edits == 1 ? 0.9 : 0.8)
    }
  }

  /// The two words that were written as one: "breadknife".
  private func halves(of unit: TextUnit, in text: FoldedText) -> [UnitMatch] {
    guard unit.end - unit.start <= 40 else { return [] }
    for middle in (unit.start + 3)..<max(unit.start + 3, unit.end - 2) {
      guard let first = rows[WordHash.of(text.scalars[unit.start..<middle])],
        let second = rows[WordHash.of(text.scalars[middle..<unit.end])], first != second,
        isContent[Int(first)], isContent[Int(second)]
      else { continue }
      return [UnitMatch(row: first, similarity: 0.95), UnitMatch(row: second, similarity: 0.95)]
    }
    return []
  }

  // MARK: - Titles

  /// What is kept between the blocks of one search.
  private struct Scratch {
    /// By unit of the catalogue: how well the block has it.
    var present: [Float]
    /// By title: whether it was seen in the block.
    var isSeen: [Bool]

    init(units: Int, titles: Int) {
      present = [Float](repeating: 0, count: units)
      isSeen = [Bool](repeating: false, count: titles)
    }
  }

  private func candidates(
    in block: Range<Int>, _ matches: [[UnitMatch]], _ scratch: inout Scratch
  ) -> [Candidate] {
    var rows: [Int32] = []
    for unit in block {
      for match in matches[unit] {
        if scratch.present[Int(match.row)] == 0 { rows.append(match.row) }
        scratch.present[Int(match.row)] = max(scratch.present[Int(match.row)], match.similarity)
      }
    }
    var seen: [Int32] = []
    var likely: [(title: Int32, weight: Float)] = []
    for row in rows {
      let postings = anchorStarts[Int(row)]..<anchorStarts[Int(row) + 1]
      for index in postings.prefix(Self.postingLimit) {
        let title = anchored[Int(index)]
        guard !scratch.isSeen[Int(title)] else { continue }
        scratch.isSeen[Int(title)] = true
        seen.append(title)
        var weight: Float = 0
        for place in unitRange(Int(title)) where scratch.present[Int(units[place])] > 0 {
          weight += weights[Int(units[place])]
        }
        if weight >= Float(Self.leastCoverage) * titleWeights[Int(title)] {
          likely.append((title, weight * weight / titleWeights[Int(title)]))
        }
      }
    }
    if likely.count > Self.candidateLimit {
      likely.sort { ($1.weight, $0.title) < ($0.weight, $1.title) }
      likely.removeLast(likely.count - Self.candidateLimit)
    }
    for title in seen { scratch.isSeen[Int(title)] = false }
    for row in rows { scratch.present[Int(row)] = 0 }
    let matched = block.filter { !matches[$0].isEmpty }
    return likely.compactMap { best(Int($0.title), matched, matches) }
  }

  /// The stretch of the text that has most of a title; nil where none has enough.
  private func best(_ title: Int, _ matched: [Int], _ matches: [[UnitMatch]]) -> Candidate? {
    let range = unitRange(title)
    var hits: [(unit: Int, place: Int, similarity: Float)] = []
    for unit in matched {
      for match in matches[unit] {
        if let place = range.first(where: { units[$0] == match.row }) {
          hits.append((unit, place, match.similarity))
        }
      }
    }
    let longest = range.count + 2
    var best: Candidate?
    for first in hits.indices {
      var used: UInt64 = 0
      var (weight, similar) = (Float(0), Float(0))
      var count = 0
      var isInOrder = true
      var lastPlace = -1
      for hit in hits[first...] {
        guard hit.unit - hits[first].unit < longest else { break }
        let bit = UInt64(1) << UInt64(hit.place - range.lowerBound)
        guard used & bit == 0 else { continue }
        used |= bit
        count += 1
        isInOrder = isInOrder && hit.place > lastPlace
        lastPlace = hit.place
        weight += weights[Int(units[hit.place])]
        similar += weights[Int(units[hit.place])] * hit.similarity
        let span = hits[first].unit..<(hit.unit + 1)
        let loose = Float(max(0, span.count - count))
        let coverage =
          (weight / titleWeights[title]) * (1 - 0.1 * loose) * (isInOrder ? 1 : 0.9)
        guard coverage * similar / weight >= Float(Self.leastCoverage),
          coverage > best?.coverage ?? 0,
          isEnough(used, range, similarity: similar / weight)
        else { continue }
        best = Candidate(
          title: Int32(title), span: span, weight: weight * coverage, coverage: coverage,
          similarity: similar / weight)
      }
    }
    return best
  }

  /// Whether the units found say the title: two at least, one of them a word
  /// with a meaning; a title of one word takes a misspelling only where the word
  /// is long and no other title has it.
  private func isEnough(_ used: UInt64, _ range: Range<Int>, similarity: Float) -> Bool {
    let found = range.filter { used & (UInt64(1) << UInt64($0 - range.lowerBound)) != 0 }
    guard found.contains(where: { isContent[Int(units[$0])] }) else { return false }
    guard range.count == 1 else { return found.count > 1 }
    let row = units[range.lowerBound]
    // A plural is no misspelling; sums of weights are not exact.
    return similarity > 0.94 || titleCounts[Int(row)] == 1 && spelling.count(Int(row)) >= 7
  }

  // MARK: - Choice

  private func chosen(
    from candidates: [Candidate], _ units: [TextUnit], isTaken: (Range<Int>) -> Bool
  ) -> [Reading] {
    let ranked = candidates.sorted {
      if $0.weight * $0.similarity != $1.weight * $1.similarity {
        return $0.weight * $0.similarity > $1.weight * $1.similarity
      }
      return ($0.title, $0.span.lowerBound) < ($1.title, $1.span.lowerBound)
    }
    var isUsed = [Bool](repeating: false, count: units.count)
    var readings: [Reading] = []
    for (rank, candidate) in ranked.enumerated() {
      guard !candidate.span.contains(where: { isUsed[$0] }) else { continue }
      let range =
        units[candidate.span.lowerBound].start..<units[candidate.span.upperBound - 1].end
      guard !isTaken(range) else { continue }
      for unit in candidate.span { isUsed[unit] = true }
      // Others of nearly the weight in the same place may be meant as well.
      var rivals: Set<Int32> = [candidate.title]
      for other in ranked[(rank + 1)...] {
        guard other.weight >= 0.95 * candidate.weight else { break }
        // A title and its beginning are no two products.
        if other.span.overlaps(candidate.span),
          isHead[Int(other.title)] == isHead[Int(candidate.title)]
        {
          rivals.insert(other.title)
        }
      }
      let count = rivals.reduce(0) { $0 + Int(products[Int($1)].count) }
      let sureness = Double(candidate.coverage * candidate.similarity)
      readings.append(
        Reading(
          range: range, productID: productIDs[Int(products[Int(candidate.title)].first)],
          confidence: min(0.98, sureness) / Double(count).squareRoot()))
    }
    return readings.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
