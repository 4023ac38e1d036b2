import Testing

@testable import Engine

@Suite struct NegativePlacesTests {
  @Test(arguments: UInt64(0)..<20)
  func `every place of an item is found, and no other`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (count, items) = (generator.index(below: 300), 1 + generator.index(below: 400))
    let negatives = (0..<count).map { _ in Int32(generator.index(below: items)) }
    let arena = Arena(capacity: NegativePlaces.scratchCount(count))
    negatives.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let places = NegativePlaces(start, count: count, arena)
      for item in 0..<Int32(items) {
        var found: Set<Int> = []
        places.forEach(of: item) { place in
          #expect(found.insert(place).inserted, "seed \(seed)")
        }
        let expected = Set(negatives.indices.filter { negatives[$0] == item })
        #expect(found == expected, "seed \(seed)")
      }
    }
  }
}
