import Testing

@testable import Engine

@Suite struct TrainerErrorTests {
  private typealias Tiny = Trainer<TinyClassifier>

  @Test func `examples are needed that count`() {
    func train(_ examples: [TinyClassifier.Example]) throws -> Any {
      try Trainer(TinyClassifier(), examples, TrainingConfiguration())
    }
    expect(throws: .noData) { try train([]) }
    let silent = TinyClassifier.Example(ids: [1], label: 0, counts: false)
    expect(throws: .noData) { try train([silent]) }
  }

  @Test func `a bad example is named by its index`() {
    var examples = TinyClassifier.examples(9, seed: 1)
    examples[7].ids.append(50)
    let message = expect(throws: .outOfRange) {
      try Trainer(TinyClassifier(), examples, TrainingConfiguration())
    }
    #expect(message == "tiny classifier: example 7: id 50 of a vocabulary of 50")
  }

  @Test func `settings out of range are refused`() {
    let adjustments: [(inout TrainingConfiguration) -> Void] = [
      { $0.epochs = 0 }, { $0.batchSize = 0 }, { $0.shards = 0 }, { $0.sortedBatches = 0 },
      { $0.threads = 0 }, { $0.warmUpSteps = -1 }, { $0.learningRate = 0 },
      { $0.learningRate = .nan }, { $0.finalLearningRate = 1 }, { $0.finalLearningRate = -1 },
      { $0.gradientNorm = 0 }, { $0.gradientNorm = .nan }, { $0.epochs = .max },
      { $0.batchSize = .max }, { $0.sortedBatches = .max }, { $0.shards = .max },
      { $0.threads = .max },
    ]
    for adjust in adjustments { expect(throws: .outOfRange) { try Tiny.tiny(adjust) } }
  }

  @Test func `a diverging loss ends the training at its step with a cure`() throws {
    let trainer = try Tiny.tiny {
      ($0.learningRate, $0.finalLearningRate, $0.warmUpSteps) = (1e30, 1e30, 0)
      ($0.optimiser, $0.gradientNorm) = (Optimiser(.gradientDescent), nil)
    }
    var last = 0
    let message = expect(throws: .notFinite) { try trainer.train { last = $0.step } }
    #expect(message.contains("update \(last + 1) (epoch 1)"), "\(message)")
    #expect(message.contains("lower the learning rate"))
    #expect(trainer.slab.stepCount == last)
  }

  @Test func `a metric that is no number ends the training`() throws {
    expect(throws: .notFinite) {
      try Tiny.tiny().train(validation: Validation(.greatest) { _ in .nan })
    }
  }

  @Test func `the greatest settings allowed need no numbers that overflow`() throws {
    let most = Int(Int32.max)
    let trainer = try Tiny.tiny {
      ($0.batchSize, $0.sortedBatches, $0.threads, $0.warmUpSteps) = (most, most, most, .max)
    }
    #expect(try trainer.train().steps == 4)
    let endless = try Tiny.tiny { $0.epochs = most }
    #expect(try endless.train(timeLimit: 0).steps == 1)
  }

  @Test func `a metric that fails at the end is asked for again, with no update more`() throws {
    for epoch in [2, 4] {
      var asked = 0
      let validation = Validation(.greatest) { slab in
        asked += 1
        return asked == epoch ? .nan : Double(slab.allValues[3])
      }
      let trainer = try Tiny.tiny()
      expect(throws: .notFinite) { try trainer.train(validation: validation) }
      #expect(trainer.slab.stepCount == 6 * epoch)
      let copy = try Tiny.tiny()
      try copy.resume(from: trainer.checkpoint())
      let outcome = try trainer.train(validation: validation)
      #expect(asked == 5)
      let whole = try Tiny.tiny()
      #expect(
        try whole.train(validation: Validation(.greatest) { Double($0.allValues[3]) }) == outcome)
      #expect(try copy.train(validation: validation) == outcome)
      #expect(trainer.slab.allValues == whole.slab.allValues)
      #expect(copy.slab.allValues == whole.slab.allValues)
    }
  }

  @Test func `a file that cannot be written at the end leaves the best parameters`() throws {
    var kept: [Float] = []
    let validation = Validation(.least) { slab in
      defer { if kept.isEmpty { kept = slab.allValues } }
      return Double(slab.stepCount)
    }
    let trainer = try Tiny.tiny()
    expect(throws: .notSaved) {
      try trainer.train(
        validation: validation, saving: CheckpointFile(path: "/nonexistent/a", everySteps: 100))
    }
    #expect(trainer.slab.allValues == kept)
    #expect(try trainer.train(validation: validation).bestStep == 6)
  }

  @Test func `a checkpoint file that cannot be written ends the training`() throws {
    let message = expect(throws: .notSaved) {
      try Tiny.tiny().train(saving: CheckpointFile(path: "/nonexistent/a", everySteps: 2))
    }
    #expect(message.contains("/nonexistent/a"))
  }
}
