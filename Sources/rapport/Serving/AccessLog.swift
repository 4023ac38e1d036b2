import Glibc
import HTTPServer

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
    writer.append { Self.append(record, to: &$0) }
  }

  /// Tells of something that failed without a request.
  func add(failure: any Error, of task: String) {
    writer.append { line in
      line.append(
        contentsOf: "{\"ts\":\"\(LogTime.now)\",\"level\":\"error\",\"msg\":\"\(task) failed\","
          .utf8)
      line.append(contentsOf: "\"error\":\"\(Self.escaped(String(describing: failure)))\"}\n".utf8)
    }
  }

  func flush() { writer.flush() }

  /// Written by hand: encoding a line takes ten times as long as many a request.
  private static func append(_ record: ResponseRecord, to line: inout [UInt8]) {
    var text = "{\"ts\":\"\(LogTime.now)\",\"level\":\"\(level(of: record))\",\"msg\":\"request\""
    func add(_ name: String, _ value: String?) {
      guard let value else { return }
      text += ",\"\(name)\":\"\(escaped(value))\""
    }
    add("request_id", record.requestID)
    add("trace_id", record.traceID)
    add("key_id", record.keyID)
    add("method", record.method?.rawValue)
    add("route", record.template)
    let parts = record.duration.components
    let microseconds = parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000
    text += ",\"status\":\(record.status.rawValue),\"duration_us\":\(microseconds)"
    text += ",\"bytes\":\(record.bytes)"
    add("error", record.failure)
    text += "}\n"
    line.append(contentsOf: text.utf8)
  }

  private static func level(of record: ResponseRecord) -> String {
    if record.failure != nil { return "error" }
    return record.status.rawValue >= 500 ? "warn" : "info"
  }

  /// - Source: RFC 8259, section 7.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
