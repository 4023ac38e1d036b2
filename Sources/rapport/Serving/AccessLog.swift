import HTTPServer
import Service

/// A JSON line for each response on standard error.
///
/// It holds no body, no path but the route's template and no customer's data; the address of the
/// client is left out too.
final class AccessLog: Sendable {
  private let writer = LogWriter()
  /// Whether only failures are logged.
  private let isQuiet: Bool

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  func add(_ record: ResponseRecord) {
    guard !isQuiet || record.failure != nil else { return }
    writer.append(Self.line(of: record))
  }

  /// Tells of something that failed without a request.
  func add(failure: any Error, of task: String) {
    var line = Array("{\"ts\":\"\(LogTime.now)\",\"level\":\"error\",\"msg\":".utf8)
    line.append(json: "\(task) failed")
    line.append(contentsOf: ",\"error\":".utf8)
    line.append(json: String(describing: failure))
    line.append(contentsOf: "}\n".utf8)
    writer.append(line)
  }

  func flush() { writer.flush() }

  /// Written by hand: encoding a line takes ten times as long as many a request.
  static func line(of record: ResponseRecord) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(320)
    func add(_ text: String) { line.append(contentsOf: text.utf8) }
    func add(_ name: String, _ value: String?) {
      guard let value else { return }
      add(",\"\(name)\":")
      line.append(json: value)
    }
    add("{\"ts\":\"\(LogTime.now)\",\"level\":\"\(level(of: record))\",\"msg\":\"request\"")
    add("request_id", record.requestID)
    add("trace_id", record.traceID)
    add("key_id", record.keyID)
    add("method", record.method?.rawValue)
    add("route", record.template)
    let parts = record.duration.components
    let microseconds = parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000
    add(",\"status\":\(record.status.rawValue),\"duration_us\":\(microseconds)")
    add(",\"bytes\":\(record.bytes)")
    add("error", record.failure)
    add("}\n")
    return line
  }

  private static func level(of record: ResponseRecord) -> String {
    if record.failure != nil { return "error" }
    return record.status.rawValue >= 500 ? "warn" : "info"
  }
}
