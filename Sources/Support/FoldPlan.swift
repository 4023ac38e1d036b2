import Engine
import Features

/// Which phrasings and intents each calibration round sets aside.
struct FoldPlan: Sendable {
  private let folds: Int
  /// How many rounds it takes to score as many texts as are wanted; at most one a
  /// fold.
  let rounds: Int
  /// By phrasing: its fold; nil for the only wording of an intent, which is
  /// trained on always and tested paraphrased.
  private let fold: [Int?]
  /// By phrasing: its intent.
  private let intents: [Int]
  /// By intent: the round that leaves it out; nil where too few intents exist.
  private let leftOutIn: [Int?]

  init(
    _ corpus: SupportCorpus, similarities: [[Float]], folds: Int, limit: Int,
    using generator: inout Xoshiro256StarStar
  ) {
    self.folds = folds
    intents = corpus.phrasings.map(\.intent)
    let fold = Self.stratified(corpus.phrasingsByIntent, folds: folds, using: &generator)
    self.fold = fold
    let folded = fold.count { $0 != nil }
    rounds =
      folded < fold.count
      ? folds : min(folds, max(1, (limit * folds + folded - 1) / max(1, folded)))
    // Where a few rounds score enough, a block is still more than enough.
    leftOutIn = Self.blocks(similarities, count: rounds < folds ? 2 * folds : folds)
  }

  /// Deals each group's members to the folds in random order; groups of one
  /// get no fold.
  static func stratified(
    _ groups: [[Int]], folds: Int, using generator: inout Xoshiro256StarStar
  ) -> [Int?] {
    var fold = [Int?](repeating: nil, count: groups.reduce(0) { $0 + $1.count })
    var next = 0
    for group in groups where group.count > 1 {
      var members = group
      generator.shuffle(&members)
      for member in members {
        fold[member] = next % folds
        next += 1
      }
    }
    return fold
  }

  /// Chains every intent to its most similar neighbour and cuts the chain.
  private static func blocks(_ similarities: [[Float]], count blocks: Int) -> [Int?] {
    let count = similarities.count
    // Rounds must keep two intents to tell apart.
    guard count >= 4 else { return [Int?](repeating: nil, count: count) }
    var leftOut = [Int?](repeating: nil, count: count)
    var current = 0
    for position in 0..<count {
      leftOut[current] = position * blocks / count
      let cosines = similarities[current]
      let open = leftOut.indices.filter { leftOut[$0] == nil }
      guard let nearest = open.max(by: { (cosines[$0], $1) < (cosines[$1], $0) }) else { break }
      current = nearest
    }
    return leftOut
  }

  /// The rows of the phrasings to fit on and to test on.
  func split(round: Int) -> (training: [Int], held: [Int]) {
    (
      fold.indices.filter { fold[$0] != round },
      fold.indices.filter { fold[$0] == round || fold[$0] == nil }
    )
  }

  /// Whether the round leaves the intent of that phrasing out.
  func leavesOut(_ row: Int, round: Int) -> Bool { leftOutIn[intents[row]] == round }

  /// From this many wordings on, none but only ones are paraphrased.
  private static let plenty = 500

  /// The texts of the rows, at most `limit`: an only wording as paraphrases,
  /// any other as it stands.
  func wordings(
    _ rows: [Int], corpus: SupportCorpus, paraphrases: Int, distortion: Perturbation, limit: Int,
    using generator: inout Xoshiro256StarStar
  ) -> [(tokens: TextTokens, intent: Int?)] {
    var texts: [(tokens: TextTokens, intent: Int?)] = []
    for row in rows {
      let phrasing = corpus.phrasings[row]
      guard fold[row] == nil else {
        texts.append((phrasing.tokens, phrasing.intent))
        // A few dozen texts are too few to calibrate on.
        guard fold.count < Self.plenty else { continue }
        for _ in 0..<2 {
          let text = distortion.paraphrase(phrasing, using: &generator)
          texts.append((TextTokens(text), phrasing.intent))
        }
        continue
      }
      for _ in 0..<paraphrases {
        let text = distortion.paraphrase(phrasing, using: &generator)
        texts.append((TextTokens(text), phrasing.intent))
      }
    }
    generator.shuffle(&texts)
    return Array(texts.prefix(limit))
  }
}
