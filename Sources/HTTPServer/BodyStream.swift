import Dispatch
import Synchronization

/// The body of a request that is read while its handler runs.
///
/// What the handler has not taken waits in a bounded buffer; when that is full the server stops
/// reading from the socket, which holds back the client.
package final class BodyStream: Sendable {
  private struct State {
    var pieces = Queue<[UInt8]>()
    /// Bytes that wait.
    var bytes = 0
    var isFinished = false
    var failure: ProtocolError?
    /// Whether the handler waits for a piece.
    var isAwaited = false
    /// Whether the sender was told to pause.
    var isFull = false
  }

  /// What may wait, in bytes, and how little of it has the sender go on.
  static let highMark = 256 << 10
  static let lowMark = 64 << 10
  /// What a piece takes besides its bytes, about: many small ones weigh too.
  private static let pieceOverhead = 64

  private let state: Mutex<State>
  private let arrival = DispatchSemaphore(value: 0)
  /// Called from the handler's thread when a full buffer has room again.
  private let resume: @Sendable () -> Void

  init(resume: @escaping @Sendable () -> Void) {
    state = Mutex(State())
    self.resume = resume
  }

  /// A stream of bytes that are all there.
  package init(_ body: [UInt8]) {
    var whole = State()
    if !body.isEmpty { whole.pieces.append(body) }
    whole.bytes = body.count + Self.pieceOverhead
    whole.isFinished = true
    state = Mutex(whole)
    resume = {}
  }

  /// The next bytes, or nil at the end of the body; blocks until they have come.
  ///
  /// Only the handler's thread may call it.
  ///
  /// - Throws: a `ResponseError` if the body is broken, too long or too slow, or the client has
  ///   left; the same one from then on.
  package func next() throws -> [UInt8]? {
    while true {
      let (outcome, hasRoom) = state.withLock { state in Self.take(from: &state) }
      if hasRoom { resume() }
      switch outcome {
      case .piece(let piece): return piece
      case .end: return nil
      case .failure(let error): throw error
      case .wait: arrival.wait()
      }
    }
  }

  private enum Outcome {
    case piece([UInt8])
    case end, wait
    case failure(ProtocolError)
  }

  private static func take(from state: inout State) -> (Outcome, hasRoom: Bool) {
    if let failure = state.failure { return (.failure(failure), false) }
    guard let piece = state.pieces.popFirst() else {
      if state.isFinished { return (.end, false) }
      state.isAwaited = true
      return (.wait, false)
    }
    state.bytes -= piece.count + pieceOverhead
    let hasRoom = state.isFull && state.bytes <= lowMark
    if hasRoom { state.isFull = false }
    return (.piece(piece), hasRoom)
  }

  // MARK: - The sender's side

  /// Adds bytes.
  func push(_ piece: [UInt8]) {
    guard !piece.isEmpty else { return }
    change { state in
      guard state.failure == nil else { return }
      state.pieces.append(piece)
      state.bytes += piece.count + Self.pieceOverhead
      if state.bytes >= Self.highMark { state.isFull = true }
    }
  }

  /// Says that the body is whole.
  func finish() { change { $0.isFinished = true } }

  /// Says that the rest of the body will not come; what waits is dropped.
  func fail(_ error: ProtocolError) {
    change { state in
      guard !state.isFinished && state.failure == nil else { return }
      state.failure = error
      state.pieces.removeAll()
      state.bytes = 0
      state.isFull = false
    }
  }

  /// Whether the sender is to pause until `resume` is called.
  var isFull: Bool { state.withLock { $0.isFull } }

  private func change(_ body: (inout State) -> Void) {
    let isAwaited = state.withLock { state in
      body(&state)
      defer { state.isAwaited = false }
      return state.isAwaited
    }
    if isAwaited { arrival.signal() }
  }
}
