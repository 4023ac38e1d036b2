import Churn
import Domain
package import Engine
import Evaluation
import Ingest
package import Support

extension EvaluationFiles {
  /// The files of an evaluation of the bot: columns text and intent.
  package struct SupportPaths: Sendable {
    /// The file that is learned from.
    package var train: String
    /// The file that is answered.
    package var test: String
    /// Where thresholds for texts out of scope are chosen.
    package var validation: String?
    /// The intent name of texts that no intent covers.
    package var outOfScope: String?

    package init(
      train: String, test: String, validation: String? = nil, outOfScope: String? = nil
    ) {
      self.train = train
      self.test = test
      self.validation = validation
      self.outOfScope = outOfScope
    }
  }

  /// Trains the bot on one file and measures it on the other.
  ///
  /// - Throws: ``ImportError`` where a file cannot be read; ``ServiceError``.
  package static func support(
    _ paths: SupportPaths, seed: UInt64,
    options: SupportEvaluation.Options = SupportEvaluation.Options(), cancellation: Cancellation,
    progress: ((String, Double) -> Void)? = nil
  ) throws -> SupportEvaluation.Result {
    let files = SupportEvaluation.Files(
      train: try texts(of: paths.train), test: try texts(of: paths.test),
      validation: try paths.validation.map { try texts(of: $0) } ?? [],
      outOfScopeLabel: paths.outOfScope)
    return try Rapport.translating {
      try SupportEvaluation.evaluate(
        files, configuration: SupportConfiguration(seed: seed), options: options,
        cancellation: cancellation, progress: progress)
    }
  }

  /// Names of the columns that hold the text and the intent, the first that exist.
  private static let textColumns = ["text", "utterance"]
  private static let intentColumns = ["intent", "category", "label"]

  /// The labelled texts of a file.
  ///
  /// - Throws: ``ImportError`` where it cannot be read or a line makes no sense.
  package static func texts(of path: String) throws -> [LabelledText] {
    var lacksText = true
    for (text, intent) in textColumns.flatMap({ text in intentColumns.map { (text, $0) } }) {
      do {
        let records = try records(
          of: path,
          options: ImportOptions(
            kind: .faq, map: ["question": text, "intent": intent], set: ["answer": "-"]))
        return records.compactMap { record in
          guard case .faq(let entry) = record, let text = entry.questions.first else { return nil }
          return LabelledText(text: text, intent: entry.intent)
        }
      } catch let error as ImportError where error.code == .unknownColumn {
        lacksText = lacksText && error.field == "question"
      }
    }
    throw ImportError(
      .unknownColumn, "\(path) has no column \"\(lacksText ? "text" : "intent")\".",
      hint: "It needs the columns text and intent.")
  }
}

extension Rapport {
  /// Measures the bot on the stored entries, fold by fold.
  package func evaluateSupport(
    seed: UInt64, options: SupportEvaluation.Options = SupportEvaluation.Options(),
    cancellation: Cancellation, progress: ((String, Double) -> Void)?
  ) throws -> SupportEvaluation.Result {
    try Self.translating {
      try SupportEvaluation.crossValidate(
        try supportTexts().entries, seed: seed, configuration: SupportConfiguration(seed: seed),
        options: options, cancellation: cancellation, progress: progress)
    }
  }
}

/// The texts that were not answered as they should be, as a file.
package enum MisreadingFile {
  /// What the file begins with.
  package static let start = "text,intent,predicted,confidence"

  /// The likeliest intents that have columns.
  private static let ranks = 3

  /// One line a text after a line of names, as spreadsheets read it.
  package static func csv(_ misreadings: [Misreading]) -> String {
    let ranked = (1...ranks).flatMap { ["intent_\($0)", "probability_\($0)"] }
    var text = CSVCell.line(start.split(separator: ",").map(String.init) + ranked)
    for misreading in misreadings {
      var cells = [
        misreading.text, misreading.intent, misreading.predicted ?? "",
        rounded(misreading.confidence),
      ]
      for place in 0..<ranks {
        let intent = place < misreading.ranking.count ? misreading.ranking[place] : nil
        cells += [intent?.intent ?? "", intent.map { rounded($0.probability) } ?? ""]
      }
      text += CSVCell.line(cells)
    }
    return text
  }

  private static func rounded(_ value: Double) -> String {
    String(describing: (value * 10_000).rounded() / 10_000)
  }
}
