import Dispatch
import Synchronization

extension Parallel {
  /// Calls `body` once for each of `0..<count`, with the number of the worker
  /// that does it.
  ///
  /// Two calls of the same worker never overlap, so a worker may have memory of
  /// its own, on whose contents no result may depend.
  ///
  /// - Parameters:
  ///   - count: the pieces of work, handed out in order.
  ///   - workers: how many threads share them, the caller's included.
  ///   - body: called with the worker, below `workers`, and the piece.
  package static func forEach(
    count: Int, workers: Int, _ body: @Sendable (_ worker: Int, _ index: Int) -> Void
  ) {
    precondition(count >= 0 && workers > 0, "forEach: \(count) pieces, \(workers) workers")
    let workers = min(workers, count)
    guard workers > 1 else {
      for index in 0..<count { body(0, index) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(worker, index)
      }
    }
  }
}
