import Domain
import Wording

/// Which column, or which constant, feeds which field.
struct ColumnPlan {
  /// The longest identifier, in bytes.
  static let identifierLimit = 256

  let kind: ImportKind
  let fields: [ImportField]
  /// The columns to become attributes.
  private(set) var attributes: [(column: Int, name: String)] = []
  private(set) var ignored: [String] = []

  private let sourceName: String
  private let set: [String: String]
  private let mapsNamedFieldsOnly: Bool
  private var map: [String: String]
  /// By field: a column, or -1.
  private var columnOfField: [Int]
  private var constantOfField: [Field]
  private let constants: ConstantBytes
  private let missing: [RefusalReason]
  private var columns: [String] = []

  init(_ options: ImportOptions, sourceName: String) {
    self.sourceName = sourceName
    kind = options.kind
    mapsNamedFieldsOnly = options.mapsNamedFieldsOnly
    fields = options.kind.fields
    (map, set) = (options.map, options.set)
    columnOfField = fields.map { _ in -1 }
    missing = fields.map { .missing($0.name) }
    constants = ConstantBytes(fields.map { options.set[$0.name] })
    constantOfField = constants.fields
  }

  /// The place of a field among the kind's fields.
  func slot(_ name: String) -> Int {
    guard let slot = fields.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("\(kind.rawValue) have no field \(name)")
    }
    return slot
  }

  // MARK: - Matching

  /// Matches the columns of a header, all of which are known.
  mutating func match(header: [String]) throws(ImportError) {
    for field in fields {
      guard let wanted = map[field.name], !header.contains(wanted) else { continue }
      guard let near = header.first(where: { comparableName($0) == comparableName(wanted) }) else {
        throw unknownColumn(wanted, for: field.name, among: header)
      }
      map[field.name] = near
    }
    try extend(with: header)
    try checkRequired()
  }

  /// Matches the columns beyond those already matched.
  mutating func extend(with all: [String]) throws(ImportError) {
    for column in columns.count..<all.count {
      let name = all[column]
      columns.append(name)
      var isUsed = false
      for (slot, field) in fields.enumerated() where map[field.name] == name {
        columnOfField[slot] = column
        isUsed = true
      }
      guard !isUsed else { continue }
      let slot = fields.firstIndex { map[$0.name] == nil && $0.isNamed(name) }
      if let slot, columnOfField[slot] < 0, !mapsNamedFieldsOnly {
        guard set[fields[slot].name] == nil else {
          throw ImportError(
            .badOption,
            "\(sourceName) has the column \"\(name)\", and '--set' gives \(fields[slot].name) too.",
            hint: "Drop the '--set', or the column.")
        }
        columnOfField[slot] = column
      } else if kind.keepsAttributes, !name.isEmpty {
        attributes.append((column, name))
      } else {
        ignored.append(name)
      }
    }
  }

  /// Fails where a required field has neither column nor constant.
  func checkRequired() throws(ImportError) {
    for (slot, field) in fields.enumerated() where field.isRequired {
      guard columnOfField[slot] < 0, constantOfField[slot].shape == .absent else { continue }
      if let wanted = map[field.name] {
        throw unknownColumn(wanted, for: field.name, among: columns)
      }
      throw missingField(field.name, constant: field.name == "kind" ? "kind=purchase" : nil)
    }
    if kind == .faq, !isFed("question"), !isFed("questions") {
      throw missingField("question", constant: nil)
    }
  }

  private func isFed(_ name: String) -> Bool {
    let slot = slot(name)
    return columnOfField[slot] >= 0 || constantOfField[slot].shape != .absent
  }

  private func missingField(_ field: String, constant: String?) -> ImportError {
    let near = nearestName(to: field, among: columns) ?? "COLUMN"
    let otherwise = constant.map { ", or give it to every line: '--set \($0)'" } ?? ""
    let headerless =
      columns.contains(where: isValue)
      ? " If the first line is data, put a line of column names above." : ""
    return ImportError(
      .missingField,
      "No column of \(sourceName) feeds \(field), which \(kind.plural) need. The columns are "
        + "\(list(columns)).",
      hint: "Say which: '--map \(field)=\(near)'\(otherwise).\(headerless)", field: field)
  }

  /// Whether a column's name is rather what a line holds: a number, a day or a kind.
  private func isValue(_ name: String) -> Bool {
    Double(name) != nil || Timestamp(day: String(name.prefix(10))) != nil
      || InteractionKind(name: name) != nil
  }

  private func unknownColumn(
    _ wanted: String, for field: String, among header: [String]
  ) -> ImportError {
    let near = nearestName(to: wanted, among: header).map { "Did you mean \"\($0)\"? " } ?? ""
    return ImportError(
      .unknownColumn,
      "\(sourceName) has no column \"\(wanted)\" ('--map \(field)=\(wanted)').",
      hint: "\(near)The columns are \(list(header)).", field: field)
  }

  private func list(_ names: [String]) -> String {
    let shown = names.prefix(50).joined(separator: ", ")
    return names.count > 50 ? "\(shown) and \(names.count - 50) more" : shown
  }

  /// A warning where the columns are rather those of another kind.
  var doubt: ImportSummary.Note? {
    let known = ImportKind.allCases.filter { $0 != kind }.map { other in
      (
        other,
        columns.filter { name in
          other.fields.contains { $0.isNamed(name) } && !fields.contains { $0.isNamed(name) }
        }
      )
    }
    guard let (other, names) = known.max(by: { $0.1.count < $1.1.count }),
      !names.isEmpty, names.count >= 2 * used.count
    else { return nil }
    return ImportSummary.Note(
      code: "columns_of_another_kind",
      text: "Columns such as \(names.prefix(4).joined(separator: ", ")) are those of "
        + "\(other.plural), not of \(kind.plural). Was this the right file?",
      count: names.count, isWarning: true)
  }

  /// The matched fields and their columns.
  var used: [ImportSummary.FieldColumn] {
    fields.indices.filter { columnOfField[$0] >= 0 }
      .map { .init(field: fields[$0].name, column: columns[columnOfField[$0]]) }
  }

  /// The mapped columns that never came, with their fields; only formats
  /// without a header have such.
  var unseen: [ImportSummary.FieldColumn] {
    fields.indices.compactMap { slot in
      guard columnOfField[slot] < 0, let column = map[fields[slot].name] else { return nil }
      return .init(field: fields[slot].name, column: column)
    }
  }

  // MARK: - Reading

  /// The bytes of a field as they are; absent where nothing feeds it.
  @inline(__always)
  func raw(_ slot: Int, _ record: FieldList) -> Field {
    let column = columnOfField[slot]
    return column < 0 ? constantOfField[slot] : record[column]
  }

  /// A field without spaces around it; nil where it is empty.
  @inline(__always)
  func value(_ slot: Int, _ record: FieldList) throws(Refusal) -> Field? {
    let field = raw(slot, record)
    if field.shape == .nested { throw Refusal(.wrongType, field: fields[slot].name) }
    let trimmed = field.trimmed
    return trimmed.isEmpty ? nil : trimmed
  }

  /// A field that must be there.
  @inline(__always)
  func required(_ slot: Int, _ record: FieldList) throws(Refusal) -> Field {
    guard let field = try value(slot, record) else {
      throw Refusal(missing[slot], field: fields[slot].name)
    }
    return field
  }

  /// An identifier that must be there.
  @inline(__always)
  func identifier(
    _ slot: Int, _ record: FieldList, hadFraction: inout Bool
  ) throws(Refusal) -> Field {
    var field = try required(slot, record)
    hadFraction = field.dropZeroFraction()
    guard field.count <= Self.identifierLimit else {
      throw Refusal(.idTooLong, field: fields[slot].name)
    }
    return field
  }

  func text(_ slot: Int, _ record: FieldList) throws(Refusal) -> String? {
    try value(slot, record)?.text
  }

  @inline(__always)
  func number(_ slot: Int, _ record: FieldList) throws(Refusal) -> Double? {
    guard let field = try value(slot, record) else { return nil }
    guard let number = field.number else {
      throw Refusal(.unreadableNumber, field: fields[slot].name, detail: field.excerpt)
    }
    return number
  }

  @inline(__always)
  func seconds(
    of field: Field, slot: Int, dates: inout DateReader
  ) throws(Refusal) -> Int64 {
    let reason: RefusalReason
    switch dates.read(field) {
    case .seconds(let seconds): return seconds
    case .unreadable: reason = .unreadableDate
    case .ambiguous: reason = .ambiguousDate
    case .early: reason = .earlyNumber
    }
    throw Refusal(reason, field: fields[slot].name, detail: field.excerpt)
  }
}

/// The bytes of constants, at an address that stays.
private final class ConstantBytes {
  private let storage: UnsafeMutablePointer<UInt8>
  let fields: [Field]

  init(_ texts: [String?]) {
    let size = texts.reduce(1) { $0 + ($1?.utf8.count ?? 0) }
    let storage = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    self.storage = storage
    var used = 0
    fields = texts.map { text in
      let start = UnsafePointer(storage + used)
      guard let text else { return Field(start: start, count: 0, shape: .absent) }
      for byte in text.utf8 {
        storage[used] = byte
        used += 1
      }
      return Field(start: start, count: text.utf8.count, shape: .cell)
    }
  }

  deinit { storage.deallocate() }
}
