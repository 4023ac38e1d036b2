import API
import FoundationEssentials
import Glibc
import HTTPServer
import Service
import Storage
import Terminal

/// `rapport serve`.
enum ServeCommand {
  static func run(_ context: Context) throws {
    let invocation = context.invocation
    let host = try invocation.requiredString("host")
    let port = try invocation.requiredInt("port", in: 0...65_535)
    let workers = try invocation.requiredInt("workers", in: 1...64)
    let console = context.console
    try context.withRapport(.readWrite) { rapport in
      let models = try rapport.warmUp()
      let api = RapportAPI(
        rapport: rapport, version: Program.version,
        crossOrigin: CrossOrigin(origins: try origins(invocation)))
      let isQuiet = console.isQuiet
      let server = api.server(
        configuration: ServerConfiguration(
          host: host, port: UInt16(port), workers: workers),
        observer: { record in
          if !isQuiet || record.failure != nil { AccessLog.write(record) }
        })
      try server.start()
      Interruption.listen { server.stop() }
      console.note(
        models.isEmpty
          ? "No models yet: run 'rapport train', then start again."
          : "Models: \(models.joined(separator: ", "))")
      console.note("Listening on http://\(host):\(server.port)  (Ctrl-C stops)")
      server.waitUntilStopped()
      console.note("Stopped.")
    }
  }

  /// The origins of pages that may call the bot.
  private static func origins(_ invocation: Invocation) throws -> [String] {
    let origins = invocation.list("cors")
    for origin in origins where origin != "*" {
      let rest = ["https://", "http://"].lazy.filter { origin.hasPrefix($0) }
        .map { origin.dropFirst($0.count) }.first
      guard let rest, !rest.isEmpty, !rest.contains("/"), !rest.contains(" ") else {
        throw invocation.invalid(
          "cors", "must be an origin such as https://shop.example, without a path, or *.")
      }
    }
    return origins
  }
}

/// A JSON line a response on standard error; no bodies and no customer data but
/// what a path holds.
private enum AccessLog {
  private struct Line: Encodable {
    var level: String
    var method: String?
    var route: String?
    var status: Int
    var durationUs: Int64
    var bytes: Int
    var requestId: String?
    var failure: String?
  }

  static func write(_ record: ResponseRecord) {
    let parts = record.duration.components
    let line = Line(
      level: record.failure == nil ? "info" : "error", method: record.method?.rawValue,
      route: record.template, status: record.status.rawValue,
      durationUs: parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000,
      bytes: record.bytes, requestId: record.requestID, failure: record.failure)
    guard var text = try? JSONText.encode(line) else { return }
    text.append(UInt8(ascii: "\n"))
    // One write a line, so that lines of several threads do not mix.
    _ = text.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
