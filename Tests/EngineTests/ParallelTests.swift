import Synchronization
import Testing

@testable import Engine

@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 7, 8, 9, 100], [1, 2, 4, 64])
  func `every element is visited once`(count: Int, threads: Int) {
    let visits = Mutex([Int](repeating: 0, count: count))
    Parallel.forEachChunk(count: count, chunkSize: 8, threads: threads) { chunk in
      visits.withLock { visits in
        for index in chunk { visits[index] += 1 }
      }
    }
    #expect(visits.withLock { $0 } == [Int](repeating: 1, count: count))
  }

  @Test func `a sum has the same bits for any number of threads`() {
    func harmonic(_ threads: Int) -> Double {
      Parallel.sum(count: 10_000, chunkSize: 7, threads: threads) { chunk in
        chunk.reduce(0) { $0 + 1 / Double($1 + 1) }
      }
    }
    let once = harmonic(1)
    // The 10,000th harmonic number, OEIS A002387.
    #expect(abs(once - 9.787606036044382) < 1e-12)
    for threads in [2, 3, 4, 16] { #expect(harmonic(threads) == once) }
  }

  @Test func `a cancellation is seen by all who hold it`() {
    let cancellation = Cancellation()
    #expect(!cancellation.isCancelled)
    Parallel.forEachChunk(count: 4, chunkSize: 1, threads: 4) { _ in cancellation.cancel() }
    #expect(cancellation.isCancelled)
  }
}
