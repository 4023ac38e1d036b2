import Dispatch
import HTTPServer
import Synchronization

/// A server on a free port, with what it observed.
final class Fixture {
  final class Records: Sendable {
    let all = Mutex<[ResponseRecord]>([])
  }

  let server: Server
  let records = Records()
  /// Handlers of `/wait` signal `entered` and go on when `gate` is signalled.
  let entered = DispatchSemaphore(value: 0)
  let gate = DispatchSemaphore(value: 0)
  static let large = 8 << 20

  init(
    _ configure: (inout ServerConfiguration) -> Void = { _ in }, admission: Gate? = nil,
    routes: (inout Router) -> Void = { _ in }
  ) throws {
    var configuration = ServerConfiguration(port: 0, workers: 2)
    configuration.deadlines.linger = .milliseconds(100)
    configure(&configuration)
    var router = Router()
    router.add(.get, "/hello/{name}") { .text("hello \($0.parameter("name"))") }
    router.add(.post, "/echo") { .bytes($0.body, type: "application/octet-stream") }
    router.add(.get, "/large") { _ in .text(String(repeating: "x", count: Self.large)) }
    router.add(.get, "/who") { .text($0.remoteAddress) }
    let (entered, gate, records) = (entered, gate, records)
    router.add(.get, "/wait") { _ in
      entered.signal()
      gate.wait()
      return .text("done")
    }
    routes(&router)
    server = Server(
      configuration: configuration, router: router, gate: admission,
      observer: { record in records.all.withLock { $0.append(record) } })
    try server.start()
  }

  func client() throws -> Client { try Client(port: server.port) }

  /// Stops the server, after which every record is in.
  func finish() -> [ResponseRecord] {
    server.stop()
    return records.all.withLock { $0 }
  }

  deinit {
    for _ in 0..<8 { gate.signal() }
    server.stop()
  }
}
