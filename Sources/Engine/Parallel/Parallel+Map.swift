import Synchronization

extension Parallel {
  /// The values of `body` for `0..<count` in order, computed concurrently.
  package static func map<Value: Sendable>(
    count: Int, chunkSize: Int = 16, threads: Int = coreCount, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    let chunks = Mutex<[Int: [Value]]>([:])
    forEachChunk(count: count, chunkSize: chunkSize, threads: threads) { range in
      let values = range.map(body)
      chunks.withLock { $0[range.lowerBound] = values }
    }
    let found = chunks.withLock { $0 }
    var result: [Value] = []
    result.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: chunkSize) { result += found[start] ?? [] }
    return result
  }
}
