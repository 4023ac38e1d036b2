package import Churn
import Domain
package import Engine
package import Evaluation
import Features
import Ingest
import Wording

/// Evaluates models on files, importing nothing into a database.
///
/// Files are CSV, TSV or JSON lines, by their names.
package enum EvaluationFiles {
  // MARK: - Churn

  /// Cross-validates churn on one file: a label column, all others attributes.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - label: the column that says who left.
  ///   - positive: the value of it that means so; nil where it is yes or no.
  ///   - options: the seed, and the attribute whose groups are compared.
  ///   - economics: what a contact costs and brings.
  ///   - cancellation: stops the work.
  /// - Returns: the evaluation.
  /// - Throws: ``ServiceError`` for a label that is missing or neither of two
  ///   values, naming the record; ``ImportError``.
  package static func churn(
    data path: String, label: String, positive: String?, options: TrainingOptions,
    economics: ContactEconomics = .usual, cancellation: Cancellation
  ) throws -> EvaluationReport {
    var importOptions = try ImportOptions(kind: .customers, set: ["id": "-"])
    importOptions.mapsNamedFieldsOnly = true
    let records = try records(of: path, options: importOptions)
    var customers: [(key: Customer.Key, customer: Customer)] = []
    var values: [String] = []
    for case .customer(var customer) in records {
      guard let value = customer.attributes.removeValue(forKey: label) else {
        let columns = customer.attributes.keys.sorted().joined(separator: ", ")
        throw ServiceError(
          .invalidRequest, "\(path) has no value of \(label) in record \(customers.count + 1)",
          hint: "the columns are \(columns)")
      }
      customers.append((Customer.Key(Int64(customers.count)), customer))
      values.append(text(of: value))
    }
    let labels = try LabelValues(values, positive: positive, path: path).labels
    let known = CustomerAttributes(customers)
    return try Rapport.translating {
      let table = try known.features.table(of: customers) { _ in nil }
      let leaks = LeakageScreen.leaks(in: table, labels: labels)
      var report = try ChurnEvaluation(
        configuration: ChurnEvaluation.Configuration(
          trainer: ChurnTrainer.Configuration(seed: options.seed), economics: economics,
          groupAttribute: options.groupAttribute), cancellation: cancellation
      ).evaluate(
        .labelled(table.removing(leaks), labels: labels, attributes: known.features), asOf: .now)
      if !leaks.isEmpty { report.notes.append(LeakageScreen.note(leaks)) }
      report.notes += known.features.notes
      return report
    }
  }

  private static func text(of value: AttributeValue) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    }
  }

  // MARK: - Reading

  enum Record {
    case faq(FAQEntry)
    case customer(Customer)
  }

  /// The records of a file; a file with a line that is refused is not evaluated,
  /// as nobody would know on what.
  static func records(of path: String, options: ImportOptions) throws -> [Record] {
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
      "\(summary.refused) of \(counted(summary.linesRead, "record")) of \(path) make no sense, "
        + "first on line \(refusal.firstLine): \(refusal.reason.text)"
        + (refusal.example.map { " (\($0))." } ?? "."),
      hint: refusal.reason.cure ?? "Mend or remove them.", line: refusal.firstLine)
  }

  private struct MemorySink: ImportSink {
    var records: [Record] = []

    mutating func receive(_ record: SourceRecord, line: Int) throws -> Refusal? {
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
