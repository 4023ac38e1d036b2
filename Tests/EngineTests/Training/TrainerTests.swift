import Testing

@testable import Engine

@Suite struct TrainerTests {
  private typealias Tiny = Trainer<TinyClassifier>

  @Test(arguments: [1, 3])
  func `any number of threads gives the same bits`(sortedBatches: Int) throws {
    func curve(threads: Int) throws -> (losses: [Double], values: [Float]) {
      let trainer = try Tiny.tiny {
        ($0.threads, $0.shards, $0.sortedBatches) = (threads, 5, sortedBatches)
      }
      var losses: [Double] = []
      try trainer.train { losses.append($0.loss) }
      return (losses, trainer.slab.allValues)
    }
    let one = try curve(threads: 1)
    #expect(one.losses.count == 24)
    for threads in [2, 3, 4, 200] {
      let other = try curve(threads: threads)
      #expect(other.losses == one.losses, "\(threads) threads")
      #expect(other.values == one.values, "\(threads) threads")
    }
  }

  @Test func `another seed gives another course, the same seed the same`() throws {
    func values(seed: UInt64) throws -> [Float] {
      let trainer = try Tiny.tiny { $0.seed = seed }
      try trainer.train()
      return trainer.slab.allValues
    }
    #expect(try values(seed: 1) == values(seed: 1))
    #expect(try values(seed: 1) != values(seed: 2))
  }

  @Test func `shards add up to the mean over the mini-batch, whatever counts in them`() throws {
    var examples = TinyClassifier.examples(21, seed: 3)
    for index in [0, 4, 5] { examples[index].counts = false }
    func gradient(shards: Int) throws -> (loss: Double, gradient: [Float]) {
      let trainer = try Trainer(
        TinyClassifier(dropout: 0), examples,
        TrainingConfiguration(
          epochs: 1, batchSize: 30, optimiser: Optimiser(.gradientDescent), learningRate: 1,
          gradientNorm: nil, shards: shards))
      let before = trainer.slab.allValues
      var loss = 0.0
      try trainer.train { loss = $0.loss }
      return (loss, zip(before, trainer.slab.allValues).map { $0 - $1 })
    }
    let whole = try gradient(shards: 1)
    #expect(whole.gradient.contains { abs($0) > 1e-3 })
    for shards in [2, 4, 40] {
      let other = try gradient(shards: shards)
      #expect(abs(other.loss - whole.loss) < 1e-6)
      expectClose(other.gradient, whole.gradient, 1e-6, "\(shards) shards")
    }
  }

  @Test func `progress tells step, epoch, rate and share`() throws {
    var seconds = 0.0
    var reports: [TrainingProgress] = []
    func clock() -> Double {
      seconds += 0.5
      return seconds
    }
    let outcome = try Tiny.tiny(clock: clock).train { reports.append($0) }
    #expect(reports.map(\.step) == Array(1...24))
    #expect(reports.map(\.epoch) == (0..<24).map { $0 / 6 + 1 })
    #expect(reports[0].learningRate == 0.05 / 3)
    #expect(reports[2].learningRate == 0.05)
    #expect(reports[11].fraction == 0.5)
    #expect(reports[0].examplesPerSecond == 16)
    #expect(reports.allSatisfy { $0.gradientNorm > 0 && $0.metric == nil })
    #expect(outcome.reason == .finished)
    #expect(outcome.steps == 24)
    #expect(outcome.bestMetric == nil)
    let last = reports.suffix(6)
    let terms = last.map { $0.step == 24 ? 10.0 : 16.0 }
    let mean = zip(last, terms).reduce(0) { $0 + $1.0.loss * $1.1 } / 90
    #expect(abs((outcome.epochLoss ?? 0) - mean) < 1e-12)
  }

  @Test func `the loss falls and gradients are shortened`() throws {
    let trainer = try Tiny.tiny { ($0.epochs, $0.gradientNorm) = (20, 0.05) }
    let examples = TinyClassifier.examples(90, seed: 1)
    let before = try trainer.meanLoss(over: examples)
    var norms: [Double] = []
    try trainer.train { norms.append($0.gradientNorm) }
    #expect(try trainer.meanLoss(over: examples) < 0.5 * before)
    #expect(norms.contains { $0 > 0.05 })
  }

  @Test func `the mean loss is that of one text at a time`() throws {
    let trainer = try Tiny.tiny { $0.threads = 3 }
    let examples = TinyClassifier.examples(40, seed: 9)
    let each = try examples.map { try trainer.meanLoss(over: [$0]) }
    let mean = each.reduce(0, +) / 40
    #expect(abs(try trainer.meanLoss(over: examples) - mean) < 1e-6)
  }

  @Test func `the best parameters come back, and patience ends the training`() throws {
    // Best after the second epoch.
    let metrics = [0.1, 0.5, 0.4, 0.5, 0.3, 0.9]
    var (asked, kept) = (0, [Float]())
    let trainer = try Tiny.tiny { $0.epochs = 6 }
    let outcome = try trainer.train(
      validation: Validation(.greatest, patience: 3) { slab in
        defer { asked += 1 }
        if asked == 1 { kept = slab.allValues }
        return metrics[asked]
      })
    #expect(asked == 5)
    #expect(outcome.reason == .earlyStopping)
    #expect(outcome.bestMetric == 0.5)
    #expect(outcome.bestStep == 12)
    #expect(outcome.steps == 30)
    #expect(trainer.slab.allValues == kept)
    #expect(try trainer.train() == outcome)
  }

  @Test func `a metric that should fall is kept at its least`() throws {
    var asked = 0
    let metrics = [3.0, 2, 4]
    let outcome = try Tiny.tiny { $0.epochs = 5 }.train(
      validation: Validation(.least, everyEpochs: 2) { _ in
        defer { asked += 1 }
        return metrics[asked]
      })
    // After epochs 2 and 4, and at the end.
    #expect(asked == 3)
    #expect(outcome.bestMetric == 2)
    #expect(outcome.bestStep == 24)
  }

  @Test func `time runs out between two updates`() throws {
    var seconds = 0.0
    func clock() -> Double {
      seconds += 0.5
      return seconds
    }
    let outcome = try Tiny.tiny(clock: clock).train(timeLimit: 5)
    #expect(outcome.reason == .timeLimit)
    #expect((1..<24).contains(outcome.steps))
    #expect(outcome.epochLoss != nil || outcome.steps < 6)
  }

  @Test func `cancelling stops before the next update, and training goes on after it`() throws {
    let cancellation = Cancellation()
    let trainer = try Tiny.tiny()
    expect(throws: .cancelled) {
      try trainer.train(cancellation: cancellation) { if $0.step == 8 { cancellation.cancel() } }
    }
    #expect(trainer.slab.stepCount == 8)
    try trainer.train()
    let whole = try Tiny.tiny()
    try whole.train()
    #expect(trainer.slab.allValues == whole.slab.allValues)
  }
}
