import Digest
import Domain
import HTTPServer

/// Reads the rows of a body in batches, in memory that does not grow with the body.
///
/// A body that is one object or an array is one batch. JSON lines come in batches of
/// ``batchLines`` lines or ``batchBytes`` bytes, whichever is less.
struct RowSource<Row: IngestedRow> {
  struct Batch {
    var records: [Row.Record] = []
    /// Where each record stands in the body, as a JSON pointer.
    var places: [String] = []
    /// Rows that cannot be read.
    var refused: [RefusedLine] = []
    /// Whether nothing follows.
    var isLast = false
  }

  private static var batchLines: Int { 10_000 }
  private static var batchBytes: Int { 1 << 20 }
  private static var longestLine: Int { 1 << 20 }
  private static var longestJSON: Int { 1 << 20 }

  private var pieces: BodyPieces
  private let holdsLines: Bool
  private let skipsRefused: Bool
  private let now: Timestamp
  /// What has come and is not read yet, and where it begins.
  private var buffer: [UInt8] = []
  private var start = 0
  /// The hash of everything read; nil where nobody asks for it.
  private var hash: SHA256?
  /// Lines read, blank ones not counted.
  private(set) var lines = 0

  init(
    _ pieces: BodyPieces, holdsLines: Bool, skipsRefused: Bool = false, isHashed: Bool = false,
    now: Timestamp
  ) {
    self.pieces = pieces
    self.holdsLines = holdsLines
    self.skipsRefused = skipsRefused
    self.now = now
    hash = isHashed ? SHA256() : nil
  }

  /// The hash of what has been read.
  var digest: String { hash?.hexadecimal() ?? "" }

  /// Reads to the end without a look at the rows.
  mutating func drain() throws {
    if holdsLines {
      while try nextLine() != nil {}
    } else {
      hash?.update(try pieces.all(limit: Self.longestJSON))
    }
  }

  /// Passes over lines.
  mutating func skip(lines count: Int) throws {
    while lines < count, try nextLine() != nil {}
  }

  mutating func next() throws -> Batch {
    guard holdsLines else { return try wholeBody() }
    var batch = Batch()
    var bytes = 0
    let first = lines
    while lines - first < Self.batchLines, bytes < Self.batchBytes {
      guard let line = try nextLine() else {
        batch.isLast = true
        break
      }
      bytes += line.count
      let place = "/\(lines - 1)"
      do throws(Problem) {
        let record = try Row.read(line, at: place).record(at: place, now: now)
        batch.records.append(record)
        batch.places.append(place)
      } catch {
        guard skipsRefused else { throw error }
        batch.refused.append(RefusedLine(error, line: lines))
      }
    }
    return batch
  }

  private mutating func wholeBody() throws -> Batch {
    let bytes = try pieces.all(limit: Self.longestJSON)
    hash?.update(bytes)
    guard !bytes.isEmpty else {
      throw Problem(.badRequest, code: "empty_body", detail: "the body is empty; send JSON")
    }
    var batch = Batch(isLast: true)
    if BodyReader.isArray(bytes[...]) {
      let rows = try Row.read(arrayIn: bytes[...])
      batch.records.reserveCapacity(rows.count)
      for (index, row) in rows.enumerated() {
        let place = "/\(index)"
        batch.records.append(try row.record(at: place, now: now))
        batch.places.append(place)
      }
    } else {
      batch.records = [try Row.read(bytes[...], at: "").record(at: "", now: now)]
      batch.places = [""]
    }
    return batch
  }

  /// The next line that is not blank; nil at the end.
  private mutating func nextLine() throws -> ArraySlice<UInt8>? {
    var scanned = start
    while true {
      if let end = buffer[scanned...].firstIndex(of: 0x0a) {
        let line = buffer[start..<end]
        hash?.update(buffer[start...end])
        start = end + 1
        scanned = start
        guard !BodyReader.isBlank(line) else { continue }
        lines += 1
        return line
      }
      guard buffer.count - start <= Self.longestLine else {
        throw Problem(
          .contentTooLarge, code: "line_too_long",
          detail: "line \(lines + 1) is longer than \(Self.longestLine) bytes")
      }
      scanned = buffer.count
      guard let piece = try pieces.next() else { break }
      if start == buffer.count {
        (buffer, start, scanned) = (piece, 0, 0)
      } else {
        buffer.removeSubrange(..<start)
        scanned -= start
        start = 0
        buffer += piece
      }
    }
    let rest = buffer[start...]
    start = buffer.count
    guard !rest.isEmpty else { return nil }
    hash?.update(rest)
    guard !BodyReader.isBlank(rest) else { return nil }
    lines += 1
    return rest
  }
}
