import Engine
import Testing

@testable import Models

@Suite struct BoundedHeapTests {
  @Test(arguments: UInt64(0)..<30)
  func `scores offered in any order leave the best with the lowest indices`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let count = generator.index(below: 60)
    let capacity = 1 + generator.index(below: 20)
    let offers = (0..<count).map { _ in Float(generator.index(below: 6)) }
    let order = (0..<count).map { (key: generator.next(), index: $0) }
      .sorted { $0.key < $1.key }.map(\.index)
    var scores = [Float](repeating: 0, count: capacity)
    var indices = [Int32](repeating: 0, count: capacity)
    let kept = scores.withUnsafeMutableBufferPointer { scores in
      indices.withUnsafeMutableBufferPointer { indices -> Int in
        guard let scores = scores.baseAddress, let indices = indices.baseAddress else { return 0 }
        var heap = BoundedHeap(scores: scores, indices: indices, capacity: capacity)
        heap.offer(.nan, 3)
        heap.offer(-.infinity, 2)
        for index in order { heap.offer(offers[index], index) }
        heap.sort()
        return heap.count
      }
    }
    let expected = Ranking.top(capacity, of: offers)
    #expect(indices.prefix(kept).map { Int($0) } == expected.map(\.index), "seed \(seed)")
    #expect(Array(scores.prefix(kept)) == expected.map(\.score), "seed \(seed)")
  }
}
