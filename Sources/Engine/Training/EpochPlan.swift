/// The order in which an epoch visits the examples, and how its mini-batches are
/// cut into shards.
///
/// Follows from the seed and the number of the epoch alone.
struct EpochPlan: Sendable {
  /// Indices of examples, by mini-batch and within it by falling length.
  let order: [Int]
  /// Where in `order` shards begin: `shards + 1` numbers for each mini-batch.
  private let bounds: [Int]
  private let shards: Int

  /// Plans the epoch.
  ///
  /// - Parameters:
  ///   - indices: the examples to visit.
  ///   - lengths: of every example, at least 1.
  ///   - configuration: sizes and the seed.
  ///   - epoch: from zero.
  init(_ indices: [Int], lengths: [Int32], _ configuration: TrainingConfiguration, epoch: Int) {
    var generator = Xoshiro256StarStar(
      seed: SplitMix64.value(configuration.seed, UInt64(epoch), 0))
    var order = indices
    generator.shuffle(&order)
    let (size, sorted) = (configuration.batchSize, configuration.sortedBatches)
    if sorted > 1 {
      for start in stride(from: 0, to: order.count, by: size * sorted) {
        Self.sort(&order, start..<min(start + size * sorted, order.count), by: lengths)
      }
    }
    var batches = stride(from: 0, to: order.count, by: size).map {
      $0..<min($0 + size, order.count)
    }
    if sorted > 1 {
      generator.shuffle(&batches)
      order = batches.flatMap { order[$0] }
    }
    shards = configuration.shards
    var bounds: [Int] = []
    var start = 0
    for batch in batches {
      let range = start..<start + batch.count
      Self.sort(&order, range, by: lengths)
      Self.cut(order, range, by: lengths, into: shards, &bounds)
      start = range.upperBound
    }
    self.order = order
    self.bounds = bounds
  }

  var batchCount: Int { bounds.count / (shards + 1) }

  /// The examples of one shard, which may be none.
  func shard(_ shard: Int, ofBatch batch: Int) -> ArraySlice<Int> {
    let place = batch * (shards + 1) + shard
    return order[bounds[place]..<bounds[place + 1]]
  }

  /// The examples of all shards.
  func batch(_ batch: Int) -> ArraySlice<Int> {
    let place = batch * (shards + 1)
    return order[bounds[place]..<bounds[place + shards]]
  }

  /// Sorts by falling length; equal ones keep their order.
  private static func sort(_ order: inout [Int], _ range: Range<Int>, by lengths: [Int32]) {
    let longest = range.map { lengths[order[$0]] }.max()
    guard longest != range.map({ lengths[order[$0]] }).min() else { return }
    let sorted = order[range].enumerated().sorted {
      let (a, b) = (lengths[$0.element], lengths[$1.element])
      return a != b ? a > b : $0.offset < $1.offset
    }
    for (place, entry) in zip(range, sorted) { order[place] = entry.element }
  }

  /// Cuts a mini-batch where the shares of the total length are alike, so that
  /// threads with a shard each finish together.
  private static func cut(
    _ order: [Int], _ range: Range<Int>, by lengths: [Int32], into shards: Int,
    _ bounds: inout [Int]
  ) {
    let total = range.reduce(0) { $0 + Int(lengths[order[$1]]) }
    var (place, passed) = (range.lowerBound, 0)
    bounds.append(place)
    for shard in 1...shards {
      while place < range.upperBound {
        let length = Int(lengths[order[place]])
        // An example goes where its middle lies.
        guard shard == shards || (2 * passed + length) * shards <= 2 * total * shard else { break }
        passed += length
        place += 1
      }
      bounds.append(place)
    }
  }
}

extension SplitMix64 {
  /// A number that follows from a seed and the place it is needed at.
  static func value(_ seed: UInt64, _ first: UInt64, _ second: UInt64) -> UInt64 {
    var generator = SplitMix64(seed: seed)
    generator = SplitMix64(seed: generator.next() ^ first)
    generator = SplitMix64(seed: generator.next() ^ second)
    return generator.next()
  }
}
