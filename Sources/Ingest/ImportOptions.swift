package import Domain
import Wording

/// What to import and how to read it.
package struct ImportOptions: Sendable {
  package var kind: ImportKind
  /// Nil: by the file's name.
  package var format: ImportFormat?
  /// Column by field, for columns whose names do not say it.
  package var map: [String: String]
  /// Constants by field, for fields that have no column.
  package var set: [String: String]
  /// The zone of times that carry no offset.
  package var timeZone: ImportTimeZone
  /// How dates are written, where they are none of the forms known by sight.
  package var dateFormat: DateFormat?
  /// The one value of `label` that means "has left"; every other means "has not".
  package var labelPositive: String?
  /// The last moment an interaction or label may be dated: one wrong clock would move the
  /// end of all data, and with it every recency.
  package var latestTime: Timestamp?
  /// Whether columns feed only the fields mapped to them and all others become
  /// attributes, whatever their names.
  package var mapsNamedFieldsOnly = false
  /// Records between two checkpoints, refused ones included.
  package var checkpointInterval = 20_000
  /// Further record counts at which to make a checkpoint: where earlier imports
  /// ended, so that a longer file that begins with the same lines is recognised.
  package var extraCheckpoints: Set<Int> = []

  /// Creates options.
  ///
  /// - Throws: ``ImportError`` where a field is unknown or both mapped and set.
  package init(
    kind: ImportKind, format: ImportFormat? = nil, map: [String: String] = [:],
    set: [String: String] = [:], timeZone: ImportTimeZone = .utc, dateFormat: DateFormat? = nil,
    labelPositive: String? = nil
  ) throws(ImportError) {
    for field in (Array(map.keys) + set.keys).sorted() {
      try Self.check(field: field, of: kind)
      guard map[field] == nil || set[field] == nil else {
        throw ImportError(
          .badOption, "'--map' and '--set' both give \(field).", hint: "Keep one of them.")
      }
    }
    self.kind = kind
    self.format = format
    self.map = map
    self.set = set
    self.timeZone = timeZone
    self.dateFormat = dateFormat
    self.labelPositive = labelPositive
  }

  /// Reads `FIELD=COLUMN,FIELD=COLUMN…` of one or more `--map` options.
  ///
  /// A piece without `=` belongs to the column before it, so that a column's
  /// name may hold a comma.
  package static func parseMap(
    _ arguments: [String], kind: ImportKind
  ) throws(ImportError) -> [String: String] {
    var result: [String: String] = [:]
    for argument in arguments {
      var pairs: [String] = []
      for piece in argument.split(separator: ",", omittingEmptySubsequences: false) {
        if let last = pairs.last, !piece.contains("="), !piece.isEmpty {
          pairs[pairs.count - 1] = last + "," + piece
        } else if !piece.isEmpty {
          pairs.append(String(piece))
        }
      }
      for pair in pairs {
        let (field, column) = try split(pair, option: "--map", shape: "FIELD=COLUMN", kind: kind)
        guard !column.isEmpty else {
          throw ImportError(
            .badOption, "'--map \(field)=' names no column.", hint: "Say '--map \(field)=COLUMN'.")
        }
        try insert(column, for: field, option: "--map", into: &result)
      }
    }
    return result
  }

  /// Reads the `FIELD=VALUE` of each `--set` option; a value may hold commas.
  package static func parseSet(
    _ arguments: [String], kind: ImportKind
  ) throws(ImportError) -> [String: String] {
    var result: [String: String] = [:]
    for argument in arguments {
      let (field, value) = try split(argument, option: "--set", shape: "FIELD=VALUE", kind: kind)
      try check(constant: value, for: field, of: kind)
      try insert(value, for: field, option: "--set", into: &result)
    }
    return result
  }

  /// Fails where a constant would refuse every line, or looks like several of them.
  private static func check(
    constant value: String, for field: String, of kind: ImportKind
  ) throws(ImportError) {
    let starts = kind.fields.map { ",\($0.name)=" }
    let holdsSeveral = starts.contains { value.firstRange(of: $0) != nil }
    let isNoKind =
      kind == .interactions && field == "kind" && InteractionKind(name: value) == nil
    guard holdsSeveral || isNoKind else { return }
    throw ImportError(
      .badOption,
      "'--set \(field)=\(value)' "
        + (holdsSeveral
          ? "gives more than one field."
          : "is none of \(InteractionKind.allCases.map(\.name).joined(separator: ", "))."),
      hint: holdsSeveral ? "Say '--set' once for each." : nil)
  }

  private static func insert(
    _ value: String, for field: String, option: String, into result: inout [String: String]
  ) throws(ImportError) {
    guard result[field] == nil || result[field] == value else {
      throw ImportError(
        .badOption, "'\(option)' gives \(field) twice.", hint: "Keep one of them.")
    }
    result[field] = value
  }

  private static func split(
    _ pair: String, option: String, shape: String, kind: ImportKind
  ) throws(ImportError) -> (field: String, value: String) {
    guard let equals = pair.firstIndex(of: "=") else {
      throw ImportError(
        .badOption, "'\(option) \(pair)' has no =.", hint: "Say '\(option) \(shape)'.")
    }
    let field = pair[..<equals].filter { $0 != " " }
    try check(field: field, of: kind)
    return (field, String(pair[pair.index(after: equals)...]))
  }

  private static func check(field: String, of kind: ImportKind) throws(ImportError) {
    let names = kind.fields.map(\.name)
    guard !names.contains(field) else { return }
    let near = nearestName(to: field, among: names).map { "Did you mean \"\($0)\"? " } ?? ""
    throw ImportError(
      .badOption, "There is no field \"\(field)\" of \(kind.plural).",
      hint: "\(near)The fields are \(names.joined(separator: ", ")).")
  }
}
