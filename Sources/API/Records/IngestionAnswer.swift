import Service

/// A line that was passed over.
struct RefusedLine: Codable, Sendable {
  /// From 1, blank lines not counted.
  var line: Int
  var code: String
  var pointer: String?
  var detail: String

  init(_ problem: Problem, line: Int) {
    self.line = line
    code = problem.code
    pointer = problem.pointer
    detail = problem.detail
  }
}

/// What became of the records of a request.
struct IngestionAnswer: Codable, Sendable {
  struct Note: Codable, Sendable {
    var code: String
    var text: String
    var count: Int
  }

  var added = 0
  /// Interactions whose event ids were stored already.
  var duplicates: Int?
  /// Known records that took over what was sent.
  var updated: Int?
  /// Lines passed over; nil where none may be.
  var refused: Int?
  /// The first of them.
  var errors: [RefusedLine]?
  var notes: [Note]?

  /// Refused lines that are listed.
  private static let listed = 100

  /// - Parameters:
  ///   - countsDuplicates: whether known records stay as they are.
  ///   - countsRefused: whether lines may be passed over.
  init(countsDuplicates: Bool, countsRefused: Bool) {
    if countsDuplicates { duplicates = 0 } else { updated = 0 }
    if countsRefused { (refused, errors) = (0, []) }
  }

  mutating func add(_ rows: RecordedRows, places: [String]) {
    added += rows.added
    if duplicates != nil { duplicates = (duplicates ?? 0) + rows.known }
    if updated != nil { updated = (updated ?? 0) + rows.known }
    add(
      rows.refusals.map { row in
        let place = places[row.index]
        return RefusedLine(
          Problem(row, at: place), line: (Int(place.dropFirst()) ?? 0) + 1)
      })
    if !rows.notes.isEmpty {
      notes = rows.notes.map { Note(code: $0.code, text: $0.text, count: $0.count) }
    }
  }

  mutating func add(_ lines: [RefusedLine]) {
    guard let count = refused else { return }
    refused = count + lines.count
    errors = Array(((errors ?? []) + lines).prefix(Self.listed))
  }
}
