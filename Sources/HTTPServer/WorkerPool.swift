import Dispatch
import Synchronization

/// Threads that run jobs which may block, behind a queue with an end.
final class WorkerPool: Sendable {
  typealias Job = @Sendable () -> Void

  private struct State {
    var waiting = Queue<Job>()
    var running = 0
    var isStopping = false
  }

  private let name: String
  private let capacity: Int
  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)

  /// Creates a pool without threads, whose threads will have that name and a number.
  init(_ name: String, workers: Int, queueLimit: Int) {
    self.name = name
    capacity = workers + queueLimit
  }

  /// Adds a worker thread.
  func addWorker(_ index: Int) throws(SystemFailure) {
    try Thread.start("\(name) \(index % 1000)") { self.work() }
  }

  /// Whether a job would be turned away now.
  var isFull: Bool { state.withLock { $0.running + $0.waiting.count >= capacity } }

  /// Queues a job, or says false if the queue is full or the pool stops.
  func submit(_ job: @escaping Job) -> Bool {
    let isAccepted = state.withLock { state in
      guard !state.isStopping, state.running + state.waiting.count < capacity else {
        return false
      }
      state.waiting.append(job)
      return true
    }
    if isAccepted { available.signal() }
    return isAccepted
  }

  /// Ends the threads as they finish their jobs; what still waits is dropped.
  func stop(workers: Int) {
    state.withLock { state in
      state.isStopping = true
      state.waiting.removeAll()
    }
    for _ in 0..<workers { available.signal() }
  }

  private func work() {
    while true {
      available.wait()
      let (job, isStopping) = state.withLock { state in
        let job = state.waiting.popFirst()
        if job != nil { state.running += 1 }
        return (job, state.isStopping)
      }
      if let job {
        job()
        state.withLock { $0.running -= 1 }
      } else if isStopping {
        return
      }
    }
  }
}
