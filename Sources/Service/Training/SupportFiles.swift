import Domain
package import Engine
package import Evaluation
import Ingest
import Support

/// Evaluates the support bot on files of labelled texts, importing nothing.
package enum SupportFiles {
  /// Names of the column that holds the intent, the first that exists.
  private static let intentColumns = ["intent", "category", "label"]

  /// Trains on one file and measures on the other: CSV, TSV or JSON lines with
  /// the columns text and intent; `outOfScope` is the intent name of texts that
  /// no intent covers.
  package static func evaluate(
    train: String, test: String, outOfScope: String?, seed: UInt64, cancellation: Cancellation
  ) throws -> EvaluationReport {
    let (train, test) = (try texts(of: train), try texts(of: test))
    return try Rapport.translating {
      EvaluationReport(
        try SupportEvaluation.evaluate(
          train: train, test: test, outOfScopeLabel: outOfScope,
          configuration: SupportConfiguration(seed: seed), cancellation: cancellation))
    }
  }

  private static func texts(of path: String) throws -> [(text: String, intent: String)] {
    var failure: (any Error)?
    for column in intentColumns {
      do {
        var sink = TextSink()
        let options = try ImportOptions(
          kind: .faq, map: ["question": "text", "intent": column], set: ["answer": "-"])
        _ = try Importer(options).run(from: ByteSource(path: path), into: &sink)
        return sink.texts
      } catch let error as ImportError where error.code == .unknownColumn {
        failure = failure ?? error
      }
    }
    throw failure ?? ServiceError(.internal, "\(path) cannot be read")
  }

  private struct TextSink: ImportSink {
    var texts: [(text: String, intent: String)] = []

    mutating func receive(_ record: ImportRecord, line: Int) throws -> Refusal? {
      if case .faq(let entry) = record, let text = entry.questions.first {
        texts.append((text, entry.intent))
      }
      return nil
    }

    mutating func checkpoint(_ checkpoint: ImportCheckpoint) throws {}
  }
}

extension EvaluationReport {
  /// The support bot's report in the common form.
  init(_ report: SupportReport) {
    func list(_ metrics: [SupportReport.Metric]) -> MetricList {
      MetricList(
        entries: metrics.map {
          (name: $0.name, metric: Metric(value: $0.value, low: $0.low, high: $0.high))
        })
    }
    self.init(
      task: report.task, protocol: report.protocol, trainCount: report.trainCount,
      testCount: report.testCount, metrics: list(report.metrics),
      models: report.models.map { Model(name: $0.name, metrics: list($0.metrics)) },
      seconds: Seconds(train: report.trainSeconds, predict: report.predictSeconds))
  }
}
