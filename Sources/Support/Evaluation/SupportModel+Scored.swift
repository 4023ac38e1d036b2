import Engine
import Features

extension SupportModel: IntentModel {
  package var presets: [String] { SupportPolicy.Preset.allCases.map(\.rawValue) }

  package var presetInUse: Int {
    SupportPolicy.Preset.allCases.firstIndex { SupportPolicy($0) == .standard } ?? 0
  }

  package var legNames: [String] {
    ["linear"] + (legs.networks.leg.map { [$0.kind.rawValue] } ?? [])
  }

  package func scored(_ texts: [(text: String, truth: Int?)], threads: Int) -> [ScoredText] {
    let tokens = Parallel.map(count: texts.count, threads: threads) { TextTokens(texts[$0].text) }
    let scores = legs.scores(tokens, threads: threads)
    return Parallel.map(count: texts.count, threads: threads) {
      scored(texts[$0].text, texts[$0].truth, tokens[$0], scores[$0])
    }
  }

  private func scored(
    _ text: String, _ truth: Int?, _ tokens: TextTokens, _ scores: IntentScores
  ) -> ScoredText {
    let replies = SupportPolicy.Preset.allCases.map {
      reply(to: text, tokens, tokens.isEmpty ? nil : scores, policy: SupportPolicy($0))
    }
    let used = replies[presetInUse]
    let predicted = used.intent.flatMap { intents.firstIndex(of: $0) }
    let isRight = predicted.map { row in
      truth.map { intents.indices.contains($0) && isSameAnswer($0, row) } ?? false
    }
    return ScoredText(
      text: text, truth: truth, predicted: predicted,
      probabilities: byIntent(fusion, scores),
      uncalibrated: byIntent(IntentFusion.unweighted, scores),
      confidence: used.confidence, outOfScopeScore: used.outOfScopeScore,
      isRight: isRight ?? false, isAnswered: replies.map { $0.action == .answer },
      namedByLegs: [named(scores.margins, scores), named(scores.network, scores)]
        .prefix(legNames.count).map(\.self))
  }

  private func byIntent(_ fusion: IntentFusion, _ scores: IntentScores) -> [Float] {
    guard !scores.isBlank else { return [] }
    var probabilities = [Float](repeating: 0, count: intents.count)
    for (row, value) in zip(legs.classes, fusion.probabilities(scores)) {
      probabilities[row] = Float(value)
    }
    return probabilities
  }

  /// The intent that a leg's highest score names; nil where nothing is known.
  private func named(_ scores: [Float], _ all: IntentScores) -> Int? {
    guard !all.isBlank else { return nil }
    return scores.indices.max { (scores[$0], $1) < (scores[$1], $0) }.map { legs.classes[$0] }
  }

  private func isSameAnswer(_ first: Int, _ second: Int) -> Bool {
    corpus.answerGroups[first] == corpus.answerGroups[second]
  }

  /// The size of the stored model.
  package var storedByteCount: Int { (try? checkpoint().encoded().count) ?? 0 }
}

extension IntentFusion {
  /// The legs added up as they are, before any weight or temperature was fitted.
  fileprivate static let unweighted = IntentFusion(
    weights: [Double](repeating: 1, count: IntentFusion.legs))
}
