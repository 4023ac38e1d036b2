import Domain
import Engine
import Features
import Models

extension SupportModel {
  /// Answers one message.
  ///
  /// Any text gets a reply; one in which nothing is known gets a hand-off.
  ///
  /// - Complexity: O(n-grams of the text · intents + phrasings sharing them).
  package func reply(
    to text: String, policy: SupportPolicy = .standard
  ) -> SupportReply {
    let tokens = TextTokens(text)
    return reply(to: text, tokens, tokens.isEmpty ? nil : legs.scores(tokens), policy: policy)
  }

  /// Answers one message that was scored; nil for one without a word.
  func reply(
    to text: String, _ tokens: TextTokens, _ scores: IntentScores?,
    policy: SupportPolicy = .standard
  ) -> SupportReply {
    let exact = exactPhrasing(text, tokens)
    guard let scores = scores ?? (exact == nil ? nil : legs.scores(tokens)) else {
      return .unknown(language: nil)
    }
    let language = language(of: tokens, scores)
    guard exact != nil || !scores.isBlank else { return .unknown(language: language) }
    let probabilities = fusion.probabilities(scores)
    var order = probabilities.indices.sorted {
      (probabilities[$1], $0) < (probabilities[$0], $1)
    }
    if let exact, let position = order.firstIndex(of: legs.owners[exact]) {
      order.insert(order.remove(at: position), at: 0)
    }
    let top = order[0]
    let judgement =
      exact == nil
      ? confidence.judge(scores, probabilities: probabilities, top: top)
      : ConfidenceModel.Judgement(confidence: 1, familyConfidence: 1, scope: 1)
    let action =
      exact != nil
      ? SupportReply.Action.answer
      : action(judgement, order: order, probabilities: probabilities, policy: policy)
    if action == .clarify, exact == nil, isSpread(judgement, order, probabilities, policy) {
      order = leadingWithFamilyHead(order, probabilities, scores)
    }
    let winner = order[0]
    let choices = choices(
      order, likeliest: top, probabilities: probabilities, confidence: judgement.confidence,
      scores: scores, language: language)
    let matched = exact.map { corpus.phrasings[$0].entry }
    let entry = matched ?? self.entry(of: winner, scores: scores, language: language)
    return SupportReply(
      intent: corpus.intents[legs.classes[winner]], confidence: choices[0].confidence,
      outOfScopeScore: 1 - judgement.scope,
      action: action, answer: action == .handoff ? nil : corpus.entries[entry].answer,
      question: question(of: entry, scores: scores, exact: exact),
      language: corpus.entries[entry].language ?? language,
      suggestions: suggestions(choices, action: action),
      ranking: order.prefix(10).map {
        SupportReply.RankedIntent(
          intent: corpus.intents[legs.classes[$0]], probability: probabilities[$0])
      },
      explanation: explain(tokens, winner: winner, runnerUp: order[1]),
      isExactMatch: exact != nil)
  }

  /// The stored phrasing that the text repeats.
  ///
  /// Of several, one spelt exactly so comes before one of the same words, and a
  /// question before an example.
  private func exactPhrasing(_ text: String, _ tokens: TextTokens) -> Int? {
    let found =
      exactPhrasings[TextNormalizer.comparisonKey(of: text)]
      ?? (tokens.isEmpty ? nil : exactPhrasings[Self.wordKey(tokens)])
    return found?.min { rank(of: $0, text) < rank(of: $1, text) }
  }

  private func rank(of row: Int, _ text: String) -> (Int, Int, Int) {
    let phrasing = corpus.phrasings[row]
    return (phrasing.text == text ? 0 : 1, phrasing.isQuestion ? 0 : 1, row)
  }

  /// Answers when sure enough; asks when the two best together would be sure
  /// enough, or the best with its family; else hands off.
  private func action(
    _ judgement: ConfidenceModel.Judgement, order: [Int], probabilities: [Double],
    policy: SupportPolicy
  ) -> SupportReply.Action {
    let isSure = judgement.confidence >= policy.answerThreshold
    let gap = probabilities[order[0]] - probabilities[order[1]]
    if isSure, gap >= Self.ambiguity || isSameAnswer(order[0], order[1]) { return .answer }
    return isSure || !isSpread(judgement, order, probabilities, policy)
      || judgement.familyConfidence >= policy.answerThreshold ? .clarify : .handoff
  }

  /// Whether two intents alone do not hold enough of the probability.
  private func isSpread(
    _ judgement: ConfidenceModel.Judgement, _ order: [Int], _ probabilities: [Double],
    _ policy: SupportPolicy
  ) -> Bool {
    let ratio = probabilities[order[1]] / max(probabilities[order[0]], 1e-12)
    return ratio < Self.closeness || judgement.confidence * (1 + ratio) < policy.answerThreshold
  }

