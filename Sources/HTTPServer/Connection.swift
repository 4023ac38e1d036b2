/// One client's connection: its socket, its unread and unsent bytes and where it stands.
///
/// Belongs to the thread of one event loop.
final class Connection {
  /// Where a connection stands.
  enum Stage {
    /// Reading a request, or waiting for one.
    case receiving
    /// A worker has the request; nothing is read meanwhile, which holds back the client.
    case handling
    /// A response is on its way.
    case sending
    /// All is said; what still comes is thrown away until the client closes, because closing
    /// with bytes unread would reset the connection and lose the response (RFC 9112, 9.6).
    case lingering
  }

  /// The request being answered, as far as the record needs it.
  struct Exchange {
    var method: Method?
    var requestID: String?
    let remoteAddress: String
    var keepsAlive: Bool
    let started: ContinuousClock.Instant
    var template: String?
    var status: Status?
    var failure: String?
    var bytes = 0
  }

  let token: UInt64
  let descriptor: Descriptor
  let peer: PeerAddress
  var stage = Stage.receiving
  var parser: RequestParser
  var phase = RequestParser.Phase.head
  var output: [UInt8] = []
  var sent = 0
  var interest: Poller.Readiness = .read
  var deadline: ContinuousClock.Instant?
  var exchange: Exchange?
  var requests = 0
  var closesAfterOutput = false
  var isClosed = false

  init(
    token: UInt64, descriptor: consuming Descriptor, peer: PeerAddress, limits: RequestLimits
  ) {
    self.token = token
    self.descriptor = descriptor
    self.peer = peer
    parser = RequestParser(limits: limits)
  }

  /// Whether nothing would be lost by closing now.
  var isIdle: Bool { stage == .receiving && parser.phase == .idle }
}
