/// A text and the name of its intent.
package struct LabelledText: Sendable, Hashable {
  package var text: String
  package var intent: String

  package init(text: String, intent: String) {
    self.text = text
    self.intent = intent
  }
}

/// A text and what a model said of it.
package struct ScoredText: Sendable {
  /// The truth of a text whose intent the model was never trained on.
  package static let untrained = -1

  package var text: String
  /// The true intent's row, or ``untrained``; nil for a text out of scope.
  package var truth: Int?
  /// The intent that the reply names; nil where it names none.
  package var predicted: Int?
  /// By intent, calibrated, given that the text has one of them; empty where
  /// nothing in it is known.
  package var probabilities: [Float]
  /// The same before calibration.
  package var uncalibrated: [Float]
  /// The stated probability that the answer is right.
  package var confidence: Double
  /// Greater where the text more likely has none of the intents.
  package var outOfScopeScore: Double
  /// Whether the answer to `predicted` is the right one, which that of another
  /// intent may be where they share it.
  package var isRight: Bool
  /// Whether it is answered, by preset of the model.
  package var isAnswered: [Bool]
  /// The intent that each leg of the model alone would name.
  package var namedByLegs: [Int?]

  package init(
    text: String, truth: Int?, predicted: Int?, probabilities: [Float], uncalibrated: [Float],
    confidence: Double, outOfScopeScore: Double, isRight: Bool, isAnswered: [Bool],
    namedByLegs: [Int?] = []
  ) {
    self.text = text
    self.truth = truth
    self.predicted = predicted
    self.probabilities = probabilities
    self.uncalibrated = uncalibrated
    self.confidence = confidence
    self.outOfScopeScore = outOfScopeScore
    self.isRight = isRight
    self.isAnswered = isAnswered
    self.namedByLegs = namedByLegs
  }

  /// The `count` likeliest intents, the likeliest first, equals by their rows.
  package func likeliest(_ count: Int) -> [Int] {
    var best: [Int] = []
    for row in probabilities.indices {
      if best.count == count, probabilities[best[count - 1]] >= probabilities[row] { continue }
      let place = best.firstIndex { probabilities[$0] < probabilities[row] } ?? best.count
      best.insert(row, at: place)
      if best.count > count { best.removeLast() }
    }
    return best
  }
}

/// A rule by which texts get an answer.
package struct OperatingPoint: Sendable {
  package var name: String
  package var answers: @Sendable (ScoredText) -> Bool

  package init(_ name: String, answers: @escaping @Sendable (ScoredText) -> Bool) {
    self.name = name
    self.answers = answers
  }

  /// The preset at that place.
  package static func preset(_ name: String, at place: Int) -> OperatingPoint {
    OperatingPoint(name) { $0.isAnswered[place] }
  }

  /// Answers texts no further out of scope than this.
  package static func accepting(_ name: String, upTo threshold: Double) -> OperatingPoint {
    OperatingPoint(name) { $0.outOfScopeScore <= threshold }
  }
}

/// What names the intents of texts, as an evaluation sees it.
package protocol IntentModel: Sendable {
  /// By row.
  var intents: [String] { get }
  /// The names of the rules by which it can be told to answer, from the most careful
  /// to the boldest.
  var presets: [String] { get }
  /// The place in `presets` of the rule in use.
  var presetInUse: Int { get }
  /// The names of the parts that could each name an intent alone.
  var legNames: [String] { get }

  /// What the model says of texts, in their order.
  ///
  /// `truth` is a row of `intents`, ``ScoredText/untrained``, or nil for a text
  /// out of scope.
  func scored(_ texts: [(text: String, truth: Int?)], threads: Int) -> [ScoredText]
}

extension IntentModel {
  /// What the model says of labelled texts; `outOfScopeLabel` is the intent name
  /// of those that no intent covers.
  package func scored(
    _ texts: [LabelledText], outOfScopeLabel: String?, threads: Int
  ) -> [ScoredText] {
    let rows = Dictionary(uniqueKeysWithValues: intents.enumerated().map { ($1, $0) })
    return scored(
      texts.map { text in
        (
          text: text.text,
          truth: text.intent == outOfScopeLabel ? nil : rows[text.intent] ?? ScoredText.untrained
        )
      }, threads: threads)
  }
}
