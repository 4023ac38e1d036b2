package import Engine
package import Models

extension SequenceModel {
  /// A history and the product that followed it.
  package struct ValidationCase: Sendable, Hashable {
    package var history: [Int32]
    package var next: Int32

    package init(history: [Int32], next: Int32) {
      self.history = history
      self.next = next
    }
  }

  /// What a training came to.
  package struct TrainingReport: Sendable, Hashable {
    /// NDCG@10 over the validation cases after each epoch.
    package internal(set) var validation: [Double] = []
    /// The epoch whose parameters were kept, from 1; nil without validation.
    package internal(set) var bestEpoch: Int?
    package internal(set) var reason = TrainingOutcome.Reason.finished
    package internal(set) var seconds = 0.0
  }

  /// Learns to tell the next product of histories.
  ///
  /// The parameters that did best on the validation cases are kept. One seed, the
  /// same data and settings give the same bits with any number of threads, unless
  /// the time limit ends the training.
  ///
  /// - Parameters:
  ///   - histories: the rows of products that each customer met, oldest first.
  ///   - productCount: rows lie below it.
  ///   - configuration: sizes and the course.
  ///   - validation: cases whose next products are not among the histories.
  ///   - timeLimit: seconds after which the training ends with what it has.
  ///   - threads: does not change the result.
  ///   - cancellation: checked before each update.
  ///   - progress: called after each update with the share done, 0…1, and the
  ///     last NDCG@10.
  /// - Returns: the model and how its training went.
  /// - Throws: `noData` where there is too little to learn an order from,
  ///   `oneItem`, `outOfRange`, `notFinite`, `cancelled`.
  package static func train(
    on histories: [[Int32]], productCount: Int, configuration: Configuration,
    validation: [ValidationCase] = [], timeLimit: Double? = nil,
    threads: Int = Parallel.coreCount, cancellation: Cancellation? = nil,
    progress: ((Double, Double?) -> Void)? = nil
  ) throws(ModelError) -> (model: SequenceModel, report: TrainingReport) {
    let successions = histories.reduce(0) { $0 + max(0, $1.count - 1) }
    guard successions >= fewestSuccessions else {
      throw ModelError(
        .noData,
        "sequence transformer: \(successions) times somebody met one product after another, "
          + "\(fewestSuccessions) are needed to learn an order from; import more interactions")
    }
    try check(validation, productCount)
    let network = try CausalDecoder(
      itemCount: productCount, configuration.network, loss: configuration.loss(productCount))
    do throws(TrainingError) {
      let examples = parts(of: histories, length: configuration.network.maximumLength)
      let trainer = try Trainer(
        network, examples,
        configuration.training(examples: examples.count, threads: threads))
      return try run(
        trainer, patience: configuration.patience, validation, timeLimit, cancellation, progress)
    } catch {
      throw ModelError(ModelError.Code(rawValue: error.code.rawValue), error.message)
    }
  }

  /// Histories cut from their ends into parts that the network reads whole, so
  /// that every succession is learned.
  static func parts(of histories: [[Int32]], length: Int) -> [SequenceExample] {
    var parts: [SequenceExample] = []
    for history in histories {
      // The first element of a part is the last of the part before it.
      for end in stride(from: history.count, to: 1, by: -length) {
        parts.append(SequenceExample(items: Array(history[max(0, end - length - 1)..<end])))
      }
    }
    return parts
  }

  private static func check(
    _ cases: [ValidationCase], _ productCount: Int
  ) throws(ModelError) {
    for (index, example) in cases.enumerated() {
      for product in example.history + [example.next]
      where product < 0 || Int(product) >= productCount {
        throw ModelError(
          .outOfRange,
          "sequence transformer: validation case \(index): product \(product) of \(productCount)")
      }
    }
  }

  private static func run(
    _ trainer: Trainer<CausalDecoder>, patience: Int, _ cases: [ValidationCase],
    _ timeLimit: Double?,
    _ cancellation: Cancellation?, _ progress: ((Double, Double?) -> Void)?
  ) throws(TrainingError) -> (model: SequenceModel, report: TrainingReport) {
    let start = ContinuousClock.now
    var report = TrainingReport()
    let threads = trainer.configuration.threads
    let judge =
      cases.isEmpty ? nil : NextProductJudge(cases, trainer.network, threads: threads)
    let validation = judge.map { judge in
      Validation(.greatest, patience: patience) { judge.ndcg($0) }
    }
    var last: Double?
    let outcome = try trainer.train(
      validation: validation, timeLimit: timeLimit, cancellation: cancellation
    ) { update in
      if let metric = update.metric {
        last = metric
        report.validation.append(metric)
        if metric > report.validation.dropLast().max() ?? -1 { report.bestEpoch = update.epoch }
      }
      progress?(update.fraction, last)
    }
    report.reason = outcome.reason
    report.seconds = (.now - start) / .seconds(1)
    return (SequenceModel(trainer.network, trainer.slab), report)
  }
}

/// Fewer say next to nothing of an order.
private let fewestSuccessions = 200
