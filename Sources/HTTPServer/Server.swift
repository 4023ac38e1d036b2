import Dispatch
import Synchronization

/// An HTTP/1.1 server on one address: start it, and stop it by draining.
///
/// Once started it serves until `stop()`, whether or not the object is kept. It speaks plain
/// HTTP; TLS and HTTP/2 belong to a reverse proxy in front of it.
package final class Server: Sendable {
  private enum State {
    case new
    case running(Listener, [Mailbox])
    case stopped
  }

  private let context: ServerContext
  private let state = Mutex(State.new)
  /// Each event loop is in it while it runs.
  private let loops = DispatchGroup()
  /// Signalled when the server has stopped; whoever passes signals it for the next.
  private let ended = DispatchSemaphore(value: 0)

  /// Creates a server that does not listen yet.
  ///
  /// - Parameters:
  ///   - configuration: address, limits, deadlines and threads.
  ///   - router: the routes and their handlers.
  ///   - gate: decides on each request before its body is read; nil admits all.
  ///   - errorRenderer: writes the responses to broken requests and failed handlers.
  ///   - observer: told of every response; runs on the thread that serves sockets, so it
  ///     must not block.
  package init(
    configuration: ServerConfiguration, router: Router, gate: Gate? = nil,
    errorRenderer: @escaping Responder.ErrorRenderer = Responder.plainText,
    observer: @escaping @Sendable (ResponseRecord) -> Void = { _ in }
  ) {
    context = ServerContext(
      configuration: configuration,
      responder: Responder(router: router, gate: gate, renderError: errorRenderer),
      observe: observer)
  }

  /// Starts to listen and serve; returns at once.
  ///
  /// - Precondition: the server was not started before.
  package func start() throws(ServerError) {
    let configuration = context.configuration
    try state.withLock { state throws(ServerError) in
      guard case .new = state else { preconditionFailure("a server starts only once") }
      let listener = try Listener(host: configuration.host, port: configuration.port)
      DescriptorLimit.raise(to: configuration.connections + Self.otherDescriptors)
      do throws(SystemFailure) {
        let mailboxes = try startThreads(listener)
        state = .running(listener, mailboxes)
      } catch {
        state = .stopped
        throw .system(error)
      }
    }
  }

  /// Descriptors besides connections: databases, logs, and what a handler opens.
  private static let otherDescriptors = 256

  /// Starts the workers and the event loops; none is left if one of them fails.
  private func startThreads(_ listener: Listener) throws(SystemFailure) -> [Mailbox] {
    let configuration = context.configuration
    var mailboxes: [Mailbox] = []
    do throws(SystemFailure) {
      for index in 0..<configuration.workers { try context.pool.addWorker(index) }
      for index in 0..<configuration.streams { try context.streamPool.addWorker(index) }
      for _ in 0..<configuration.loops { mailboxes.append(try Mailbox()) }
      for index in 0..<configuration.loops {
        loops.enter()
        do throws(SystemFailure) {
          try Thread.start("http loop \(index % 1000)") { [context, loops, mailboxes] in
            EventLoop(context: context, mailboxes: mailboxes, index: index, listener: listener)
              .run()
            loops.leave()
          }
        } catch {
          loops.leave()
          throw error
        }
      }
    } catch {
      for mailbox in mailboxes { mailbox.post(.drain) }
      stopWorkers()
      throw error
    }
    return mailboxes
  }

  private func stopWorkers() {
    context.pool.stop(workers: context.configuration.workers)
    context.streamPool.stop(workers: context.configuration.streams)
  }

  /// The port the server listens on, also when it was configured as 0.
  ///
  /// - Precondition: the server is running.
  package var port: Int {
    state.withLock { state in
      guard case .running(let listener, _) = state else {
        preconditionFailure("a server has a port only while it runs")
      }
      return listener.port
    }
  }

  /// Whether the server stops or has stopped; a readiness probe should say no.
  package var isDraining: Bool { context.isDraining.load(ordering: .relaxed) }

  /// Stops: turns new connections away, finishes the requests in flight within the drain
  /// deadline, closes everything and returns.
  ///
  /// Callable from any thread but a handler's; a second call waits for the first.
  package func stop() {
    context.isDraining.store(true, ordering: .relaxed)
    let running = state.withLock { state -> (Listener, [Mailbox])? in
      defer { state = .stopped }
      guard case .running(let listener, let mailboxes) = state else { return nil }
      return (listener, mailboxes)
    }
    guard let (listener, mailboxes) = running else {
      loops.wait()
      ended.signal()
      return
    }
    listener.stop()
    for mailbox in mailboxes { mailbox.post(.drain) }
    loops.wait()
    stopWorkers()
    ended.signal()
  }

  /// Blocks until `stop()` has finished.
  package func waitUntilStopped() {
    ended.wait()
    ended.signal()
  }
}
