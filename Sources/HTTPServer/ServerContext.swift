import Synchronization

/// What the event loops of a server share.
final class ServerContext: Sendable {
  /// The configured deadlines in the loops' own measure.
  struct Delays {
    let header: Delay
    let body: Delay
    let write: Delay
    let idle: Delay
    let linger: Delay
    let drain: Delay

    init(_ deadlines: ServerConfiguration.Deadlines) {
      header = Delay(deadlines.header)
      body = Delay(deadlines.body)
      write = Delay(deadlines.write)
      idle = Delay(deadlines.idle)
      linger = Delay(deadlines.linger)
      drain = Delay(deadlines.drain)
    }
  }

  let configuration: ServerConfiguration
  let delays: Delays
  let responder: Responder
  let observe: @Sendable (ResponseRecord) -> Void
  let census: ConnectionCensus
  /// Runs the handlers that may block.
  let pool: WorkerPool
  /// Runs the handlers that wait for their clients, apart so that these hold up nobody else.
  let streamPool: WorkerPool
  let isDraining = Atomic(false)

  init(
    configuration: ServerConfiguration, responder: Responder,
    observe: @escaping @Sendable (ResponseRecord) -> Void
  ) {
    self.configuration = configuration
    delays = Delays(configuration.deadlines)
    self.responder = responder
    self.observe = observe
    census = ConnectionCensus(
      limit: configuration.connections, limitPerNetwork: configuration.connectionsPerAddress,
      loops: configuration.loops)
    pool = WorkerPool(
      "http worker", workers: configuration.workers, queueLimit: configuration.queueLimit)
    streamPool = WorkerPool(
      "http stream", workers: configuration.streams, queueLimit: configuration.streams * 4)
  }
}
