import Synchronization

/// What the event loops of a server share.
final class ServerContext: Sendable {
  let configuration: ServerConfiguration
  let responder: Responder
  let observe: @Sendable (ResponseRecord) -> Void
  let census: ConnectionCensus
  let pool: WorkerPool
  let isDraining = Atomic(false)

  init(
    configuration: ServerConfiguration, responder: Responder,
    observe: @escaping @Sendable (ResponseRecord) -> Void
  ) {
    self.configuration = configuration
    self.responder = responder
    self.observe = observe
    census = ConnectionCensus(
      limit: configuration.connections, limitPerNetwork: configuration.connectionsPerAddress)
    pool = WorkerPool(workers: configuration.workers, queueLimit: configuration.queueLimit)
  }
}
