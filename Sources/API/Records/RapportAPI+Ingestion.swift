import Domain
import FoundationEssentials
import HTTPServer
import Service
import Storage

/// Taking in many records.
///
/// An array, and JSON lines of up to 10,000, are stored whole or not at all. More lines are
/// stored in batches of so many, each whole or not at all: what a wrong line leaves behind
/// are the batches before its own, and the problem says how many lines these are.
extension RapportAPI {
  typealias Recorder<Row: IngestedRow> =
    @Sendable ([Row.Record], RecordOptions) throws -> RecordedRows

  func ingest<Row: IngestedRow>(
    _ type: Row.Type, from request: Request, countsDuplicates: Bool = false,
    record: Recorder<Row>
  ) throws -> Response {
    // One object and an array are stored whole or not at all.
    let skipsRefused =
      try QueryReader(request).flag("skip_refused") && Endpoint.Body.holdsLines(request)
    let id = try Self.idempotencyID(of: request)
    let now = rapport.clock()
    let source = RowSource<Row>(
      BodyPieces(request), holdsLines: Endpoint.Body.holdsLines(request),
      skipsRefused: skipsRefused, isHashed: id != nil, now: now)
    let answer = IngestionAnswer(countsDuplicates: countsDuplicates, countsRefused: skipsRefused)
    guard let id else {
      var work = Ingestion(source: source, answer: answer, id: nil, now: now)
      return try work.run(record)
    }
    return try inFlight.alone(id) {
      let earlier = try rapport.idempotencyRecord(id, at: now)
      var work = Ingestion(source: source, answer: answer, id: id, now: now)
      return try earlier.map { try work.resume($0, record) } ?? work.run(record)
    }
  }

  /// The `Idempotency-Key` of a request, for its sender and route; nil without one.
  private static func idempotencyID(of request: Request) throws -> IdempotencyRecord.ID? {
    let keys = request.headers.values("Idempotency-Key")
    guard let key = keys.first else { return nil }
    guard keys.count == 1, (1...255).contains(key.utf8.count),
      key.utf8.allSatisfy({ (0x20...0x7e).contains($0) })
    else {
      throw Problem(
        .badRequest, code: "invalid_header",
        detail: "Idempotency-Key must have 1 to 255 characters of ASCII", pointer: "")
    }
    return IdempotencyRecord.ID(
      owner: request.keyID ?? "", route: "\(request.method) \(request.path)", key: key)
  }

  static let idempotencyKey = Endpoint.Parameter(
    name: "Idempotency-Key", place: .header,
    schema: .string(length: 1...255, pattern: "^[!-~]([ -~]*[!-~])?$"),
    text: "a name for this request: sent again with it within 24 hours, it is answered and "
      + "not done again")

  static let skipRefused = Endpoint.Parameter(
    name: "skip_refused", place: .query, schema: .flag,
    text: "for JSON lines: pass over lines that are wrong, and list them in the answer")
}

/// The work on one request.
private struct Ingestion<Row: IngestedRow> {
  var source: RowSource<Row>
  var answer: IngestionAnswer
  let id: IdempotencyRecord.ID?
  let now: Timestamp

  /// Goes on where an earlier attempt stopped, or repeats its answer.
  mutating func resume(
    _ earlier: IdempotencyRecord, _ record: RapportAPI.Recorder<Row>
  ) throws -> Response {
    if earlier.status == nil {
      try source.skip(lines: earlier.lines)
    } else {
      try source.drain()
    }
    guard source.digest == earlier.digest else {
      throw Problem(
        .unprocessableContent, code: "idempotency_key_reused",
        detail: "this Idempotency-Key was used for another body; choose a key of its own for each")
    }
    guard let status = earlier.status else {
      answer = try JSONText.decoder.decode(IngestionAnswer.self, from: Data(earlier.answer))
      return try run(record)
    }
    var response = Response.json(earlier.answer, status: Status(rawValue: status))
    response.headers["Idempotency-Replayed"] = "true"
    return response
  }

  mutating func run(_ record: RapportAPI.Recorder<Row>) throws -> Response {
    var isLast = false
    var storedLines = source.lines
    repeat {
      do {
        let batch = try source.next()
        isLast = batch.isLast
        guard source.lines > 0 || !batch.records.isEmpty else {
          throw Problem(
            .badRequest, code: "empty_body", detail: "the body holds no \(Row.name)")
        }
        try store(batch, record)
        storedLines = source.lines
      } catch {
        guard var problem = Problem(error) else { throw error }
        if storedLines > 0 { problem.storedLines = storedLines }
        throw problem
      }
    } while !isLast
    return .json(try JSONText.encode(answer))
  }

  private mutating func store(
    _ batch: RowSource<Row>.Batch, _ record: RapportAPI.Recorder<Row>
  ) throws {
    var total = answer
    total.add(batch.refused)
    var options = RecordOptions(skipsRefused: answer.refused != nil)
    if let id {
      options.keep = { [source, now] rows in
        var kept = total
        kept.add(rows, places: batch.places)
        return IdempotencyRecord(
          id: id, digest: source.digest, lines: source.lines,
          status: batch.isLast ? Status.ok.rawValue : nil, answer: try JSONText.encode(kept),
          createdAt: now)
      }
    }
    do {
      total.add(try record(batch.records, options), places: batch.places)
    } catch let row as RefusedRow {
      throw Problem(row, at: batch.places[row.index])
    }
    answer = total
  }
}
