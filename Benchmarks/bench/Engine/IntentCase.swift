import Engine
import Features
import FoundationEssentials
import Service
import Support
import Terminal

/// A leg of the support bot that learns the intents of BANKING77.
///
/// The texts of both parts are written for the peers.
struct IntentCase: EngineCase {
  private struct Parts: Encodable {
    let train, test: [Text]
  }

  private struct Text: Encodable {
    let text, intent: String

    init(_ labelled: LabelledText) {
      text = labelled.text
      intent = labelled.intent
    }
  }

  /// Texts that are answered one at a time to learn how long one takes.
  private static let answered = 300

  private let leg: IntentRival
  private let train: [LabelledText]
  private let test: [LabelledText]
  private let rows: [String: Int]
  private var fitted: (any IntentScoring)?

  init(_ leg: IntentRival, _ folder: ArrayFolder, _ setting: Setting) throws {
    guard let trainPath = setting.path(of: .banking77Train),
      let testPath = setting.path(of: .banking77Test)
    else {
      throw CommandFailure(
        "The case needs BANKING77.", hint: "Name its folder: --data DIR", exitCode: .noInput)
    }
    self.leg = leg
    train = try EvaluationFiles.texts(of: trainPath)
    test = try EvaluationFiles.texts(of: testPath)
    let intents = Set(train.map(\.intent)).sorted()
    rows = Dictionary(uniqueKeysWithValues: intents.enumerated().map { ($1, $0) })
    let parts = Parts(train: train.map(Text.init), test: test.map(Text.init))
    try JSONEncoder().encode(parts).write(to: URL(filePath: "\(folder.path)/texts.json"))
  }

  mutating func seconds() throws -> Double {
    try elapsedSeconds {
      fitted = try leg.fit(
        train.map { TextTokens($0.text) }, labels: train.map { rows[$0.intent] ?? 0 },
        classCount: rows.count, seed: 1, threads: EngineCaseName.threads, cancellation: nil)
    }
  }

  mutating func figures() throws -> [Figure] {
    if fitted == nil { _ = try seconds() }
    guard let fitted else { return [] }
    func named(_ text: LabelledText) -> Int? {
      let scores = fitted.scores(TextTokens(text.text))
      return scores.indices.max { scores[$0] < scores[$1] }
    }
    let right = test.count { named($0) == rows[$0.intent] }
    let each = Sample.milliseconds(of: Array(test.prefix(Self.answered))) { _ = named($0) }
    return [
      Figure("accuracy", Double(right) / Double(test.count), unit: "share"),
      Figure("a text", each.median, unit: "ms"),
    ]
  }
}
