import Domain
import Features
import Ingest
import Terminal

/// A file of customers whose attributes and outcome stand in one line.
struct LabelledCustomers {
  let name: String
  let file: DataFile
  let label: String
  let positive: String
  /// Columns that say nothing: identifiers, row numbers and surnames.
  let dropped: [String]

  static let telco = LabelledCustomers(
    name: "telco", file: .telco, label: "Churn", positive: "Yes", dropped: ["customerID"])
  static let bank = LabelledCustomers(
    name: "bank", file: .bank, label: "Exited", positive: "1",
    dropped: ["RowNumber", "CustomerId", "Surname"])

  /// The attributes and outcomes of a file in its order, read as `rapport` reads it.
  func read(_ path: String) throws -> (table: CustomerTable, labels: [Bool]) {
    var options = try ImportOptions(kind: .customers, set: ["id": "-"])
    options.mapsNamedFieldsOnly = true
    var sink = CustomerSink()
    let summary = try Importer(options).run(from: ByteSource(path: path), into: &sink)
    var labels: [Bool] = []
    for row in sink.customers.indices {
      guard let value = sink.customers[row].customer.attributes.removeValue(forKey: label) else {
        break
      }
      labels.append(text(of: value) == positive)
      for name in dropped { sink.customers[row].customer.attributes[name] = nil }
    }
    guard summary.refused == 0, !labels.isEmpty, labels.count == sink.customers.count else {
      throw CommandFailure(
        "\(path) is not the file with a column \(label) that was expected.",
        exitCode: .dataError)
    }
    let attributes = AttributeFeatures(fitting: sink.customers)
    return (try attributes.table(of: sink.customers) { _ in nil }, labels)
  }

  private func text(of value: AttributeValue) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    }
  }
}

/// Keeps the customers of an import, numbered from 0 in the order of the file.
private struct CustomerSink: ImportSink {
  var customers: [(key: Customer.Key, customer: Customer)] = []

  mutating func receive(_ record: SourceRecord, line: Int) throws -> Refusal? {
    if case .customer(let customer) = record {
      customers.append((Customer.Key(Int64(customers.count)), customer))
    }
    return nil
  }

  mutating func checkpoint(_ checkpoint: ImportCheckpoint) throws {}
}