  /// The order with that member of the best intent's family first which asks
  /// for least beyond what the text says: the general question among the
  /// particular ones.
  private func leadingWithFamilyHead(
    _ order: [Int], _ probabilities: [Double], _ scores: IntentScores
  ) -> [Int] {
    let family = Set(ConfidenceModel.family(scores, top: order[0]))
    let members = order.filter {
      family.contains($0) && probabilities[$0] >= Self.closeness * probabilities[order[0]]
    }
    guard let head = members.max(by: { scores.coverage[$0] < scores.coverage[$1] }) else {
      return order
    }
    return [head] + order.filter { $0 != head }
  }

  /// Below this difference of the two highest probabilities both intents are
  /// offered rather than one guessed.
  private static let ambiguity = 0.1

  /// Whether both positions lead to the same answer.
  private func isSameAnswer(_ first: Int, _ second: Int) -> Bool {
    corpus.answerGroups[legs.classes[first]] == corpus.answerGroups[legs.classes[second]]
  }

  /// Two intents are close from this ratio of their probabilities on.
  private static let closeness = 0.5

  /// The first four intents as questions; each one's confidence is the
  /// likeliest's, scaled by the ratio of their probabilities.
  private func choices(
    _ order: [Int], likeliest: Int, probabilities: [Double], confidence: Double,
    scores: IntentScores, language: String?
  ) -> [SupportReply.Suggestion] {
    let best = max(probabilities[likeliest], 1e-12)
    return order.prefix(4).map { position in
      let entry = entry(of: position, scores: scores, language: language)
      let share = confidence * min(1, probabilities[position] / best)
      return SupportReply.Suggestion(
        intent: corpus.intents[legs.classes[position]],
        question: question(of: entry, scores: scores, exact: nil) ?? "",
        confidence: position == likeliest ? confidence : min(1 - confidence, share))
    }
  }

  private func suggestions(
    _ choices: [SupportReply.Suggestion], action: SupportReply.Action
  ) -> [SupportReply.Suggestion] {
    switch action {
    case .answer: Array(choices.dropFirst())
    case .clarify: Array(choices.prefix(2))
    case .handoff: Array(choices.prefix(3))
    }
  }

  /// The language by script, else that of the ten nearest phrasings, weighed
  /// by cosine.
  private func language(of tokens: TextTokens, _ scores: IntentScores) -> String? {
    if let language = WritingSystem.dominant(in: tokens)?.language { return language }
    var votes: [String: Float] = [:]
    for (row, cosine) in Ranking.top(10, of: scores.phrasingCosines) where cosine > 0 {
      guard let language = corpus.entries[corpus.phrasings[row].entry].language else { continue }
      votes[language, default: 0] += cosine
    }
    return votes.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }

  /// The intent's entry to answer with: in the text's language where there is
  /// one, and of those the one with the nearest phrasing.
  private func entry(of position: Int, scores: IntentScores, language: String?) -> Int {
    var best: (entry: Int, speaks: Int, cosine: Float)?
    for row in phrasingsByIntent[legs.classes[position]] {
      let entry = corpus.phrasings[row].entry
      let tag = corpus.entries[entry].language
      let speaks = tag != nil && Self.primary(tag) == Self.primary(language) ? 1 : 0
      let cosine = scores.phrasingCosines[row]
      guard let current = best, (current.speaks, current.cosine) >= (speaks, cosine) else {
        best = (entry, speaks, cosine)
        continue
      }
    }
    return best?.entry ?? 0
  }

  /// `en` of `en-GB`.
  private static func primary(_ tag: String?) -> String? {
    tag.map { String($0.lowercased().prefix { $0 != "-" && $0 != "_" }) }
  }

  /// The entry's question nearest to the text.
  private func question(of entry: Int, scores: IntentScores, exact: Int?) -> String? {
    if let exact, corpus.phrasings[exact].isQuestion { return corpus.phrasings[exact].text }
    var best: (text: String, cosine: Float)?
    for row in phrasingsByEntry[entry] where corpus.phrasings[row].isQuestion {
      let cosine = scores.phrasingCosines[row]
      if let current = best, current.cosine >= cosine { continue }
      best = (corpus.phrasings[row].text, cosine)
    }
    return best?.text
  }

  /// The n-grams that an explanation names.
  private static let shownNGrams = 20

  /// The exact shares of words and n-grams in the linear leg's margin of the winner
  /// over the runner-up.
  private func explain(
    _ tokens: TextTokens, winner: Int, runnerUp: Int
  ) -> SupportReply.Explanation {
    typealias Contribution = SupportReply.Explanation.Contribution
    let parts = legs.linear.explain(
      tokens, weightOf: winner, against: runnerUp, nGrams: Self.shownNGrams)
    let words = parts.words.filter { $0.contribution != 0 }.map {
      Contribution(text: $0.word, start: $0.start, end: $0.end, contribution: $0.contribution)
    }
    return SupportReply.Explanation(
      words: words.sorted {
        (abs($1.contribution), $0.start) < (abs($0.contribution), $1.start)
      },
      nGrams: parts.nGrams.map {
        Contribution(text: $0.text, start: $0.start, end: $0.end, contribution: $0.contribution)
      },
      base: legs.linear.baseline(of: winner, against: runnerUp))
  }
}
