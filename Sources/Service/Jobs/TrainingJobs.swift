import Dispatch
import Domain
import Engine
import Storage
import Synchronization

/// Trains in the background, one job at a time, and remembers how the last ones went.
///
/// A model is used from the moment it is stored; requests go on with the former until then.
/// Jobs are kept in memory only: what they trained is in the database.
package final class TrainingJobs: Sendable {
  private struct State {
    var jobs: [TrainingJob] = []
    var running: (id: String, cancellation: Cancellation)?
    var isStopping = false
  }

  /// Ended jobs that can still be asked for.
  private static let kept = 50

  private let rapport: Rapport
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "rapport training")

  package init(rapport: Rapport) { self.rapport = rapport }

  /// Begins a job.
  ///
  /// - Throws: `trainingRunning` while another runs; `nothingToLearn` where there is no data
  ///   for anything.
  package func start(_ request: TrainingRequest, actor: String) throws -> TrainingJob {
    let kinds = try request.kinds ?? rapport.trainableKinds()
    guard !kinds.isEmpty else {
      throw ServiceError(
        .nothingToLearn, "there is nothing to learn from: the database is empty",
        hint: "store interactions or FAQ entries first")
    }
    let time = rapport.clock()
    let job = TrainingJob(
      id: newIdentifier("t"), state: .running, kinds: kinds.map(\.rawValue),
      createdAt: time.rfc3339, result: TrainAnswer())
    let cancellation = Cancellation()
    try state.withLock { state in
      if let running = state.running {
        throw ServiceError(
          .trainingRunning, "the training job \(running.id) is running",
          hint: "wait for it, or cancel it")
      }
      guard !state.isStopping else {
        throw ServiceError(.trainingRunning, "the server is stopping")
      }
      state.running = (job.id, cancellation)
      state.jobs.append(job)
      if state.jobs.count > Self.kept { state.jobs.removeFirst() }
    }
    queue.async { self.run(job.id, kinds, request, cancellation, actor) }
    return job
  }

  /// The jobs remembered, the newest first.
  package var all: [TrainingJob] { state.withLock { $0.jobs.reversed() } }

  /// - Throws: `unknownJob` where there is none, or it was forgotten.
  package func job(_ id: String) throws -> TrainingJob {
    guard let job = state.withLock({ state in state.jobs.first { $0.id == id } }) else {
      throw ServiceError(
        .unknownJob, "there is no training job \(quoted(id))",
        hint: "a restart of the server forgets them")
    }
    return job
  }

  /// Asks a job to stop: the model being trained stays what it was.
  ///
  /// It changes nothing about a job that has ended.
  package func cancel(_ id: String) throws -> TrainingJob {
    let job = try job(id)
    state.withLock { state in
      guard let running = state.running, running.id == id else { return }
      running.cancellation.cancel()
    }
    return job
  }

  /// Cancels what runs, waits for it and takes no more jobs.
  package func stop() {
    state.withLock { state in
      state.isStopping = true
      state.running?.cancellation.cancel()
    }
    queue.sync {}
  }

  private func run(
    _ id: String, _ kinds: [ModelKind], _ request: TrainingRequest, _ cancellation: Cancellation,
    _ actor: String
  ) {
    var result = TrainAnswer()
    var outcome = TrainingJob.State.succeeded
    var failure: String?
    do {
      for kind in kinds {
        do {
          update(id) { $0.progress = TrainingJob.Progress(kind: kind.rawValue, step: "", share: 0) }
          let trained = try rapport.train(
            kind, options: request.options, cancellation: cancellation
          ) { [weak self] step, share in
            self?.update(id) {
              $0.progress = TrainingJob.Progress(kind: kind.rawValue, step: step, share: share)
            }
          }
          try audit(trained.name, by: actor)
          result.add(trained)
        } catch let error as ServiceError where error.isOfDataForOneModel {
          // A young shop lacks the history for one model, not for all.
          result.add(untrained: kind, reason: error.message)
        }
        let soFar = result
        update(id) { $0.result = soFar }
      }
      // What was asked for by name and could not be done is a failure, the rest is kept.
      if result.models.isEmpty || request.kinds != nil && !result.notTrained.isEmpty {
        outcome = .failed
        failure = result.notTrained.map { "\($0.kind): \($0.reason)" }.joined(separator: "; ")
      }
    } catch let error as ServiceError where error.code == .cancelled {
      outcome = .cancelled
    } catch {
      outcome = .failed
      failure = String(describing: error)
    }
    end(id, outcome, failure)
  }

  private func audit(_ model: String, by actor: String) throws {
    let time = rapport.clock()
    try rapport.store.write {
      try $0.append(
        AuditRecord(occurredAt: time, actor: actor, action: "model.train", subject: model))
    }
  }

  private func end(_ id: String, _ outcome: TrainingJob.State, _ failure: String?) {
    let time = rapport.clock()
    update(id) { job in
      job.state = outcome
      job.error = failure
      job.progress = nil
      job.endedAt = time.rfc3339
    }
    state.withLock { $0.running = nil }
    Memory.release()
  }

  private func update(_ id: String, _ change: (inout TrainingJob) -> Void) {
    state.withLock { state in
      guard let index = state.jobs.lastIndex(where: { $0.id == id }) else { return }
      change(&state.jobs[index])
    }
  }
}
