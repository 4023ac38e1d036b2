import Domain

/// Turns the fields of a record into a typed record.
protocol RecordBuilder {
  init(_ options: ImportOptions, plan: ColumnPlan)

  /// What the owner of the data should know, counted over built records.
  var notes: [ImportSummary.Note] { get }

  mutating func build(
    _ record: FieldList, plan: ColumnPlan
  ) throws(Refusal) -> SourceRecord
}

/// Counts identifiers that were written as `17850.0`.
struct FractionCount {
  private var example = ""
  private var count = 0

  @inline(__always)
  mutating func add(_ hadFraction: Bool, _ identifier: @autoclosure () -> String) {
    guard hadFraction else { return }
    if count == 0 { example = identifier() }
    count += 1
  }

  func notes(field: String) -> [ImportSummary.Note] {
    guard count > 0 else { return [] }
    return [
      ImportSummary.Note(
        code: "\(field)_without_fraction",
        text: "\(field) such as \(example).0 read as \(example)", count: count)
    ]
  }
}

/// Columns without a field of their own.
struct AttributeReader {
  private var nestedCount = 0

  mutating func read(_ record: FieldList, plan: ColumnPlan) -> [String: AttributeValue] {
    var result: [String: AttributeValue] = [:]
    for (column, name) in plan.attributes {
      let field = record[column]
      guard let value = value(of: field) else { continue }
      if field.shape == .nested { nestedCount += 1 }
      result[name] = value
    }
    return result
  }

  private func value(of field: Field) -> AttributeValue? {
    let trimmed = field.trimmed
    switch field.shape {
    case .absent: return nil
    case .flag: return .flag(field[0] == 0x74)
    case .number: return field.number.map(AttributeValue.number) ?? .text(field.text)
    case .string, .nested: return trimmed.isEmpty ? nil : .text(trimmed.text)
    case .cell:
      if trimmed.isEmpty { return nil }
      if trimmed.equalsIgnoringCase("true") { return .flag(true) }
      if trimmed.equalsIgnoringCase("false") { return .flag(false) }
      return trimmed.plainNumber.map(AttributeValue.number) ?? .text(trimmed.text)
    }
  }

  var notes: [ImportSummary.Note] {
    guard nestedCount > 0 else { return [] }
    return [
      ImportSummary.Note(
        code: "nested_as_text", text: "nested attribute values kept as JSON text",
        count: nestedCount)
    ]
  }
}
