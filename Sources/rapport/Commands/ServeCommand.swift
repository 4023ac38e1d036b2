import API
import Engine
import HTTPServer
import Service
import Storage
import Terminal

/// `rapport serve`.
enum ServeCommand {
  static func run(_ context: Context) throws {
    let invocation = context.invocation
    let configuration = try configuration(invocation)
    let access = try access(invocation, host: configuration.host)
    let crossOrigin = CrossOrigin(origins: try origins(invocation))
    let console = context.console
    Memory.mapBlocks(from: 1 << 20)
    Memory.shareHeaps(max(2, Parallel.coreCount))
    try context.withRapport(.readWrite) { rapport in
      try checkKeys(rapport, access, host: configuration.host)
      let models = try rapport.warmUp()
      let api = RapportAPI(
        rapport: rapport, version: Program.version, crossOrigin: crossOrigin, access: access)
      let log = AccessLog(isQuiet: console.isQuiet)
      let server = try api.server(configuration: configuration, observer: log.add)
      let manager = ServiceManager()
      try server.start()
      Interruption.listen {
        manager.notify("STOPPING=1")
        server.stop()
      }
      let housekeeping = Housekeeping(rapport: rapport).start {
        log.add(failure: $0, of: "housekeeping")
      }
      console.note(
        models.isEmpty
          ? "There are no models yet: POST /v1/training, or stop and run 'rapport train'."
          : "Models: \(models.joined(separator: ", "))")
      console.note(
        "Listening on http://\(configuration.host):\(server.port)  (Ctrl-C stops)")
      manager.notify("READY=1")
      let watchdog = manager.watchdogInterval.map { signsOfLife(to: manager, every: $0, rapport) }
      server.waitUntilStopped()
      watchdog?.stop()
      housekeeping.stop()
      api.stop()
      try rapport.storeKeyUses()
      log.flush()
      console.note("Stopped.")
    }
  }

  /// Tells systemd that the service lives while the database can be read; where that stays
  /// away, systemd starts it anew.
  private static func signsOfLife(
    to manager: ServiceManager, every interval: Duration, _ rapport: Rapport
  ) -> RepeatingTask {
    RepeatingTask("rapport watchdog", every: interval) {
      guard (try? rapport.newestMigration()) != nil else { return }
      manager.notify("WATCHDOG=1")
    }
  }

  /// As many workers as processors, two to eight.
  ///
  /// More would only take turns: at half load on two processors one request in a hundred took
  /// 14 ms with four, 1.2 ms with two. One alone would have all wait for a slow answer.
  private static var usualWorkers: Int { min(max(2, Parallel.coreCount), 8) }

  private static func configuration(_ invocation: Invocation) throws -> ServerConfiguration {
    let host = try invocation.requiredString("host")
    guard ServerConfiguration.isAddress(host) else {
      throw invocation.invalid("host", "must be an IPv4 or IPv6 address of this machine.")
    }
    return ServerConfiguration(
      host: host,
      port: UInt16(try invocation.requiredInt("port", in: 0...65_535)),
      connections: try invocation.requiredInt("connections", in: 1...100_000),
      connectionsPerAddress: try invocation.requiredInt(
        "connections-per-address", in: 1...100_000),
      workers: try invocation.int("workers", in: 1...64) ?? usualWorkers)
  }

  /// On any address but the loopback's a key is always needed.
  private static func access(_ invocation: Invocation, host: String) throws -> AccessPolicy {
    AccessPolicy(
      requiresKey: invocation.flag("require-key") || !ServerConfiguration.isLoopback(host),
      requestsPerSecond: try invocation.int("rate-limit", in: 1...1_000_000))
  }

  /// A server that nobody could ask is a mistake, not a service.
  private static func checkKeys(_ rapport: Rapport, _ access: AccessPolicy, host: String) throws {
    guard access.requiresKey, try rapport.keyRing().isEmpty else { return }
    let reason =
      ServerConfiguration.isLoopback(host)
      ? "'--require-key' asks for one" : "on \(host) every request needs one"
    throw CommandFailure(
      "There is no valid key, and \(reason).",
      hint: "'rapport keys create NAME --scope read' makes one.", exitCode: .configuration)
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
