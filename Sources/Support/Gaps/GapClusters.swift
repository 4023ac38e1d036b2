import Features

/// Finds what customers ask for and do not get.
package struct GapClusters: Sendable {
  /// Questions whose TF-IDF rows have a mean cosine of this ask for the same.
  ///
  /// The rows are those of `TextVectorizer`, function words at a tenth of their
  /// weight.
  package static let threshold: Float = 0.35

  /// Near-duplicates, found first: with any of them the others go along.
  private static let duplicateThreshold: Float = 0.5

  private static let functionWordShare: Float = 0.1

  /// The largest first, then the newest.
  package let clusters: [GapCluster]
  /// How many questions hold no word to go by.
  package let wordlessCount: Int

  /// Groups the questions; what belongs to a dismissed group is left out.
  ///
  /// The same questions give the same groups in any order, and further ones
  /// join them or lead groups of their own, since groups form from the oldest
  /// question on.
  ///
  /// - Complexity: O(n-grams) and, in practice, near linear in the texts.
  package init(_ questions: [GapQuestion]) {
    let ordered = questions.sorted { ($0.askedAt, $0.id) < ($1.askedAt, $1.id) }
    // Equal texts are one, as old as the oldest.
    var rows: [String: Int] = [:]
    var texts: [TextTokens] = []
    var members: [[Int]] = []
    var wordless = 0
    for (index, question) in ordered.enumerated() {
      // "No", "a person please" and what buttons send ask for nothing to learn.
      guard CustomerSignal.of(question.text) == nil, ChoicePicker.payload(question.text) == nil
      else { continue }
      let tokens = TextTokens(MaskedText.withoutMasks(question.text).text)
      guard tokens.joined.contains(where: \.isLetter) else {
        if !question.isDismissed { wordless += 1 }
        continue
      }
      let key = tokens.joined
      if let row = rows[key] {
        members[row].append(index)
      } else {
        rows[key] = texts.count
        texts.append(tokens)
        members.append([index])
      }
    }
    wordlessCount = wordless
    let vectors = Self.vectors(texts)
    let groups = Self.groups(vectors.rows, rarity: vectors.rarity)
    let words = KeyWords(texts)
    var found: [GapCluster] = []
    for group in groups {
      let all = group.flatMap { members[$0] }
      let open = all.filter { !ordered[$0].isDismissed }
      // The oldest leads; what the shop dismissed takes the rest with it.
      guard let oldest = all.min(), !ordered[oldest].isDismissed, open.count * 2 > all.count
      else { continue }
      let central = Self.medoid(group, rows: vectors.rows, weights: group.map { members[$0].count })
      let typical = members[central].first { !ordered[$0].isDismissed } ?? open[0]
      found.append(
        GapCluster(
          id: GapCluster.name(ofOldest: ordered[oldest].id),
          questions: open.sorted().reversed().map { ordered[$0] }, typical: ordered[typical],
          keywords: words.telling(
            group.map { ($0, members[$0].count) }, spelledAs: ordered[typical].text)))
    }
    clusters = found.sorted {
      ($0.questions.count, $0.newest, $1.id) > ($1.questions.count, $1.newest, $0.id)
    }
  }

  private static func vectors(_ texts: [TextTokens]) -> (rows: [TextVector], rarity: [Float]) {
    let vectorizer = TextVectorizer.fit(texts)
    let rows = texts.map { tokens in
      var row = vectorizer.transform(
        tokens, functionWordShare: functionWordShare, countsUnknown: true)
      // Words and characters make a block of length 1 each; a text without
      // spaces has words only.
      let blocks: Float = tokens.tokens.contains { $0.run == nil } ? 2 : 1
      for index in row.values.indices { row.values[index] /= blocks.squareRoot() }
      return row
    }
    return (rows, vectorizer.inverseDocumentFrequencies)
  }

  static func groups(_ rows: [TextVector], rarity: [Float]) -> [[Int]] {
    var leaders = LeaderClusters(threshold: duplicateThreshold, columnCount: rarity.count)
    var groups: [[Int]] = []
    for (index, row) in rows.enumerated() {
      let leader = leaders.assign(row, rarity: rarity)
      if leader == groups.count { groups.append([]) }
      groups[leader].append(index)
    }
    return AverageLink.joined(
      groups, rows: rows, columnCount: rarity.count, threshold: threshold)
  }

  /// The row with the highest mean cosine to all of the group, each counted as
  /// often as it was asked; the oldest of equals.
  private static func medoid(_ group: [Int], rows: [TextVector], weights: [Int]) -> Int {
    guard group.count > 2 else {
      return weights.count == 2 && weights[1] > weights[0] ? group[1] : group[0]
    }
    var sum: [Int32: Float] = [:]
    for (row, weight) in zip(group, weights) {
      for (column, value) in zip(rows[row].columns, rows[row].values) {
        sum[column, default: 0] += Float(weight) * value
      }
    }
    var best = (row: group[0], product: -Float.infinity)
    for row in group {
      var product: Float = 0
      for (column, value) in zip(rows[row].columns, rows[row].values) {
        product += value * (sum[column] ?? 0)
      }
      if product > best.product { best = (row, product) }
    }
    return best.row
  }
}
