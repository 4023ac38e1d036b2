import Testing

@testable import Engine

@Suite struct QuantizedProductsTests {
  @Test(arguments: [0, 4, 8, 64, 260])
  func `products of codes are exact even at the ends of their ranges`(dimension: Int) {
    var generator = SplitMix64(seed: UInt64(dimension))
    let range = Kernels.quantizedRange
    for isExtreme in [false, true] {
      func code(_ greatest: Int) -> Int {
        isExtreme ? greatest : generator.index(below: 2 * greatest + 1) - greatest
      }
      let vectors = (0..<16).map { vector in
        (0..<dimension).map { _ in (vector % 3 == 0 ? -1 : 1) * code(range.code) }
      }
      let query = (0..<dimension).map { _ in Int16(code(range.query)) } + [0]
      var block = [Int8](repeating: 0, count: 16 * dimension + 1)
      for (vector, codes) in vectors.enumerated() {
        for (d, code) in codes.enumerated() {
          block[Kernels.quantizedOffset(vector: vector, dimension: d)] = Int8(code)
        }
      }
      let scales = (0..<16).map { Float($0 + 1) }
      var result = [Float](repeating: .nan, count: 16)
      Kernels.quantizedProducts(block, query, dimension: dimension, scales: scales, &result)
      for vector in 0..<16 {
        let sum = zip(vectors[vector], query).reduce(0) { $0 + $1.0 * Int($1.1) }
        #expect(result[vector] == Float(sum) * scales[vector])
      }
    }
  }
}
