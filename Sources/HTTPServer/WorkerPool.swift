import Dispatch
import Synchronization

/// Threads that run jobs which may block, behind a queue with an end.
final class WorkerPool: Sendable {
  typealias Job = @Sendable () -> Void

  private struct State {
    var waiting: [Job] = []
    /// Index of the first job in `waiting` that no worker took.
    var first = 0
    var running = 0
    var isStopping = false

    var backlog: Int { waiting.count - first }

    mutating func take() -> Job? {
      guard first < waiting.count else { return nil }
      let job = waiting[first]
      first += 1
      if first == waiting.count {
        waiting.removeAll(keepingCapacity: true)
        first = 0
      }
      return job
    }
  }

  private let capacity: Int
  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)

  /// Creates a pool without threads.
  init(workers: Int, queueLimit: Int) {
    capacity = workers + queueLimit
  }

  /// Adds a worker thread.
  func addWorker(_ index: Int) throws(SystemFailure) {
    try Thread.start("http worker \(index % 1000)") { self.work() }
  }

  /// Queues a job, or says false if the queue is full or the pool stops.
  func submit(_ job: @escaping Job) -> Bool {
    let isAccepted = state.withLock { state in
      guard !state.isStopping && state.running + state.backlog < capacity else { return false }
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
      state.waiting = []
      state.first = 0
    }
    for _ in 0..<workers { available.signal() }
  }

  private func work() {
    while true {
      available.wait()
      let (job, isStopping) = state.withLock { state in
        let job = state.take()
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
