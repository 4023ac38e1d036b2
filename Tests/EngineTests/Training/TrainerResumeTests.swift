import Testing

@testable import Engine

@Suite struct TrainerResumeTests {
  private typealias Tiny = Trainer<TinyClassifier>

  /// A metric that follows from the parameters.
  private let validation = Validation(.greatest, patience: 4) { slab in
    Double(slab.allValues[3])
  }

  /// In the first epoch, at its end, and later.
  @Test(arguments: [2, 6, 15])
  func `going on from a checkpoint gives the same bits`(steps: Int) throws {
    let whole = try Tiny.tiny()
    var losses: [Double] = []
    let outcome = try whole.train(validation: validation) { losses.append($0.loss) }
    let (first, second) = (try Tiny.tiny(), try Tiny.tiny { $0.threads = 3 })
    let cancellation = Cancellation()
    expect(throws: .cancelled) {
      try first.train(validation: validation, cancellation: cancellation) {
        if $0.step == steps { cancellation.cancel() }
      }
    }
    try second.resume(from: Checkpoint(decoding: first.checkpoint().encoded()))
    var rest: [Double] = []
    let end = try second.train(validation: validation) { rest.append($0.loss) }
    #expect(rest == Array(losses.dropFirst(steps)))
    #expect(second.slab.allValues == whole.slab.allValues)
    #expect(end == outcome)
  }

  @Test func `the file goes on where time ran out, with the last parameters`() throws {
    let folder = try TemporaryFolder()
    let file = CheckpointFile(path: folder.path + "/training", everySteps: 100)
    var seconds = 0.0
    func clock() -> Double {
      seconds += 1
      return seconds
    }
    let first = try Tiny.tiny(clock: clock)
    let outcome = try first.train(saving: file, timeLimit: 12)
    #expect(outcome.reason == .timeLimit)
    let (second, whole) = (try Tiny.tiny(), try Tiny.tiny())
    try second.resume(from: Checkpoint(contentsOf: file.path))
    #expect(second.slab.stepCount == outcome.steps)
    try whole.train()
    try second.train()
    #expect(second.slab.allValues == whole.slab.allValues)
  }

  /// In the middle of an epoch and at its end.
  @Test(arguments: [8.0, 12], [1, 3])
  func `time that runs out changes no bit of the training that goes on`(
    updates: Double, patience: Int
  ) throws {
    let folder = try TemporaryFolder()
    let file = CheckpointFile(path: folder.path + "/training", everySteps: 100)
    var validations = 0
    let validation = Validation(.greatest, patience: patience) { slab in
      validations += 1
      return Double(slab.allValues[3])
    }
    let whole = try Tiny.tiny()
    let outcome = try whole.train(validation: validation)
    let expected = validations
    validations = 0
    var first: Tiny?
    first = try Tiny.tiny(clock: { Double(first?.slab.stepCount ?? 0) })
    let cut = try first?.train(validation: validation, saving: file, timeLimit: updates)
    #expect(cut?.reason == .timeLimit && cut?.bestStep != nil)
    if updates == 8 { validations -= 1 }
    let second = try Tiny.tiny()
    try second.resume(from: Checkpoint(contentsOf: file.path))
    #expect(try second.train(validation: validation) == outcome)
    #expect(second.slab.allValues == whole.slab.allValues)
    #expect(validations == expected)
  }

  @Test func `a training that ended stays ended`() throws {
    let first = try Tiny.tiny()
    let outcome = try first.train(validation: validation)
    let second = try Tiny.tiny()
    try second.resume(from: first.checkpoint())
    #expect(try second.train { _ in Issue.record("an update") } == outcome)
    #expect(second.slab.allValues == first.slab.allValues)
  }

  @Test func `a checkpoint of something else is refused and changes nothing`() throws {
    let trainer = try Tiny.tiny()
    try trainer.train()
    let checkpoint = trainer.checkpoint()
    func refusal(_ checkpoint: Checkpoint, by other: Tiny) -> String {
      let before = other.slab.allValues
      do {
        try other.resume(from: checkpoint)
        Issue.record("accepted")
        return ""
      } catch {
        #expect(error.code == .mismatch)
        #expect(other.slab.allValues == before)
        return error.message
      }
    }
    #expect(refusal(Checkpoint(kind: "other"), by: try Tiny.tiny()).contains("'other'"))
    #expect(refusal(checkpoint, by: try Tiny.tiny { $0.batchSize = 8 }).contains("batches of 8"))
    #expect(refusal(checkpoint, by: try Tiny.tiny { $0.seed = 8 }).contains("seed 8"))
    let fewer = try Tiny(
      TinyClassifier(), TinyClassifier.examples(80, seed: 1), trainer.configuration)
    #expect(refusal(checkpoint, by: fewer).contains("90 examples"))
    let others = try Tiny(
      TinyClassifier(), TinyClassifier.examples(90, seed: 2), trainer.configuration)
    #expect(refusal(checkpoint, by: others).contains("other examples"))
    let settled = try Tiny(
      TinyClassifier(dropout: 0.5), trainer.examples, trainer.configuration)
    #expect(refusal(checkpoint, by: settled).contains("dropout 0.5"))
    var altered = checkpoint
    for position: [Int64] in [[4, 6, 90, 0, 1], [5, 0, 90, 0, 1], [4, 1, 90, 0, 1]] {
      altered.integers["position"] = position
      #expect(refusal(altered, by: try Tiny.tiny()).contains("position"))
    }
    altered = checkpoint
    altered.strings["reason"] = []
    #expect(refusal(altered, by: try Tiny.tiny()).contains("position"))
    altered.strings["reason"] = ["tired"]
    #expect(refusal(altered, by: try Tiny.tiny()).contains("'tired'"))
    altered = checkpoint
    altered.tensors["parameters.block.weight"] = Tensor(zeros: [3, 7])
    #expect(refusal(altered, by: try Tiny.tiny()).contains("arrays of parameters"))
    altered = checkpoint
    altered.tensors["parameters.head.weight"] = Tensor(zeros: [3, 7])
    #expect(refusal(altered, by: try Tiny.tiny()).contains("[3, 7]"))
    altered = checkpoint
    altered.tensors["parameters.head.weight.moment1"] = nil
    #expect(refusal(altered, by: try Tiny.tiny()).contains("moment1"))
  }
}
