import Testing

@testable import Engine

@Suite struct EpochPlanTests {
  /// Random sizes; every plan visits each example once.
  @Test func `every example is in one shard of one mini-batch`() {
    for seed in UInt64(0)..<60 {
      var generator = SplitMix64(seed: seed)
      let count = 1 + generator.index(below: 70)
      let lengths = (0..<count).map { _ in Int32(1 + generator.index(below: 9)) }
      let configuration = TrainingConfiguration(
        batchSize: 1 + generator.index(below: 20), shards: 1 + generator.index(below: 6),
        sortedBatches: 1 + generator.index(below: 3), seed: seed)
      let plan = EpochPlan(Array(0..<count), lengths: lengths, configuration, epoch: 2)
      let size = configuration.batchSize
      #expect(plan.batchCount == (count + size - 1) / size, "seed \(seed)")
      var visited: [Int] = []
      for batch in 0..<plan.batchCount {
        let parts = (0..<configuration.shards).map { plan.shard($0, ofBatch: batch) }
        #expect(parts.flatMap { $0 } == Array(plan.batch(batch)), "seed \(seed)")
        #expect(plan.batch(batch).count <= size, "seed \(seed)")
        let inOrder = plan.batch(batch).map { lengths[$0] }
        #expect(inOrder == inOrder.sorted(by: >), "seed \(seed)")
        visited += plan.batch(batch)
      }
      #expect(visited.sorted() == Array(0..<count), "seed \(seed)")
    }
  }

  @Test func `shards share the length of a mini-batch evenly`() {
    let lengths: [Int32] = [10, 10, 5, 5, 5, 5]
    let plan = EpochPlan(
      Array(0..<6), lengths: lengths, TrainingConfiguration(batchSize: 6, shards: 4), epoch: 0)
    let sums = (0..<4).map { plan.shard($0, ofBatch: 0).reduce(0) { $0 + lengths[$1] } }
    #expect(sums == [10, 10, 10, 10])
  }

  @Test func `epochs differ, and sorted mini-batches need less padding`() {
    var generator = SplitMix64(seed: 4)
    let lengths = (0..<400).map { _ in Int32(1 + generator.index(below: 50)) }
    func plan(sorted: Int, epoch: Int) -> EpochPlan {
      let configuration = TrainingConfiguration(batchSize: 20, shards: 1, sortedBatches: sorted)
      return EpochPlan(Array(0..<400), lengths: lengths, configuration, epoch: epoch)
    }
    func padded(_ plan: EpochPlan) -> Int {
      (0..<plan.batchCount).reduce(0) { sum, batch in
        let indices = plan.batch(batch)
        return sum + indices.count * Int(lengths[indices[indices.startIndex]])
      }
    }
    #expect(plan(sorted: 1, epoch: 0).order != plan(sorted: 1, epoch: 1).order)
    #expect(padded(plan(sorted: 10, epoch: 0)) < padded(plan(sorted: 1, epoch: 0)) * 7 / 10)
  }
}
