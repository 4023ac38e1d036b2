/// One client's connection: its socket, its unread and unsent bytes and where it stands.
///
/// Belongs to the thread of one event loop.
final class Connection {
  /// Where a connection stands.
  enum Stage {
    /// Reading a request, or waiting for one.
    case receiving
    /// A handler has the request and takes its body while that is read.
    case streaming
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
    /// Nil if no request could be read.
    let head: RequestHead?
    let started: Instant
    var keepsAlive: Bool
    var keyID: String?
    var template: String?
    var route: Int?
    var status: Status?
    var failure: String?
    var bytes = 0
  }

  let token: UInt64
  let socket: ClientSocket
  var stage = Stage.receiving
  var parser: RequestParser
  var phase = RequestParser.Phase.head
  /// When the phase began.
  var entered: Instant
  /// A request that waits for its body, and what will answer it.
  var pending: (request: Request, plan: Responder.Plan)?
  /// Where the body goes while a handler takes it.
  var stream: BodyStream?
  var output: [UInt8] = []
  var sent = 0
  /// Whether the socket may have input, and whether its peer sends nothing after that.
  var isReadable = false
  var isHalfClosed = false
  var exchange: Exchange?
  var requests = 0
  var closesAfterOutput = false
  var isClosed = false

  var deadline = Instant.distantFuture
  /// Where in the wheel of deadlines it stands; `.max` for nowhere.
  var tick = Int64.max
  var slotIndex = 0

  init(token: UInt64, socket: ClientSocket, limits: RequestLimits, now: Instant) {
    self.token = token
    self.socket = socket
    parser = RequestParser(limits: limits)
    entered = now
  }

  /// Whether nothing would be lost by closing now.
  var isIdle: Bool { stage == .receiving && parser.phase == .idle }
}
