import Churn
import Domain
package import Engine
package import Evaluation
import Features
import Ingest
import Support

/// Evaluates models on files, importing nothing into a database.
///
/// Files are CSV, TSV or JSON lines, by their names.
package enum EvaluationFiles {
  // MARK: - Support

  /// Names of the column that holds the intent, the first that exists.
  private static let intentColumns = ["intent", "category", "label"]

  /// Trains the bot on one file and measures it on the other: columns text and
  /// intent; `outOfScope` is the intent name of texts that no intent covers.
  package static func support(
    train: String, test: String, outOfScope: String?, seed: UInt64, cancellation: Cancellation
  ) throws -> EvaluationReport {
    let (train, test) = (try texts(of: train), try texts(of: test))
    return try Rapport.translating {
      try SupportEvaluation.evaluate(
        train: train, test: test, outOfScopeLabel: outOfScope,
        configuration: SupportConfiguration(seed: seed), cancellation: cancellation)
    }
  }

  private static func texts(of path: String) throws -> [(text: String, intent: String)] {
    var failure: (any Error)?
    for column in intentColumns {
      do {
        let records = try records(
          of: path,
          options: ImportOptions(
            kind: .faq, map: ["question": "text", "intent": column], set: ["answer": "-"]))
        return records.compactMap { record in
          guard case .faq(let entry) = record, let text = entry.questions.first else { return nil }
          return (text, entry.intent)
        }
      } catch let error as ImportError where error.code == .unknownColumn {
        failure = failure ?? error
      }
    }
    throw failure ?? ServiceError(.internal, "\(path) cannot be read")
  }

  // MARK: - Churn

  /// Cross-validates churn on one file: a label column, all others attributes.
  package static func churn(
    data path: String, label: String, positive: String?, seed: UInt64, cancellation: Cancellation
  ) throws -> EvaluationReport {
    var options = try ImportOptions(kind: .customers, set: ["id": "-"])
    options.mapsNamedFieldsOnly = true
    let records = try records(of: path, options: options)
    var customers: [(key: Customer.Key, customer: Customer)] = []
    var labels: [Bool] = []
    for case .customer(var customer) in records {
      guard let value = customer.attributes.removeValue(forKey: label) else {
        let columns = customer.attributes.keys.sorted().joined(separator: ", ")
        throw ServiceError(
          .invalidRequest, "\(path) has no value of \(label) in record \(customers.count + 1)",
          hint: "the columns are \(columns)")
      }
      customers.append((Customer.Key(Int64(customers.count)), customer))
      labels.append(try isPositive(value, positive: positive, path: path))
    }
    let table = AttributeFeatures.table(of: customers)
    return try Rapport.translating {
      try ChurnEvaluation.evaluate(
        .labelled(table, labels: labels), configuration: ChurnTrainer.Configuration(),
        asOf: now(), seed: seed, cancellation: cancellation)
    }
  }

  private static func isPositive(
    _ value: AttributeValue, positive: String?, path: String
  ) throws -> Bool {
    let text =
      switch value {
      case .text(let text): text
      case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
      case .flag(let flag): flag ? "true" : "false"
      }
    if let positive { return text == positive }
    switch text.lowercased() {
    case "yes", "true", "1": return true
    case "no", "false", "0": return false
    default:
      throw ServiceError(
        .invalidRequest, "\(path): the label \(quoted(text)) is neither yes nor no",
        hint: "say which value means the customer left: --label-positive VALUE")
    }
  }

  // MARK: - Reading

  private enum Record {
    case faq(FAQEntry)
    case customer(Customer)
  }

  /// The records of a file; a file with a line that is refused is not evaluated,
  /// as nobody would know on what.
  private static func records(of path: String, options: ImportOptions) throws -> [Record] {
    var sink = MemorySink()
    try read(path, options: options, into: &sink)
    return sink.records
  }

  /// Hands the records of a file to a sink.
  ///
  /// - Throws: ``ImportError``, also where a line is refused.
  static func read(
    _ path: String, options: ImportOptions, into sink: inout some ImportSink
  ) throws {
    let summary = try Importer(options).run(from: ByteSource(path: path), into: &sink)
    guard let refusal = summary.refusals.first else { return }
    throw ImportError(
      .badRecord,
      "\(path): \(summary.refused) of \(summary.linesRead) records make no sense; the first on line "
        + "\(refusal.firstLine): \(refusal.reason.text). Mend or remove them.",
      line: refusal.firstLine)
  }

  private struct MemorySink: ImportSink {
    var records: [Record] = []

    mutating func receive(_ record: ImportRecord, line: Int) throws -> Refusal? {
      switch record {
      case .faq(let entry): records.append(.faq(entry))
      case .customer(let customer): records.append(.customer(customer))
      case .interaction, .product, .label: break
      }
      return nil
    }

    mutating func checkpoint(_ checkpoint: ImportCheckpoint) throws {}
  }
}
