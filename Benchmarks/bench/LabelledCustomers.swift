import FoundationEssentials
import Terminal

/// A file of customers whose attributes and outcome stand in one line.
struct LabelledCustomers {
  let name: String
  let file: DataFile
  let id: String
  let label: String
  let positive: String
  /// Columns that say nothing: row numbers and surnames.
  let dropped: [String]

  static let telco = LabelledCustomers(
    name: "telco", file: .telco, id: "customerID", label: "Churn", positive: "Yes", dropped: [])
  static let bank = LabelledCustomers(
    name: "bank", file: .bank, id: "CustomerId", label: "Exited", positive: "1",
    dropped: ["RowNumber", "Surname"])

  /// Writes the file again without the outcome, which must not become an attribute.
  func withoutOutcome(_ path: String, setting: Setting) throws -> String {
    let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let header = lines.first ?? []
    let kept = header.indices.filter {
      String(header[$0]) != label && !dropped.contains(String(header[$0]))
    }
    guard !text.contains("\""), lines.allSatisfy({ $0.count == header.count }),
      kept.count < header.count
    else {
      throw CommandFailure(
        "\(path) is not the plain CSV with a column \(label) that was expected.",
        exitCode: .dataError)
    }
    let rewritten = lines.map { line in kept.map { String(line[$0]) }.joined(separator: ",") }
    return try setting.workspace.write(
      rewritten.joined(separator: "\n") + "\n", to: "\(name)-attributes.csv")
  }
}
