/// Where a server listens and what it allows.
package struct ServerConfiguration: Sendable {
  /// Times after which a connection is given up.
  package struct Deadlines: Sendable, Hashable {
    /// From a request's first byte, or the connection's start, to the end of the head.
    ///
    /// It is absolute: bytes that trickle in do not extend it.
    package var header: Duration
    /// From the end of the head to the end of the body, absolute too; for a streamed body
    /// anew with each mebibyte, and not counted while the handler holds it back.
    package var body: Duration
    /// For the client to take a whole response.
    package var write: Duration
    /// Between two requests of a connection.
    package var idle: Duration
    /// For the client to close after the last response of a connection.
    package var linger: Duration
    /// For requests in flight when the server stops.
    package var drain: Duration

    package init(
      header: Duration = .seconds(10), body: Duration = .seconds(30),
      write: Duration = .seconds(30), idle: Duration = .seconds(60),
      linger: Duration = .seconds(1), drain: Duration = .seconds(10)
    ) {
      self.header = header
      self.body = body
      self.write = write
      self.idle = idle
      self.linger = linger
      self.drain = drain
    }
  }

  /// An IPv4 address, an IPv6 address or `localhost` (127.0.0.1); names are not looked up.
  package var host: String
  /// 0 lets the system choose; see `Server.port`.
  package var port: UInt16
  /// The sizes that requests may have.
  package var limits: RequestLimits
  /// After which a connection is closed.
  package var deadlines: Deadlines
  /// Connections in all; beyond it those that keep the server waiting longest are closed in
  /// favour of new ones, and where none does, the new ones get 503.
  package var connections: Int
  /// Connections of one client, by IPv4 address or IPv6 /64, with the same rule.
  ///
  /// Behind a reverse proxy every client is the proxy, so give it room.
  package var connectionsPerAddress: Int
  /// After so many a connection is closed.
  package var requestsPerConnection: Int
  /// Threads that run handlers.
  package var workers: Int
  /// Threads that run the handlers of streamed routes.
  package var streams: Int
  /// Requests that wait for a worker; one more is answered with 503.
  package var queueLimit: Int
  /// Threads that serve sockets.
  package var loops: Int

  package init(
    host: String = "127.0.0.1", port: UInt16 = 8080, limits: RequestLimits = RequestLimits(),
    deadlines: Deadlines = Deadlines(), connections: Int = 1024,
    connectionsPerAddress: Int = 256, requestsPerConnection: Int = 10_000, workers: Int = 4,
    streams: Int = 8, queueLimit: Int = 256, loops: Int = 2
  ) {
    precondition(
      connections > 0 && connectionsPerAddress > 0 && requestsPerConnection > 0 && workers > 0
        && streams > 0 && loops > 0 && queueLimit >= 0,
      "server configuration: counts must be positive")
    self.host = host
    self.port = port
    self.limits = limits
    self.deadlines = deadlines
    self.connections = connections
    self.connectionsPerAddress = connectionsPerAddress
    self.requestsPerConnection = requestsPerConnection
    self.workers = workers
    self.streams = streams
    self.queueLimit = queueLimit
    self.loops = loops
  }
}
