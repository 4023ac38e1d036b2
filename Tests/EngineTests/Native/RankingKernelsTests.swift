import CKernels
import Testing

@testable import Engine

struct RankingKernelsTests {
  private static let (queries, items) = Kernels.rankingBlock

  /// What a kernel finds: the products by 16 · item + query, and their order.
  private static func productsAbove(
    _ kernels: NativeKernels, _ a: [Float], _ b: [Float], dimension: Int, panels: Int,
    thresholds: [Float]
  ) -> (places: [Int32], scores: [Float]) {
    var scores = [Float](repeating: 0, count: panels * queries * items)
    var places = [Int32](repeating: 0, count: scores.count)
    let found = kernels.table.pointee.ranking.products_above(
      a, b, dimension, panels, thresholds, &scores, &places)
    return (Array(places.prefix(found)), Array(scores.prefix(found)))
  }

  @Test(arguments: NativeKernels.all, [(1, 1), (3, 2), (16, 1), (33, 3), (64, 5)])
  func `products above their threshold are found and no others`(
    kernels: NativeKernels, size: (dimension: Int, panels: Int)
  ) {
    let (dimension, panels) = size
    var generator = SplitMix64(seed: UInt64(dimension))
    // Small whole numbers, so that sums are exact and ties abound.
    func values(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float(generator.index(below: 9) - 4) }
    }
    let a = values(dimension * Self.queries)
    let b = values(panels * dimension * Self.items)
    var thresholds = (0..<Self.queries).map { Float($0 * 3 - 15) }
    thresholds[0] = -.infinity
    thresholds[5] = .infinity
    let (places, scores) = Self.productsAbove(
      kernels, a, b, dimension: dimension, panels: panels, thresholds: thresholds)
    let found = Dictionary(uniqueKeysWithValues: zip(places, scores))
    for item in 0..<panels * Self.items {
      for query in 0..<Self.queries {
        let product = (0..<dimension).reduce(Float(0)) { sum, d in
          let panel = (item / Self.items * dimension + d) * Self.items
          return sum + a[d * Self.queries + query] * b[panel + item % Self.items]
        }
        let expected = product > thresholds[query] ? product : nil
        #expect(found[Int32(16 * item + query)] == expected, "item \(item), query \(query)")
      }
    }
    for query in 0..<Int32(Self.queries) {
      let ofQuery = places.filter { $0 & 15 == query }
      #expect(ofQuery == ofQuery.sorted())
    }
  }

  @Test(arguments: NativeKernels.all)
  func `a product has the same bits wherever its query and item lie`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 8)
    let dimension = 37
    let (query, item) = (
      (0..<dimension).map { _ in Float(generator.normal()) },
      (0..<dimension).map { _ in Float(generator.normal()) }
    )
    let a = query.flatMap { [Float](repeating: $0, count: Self.queries) }
    let b = item.flatMap { [Float](repeating: $0, count: Self.items) }
    let (_, scores) = Self.productsAbove(
      kernels, a, b, dimension: dimension, panels: 1,
      thresholds: [Float](repeating: -.infinity, count: Self.queries))
    #expect(scores.count == Self.queries * Self.items)
    #expect(Set(scores).count == 1)
    let exact = zip(query, item).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(Double(scores[0]) - exact) < 1e-5)
  }

  @Test(arguments: NativeKernels.all)
  func `products that are no number are never found`(kernels: NativeKernels) {
    let a = [Float](repeating: .nan, count: Self.queries)
    let b = [Float](repeating: 1, count: Self.items)
    let (places, _) = Self.productsAbove(
      kernels, a, b, dimension: 1, panels: 1,
      thresholds: [Float](repeating: -.infinity, count: Self.queries))
    #expect(places.isEmpty)
  }

  @Test func `interleaved rows are columns and missing ones are zeros`() {
    var result = [Float](repeating: .nan, count: 12)
    Kernels.interleave([1, 2, 3, 4, 5, 6], count: 2, dimension: 3, width: 4, &result)
    #expect(result == [1, 4, 0, 0, 2, 5, 0, 0, 3, 6, 0, 0])
  }
}
