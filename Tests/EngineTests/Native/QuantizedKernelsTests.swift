import CKernels
import Testing

@testable import Engine

struct QuantizedKernelsTests {
  private static let blocks = 7

  private typealias Scan =
    @convention(c) (
      UnsafePointer<UInt8>, UnsafePointer<Int8>, Int, Int, UnsafePointer<Float>,
      UnsafeMutablePointer<UInt16>
    ) -> Void

  /// The scans of a level that this processor runs.
  private static func scans(_ kernels: NativeKernels) -> [(name: String, scan: Scan)] {
    var family = kernels.table.pointee.quantized
    guard runs_quantized_scan(&family), let bytes = family.scan_vnni else {
      return [("scan", family.scan)]
    }
    return [("scan", family.scan), ("scan_vnni", bytes)]
  }

  /// Vectors with a query, and their codes in two planes.
  private struct Sample {
    let vectors: [[Int]]
    let query: [Int8]
    var high: [UInt8]
    var low: [UInt8]

    /// Draws codes, or takes those whose products are as great as they can be.
    init(groups: Int, isExtreme: Bool) {
      let (blocks, dimension) = (QuantizedKernelsTests.blocks, 8 * groups)
      var generator = SplitMix64(seed: UInt64(groups))
      vectors = (0..<16 * blocks).map { vector -> [Int] in
        let extreme = vector % 3 == 0 ? 0 : 255
        return (0..<dimension).map { _ in isExtreme ? extreme : generator.index(below: 256) }
      }
      query = (0..<dimension + 8).map { d -> Int8 in
        let extreme = d % 5 == 0 ? -127 : 127
        return Int8(isExtreme ? extreme : generator.index(below: 255) - 127)
      }
      high = [UInt8](repeating: 0, count: 16 * blocks * 4 * groups + 1)
      low = high
      for (vector, values) in vectors.enumerated() {
        for (d, code) in values.enumerated() {
          let upper = Kernels.quantizedHighPlace(vector: vector % 16, dimension: d)
          high[vector / 16 * 64 * groups + upper.byte] |= UInt8((code / 16) << upper.shift)
          let lower = Kernels.quantizedLowPlace(dimension: d)
          low[vector * 4 * groups + lower.byte] |= UInt8((code % 16) << lower.shift)
        }
      }
    }

    /// The products of the codes divided by `divisor`, rounded down.
    func products(by divisor: Int) -> [Int] {
      vectors.map { (vector: [Int]) -> Int in
        var sum = 0
        for d in vector.indices {
          let code: Int = vector[d] / divisor
          sum += code * Int(query[d])
        }
        return sum
      }
    }

    /// The product of a vector of each block, or one above it, and nothing of the last.
    func limits(_ products: [Int]) -> [Float] {
      var limits: [Float] = []
      for block in 0..<QuantizedKernelsTests.blocks {
        let product: Int = products[block * 17] + block % 2
        limits.append(block == 6 ? -Float.infinity : Float(product))
      }
      return limits
    }
  }

  @Test(arguments: NativeKernels.all, [0, 1, 2, 3, 8, 9, 33])
  func `the vectors whose upper halves reach the limit are found exactly`(
    kernels: NativeKernels, groups: Int
  ) {
    for isExtreme in [false, true] {
      let sample = Sample(groups: groups, isExtreme: isExtreme)
      let products = sample.products(by: 16)
      let limits = sample.limits(products)
      for (name, scan) in Self.scans(kernels) {
        var masks = [UInt16](repeating: 0, count: Self.blocks + 1)
        scan(sample.high, sample.query, groups, Self.blocks, limits, &masks)
        for vector in products.indices {
          let isFound = masks[vector / 16] & (1 << UInt16(vector % 16)) != 0
          let isExpected = Float(products[vector]) >= limits[vector / 16]
          #expect(isFound == isExpected, "\(name), vector \(vector)")
        }
        #expect(masks[Self.blocks] == 0)
      }
    }
  }

  @Test(arguments: NativeKernels.all, [0, 1, 2, 3, 8, 9, 33])
  func `of the vectors found those whose codes reach the limit are kept`(
    kernels: NativeKernels, groups: Int
  ) {
    var generator = SplitMix64(seed: UInt64(groups))
    for isExtreme in [false, true] {
      let sample = Sample(groups: groups, isExtreme: isExtreme)
      let products = sample.products(by: 1)
      let limits = sample.limits(products)
      let found = (0..<Self.blocks + 1).map { _ in UInt16(generator.index(below: 65_536)) }
      var masks = found
      kernels.table.pointee.quantized.refine(
        sample.high, sample.low, sample.query, groups, Self.blocks, limits, &masks)
      for vector in products.indices {
        let bit = UInt16(1) << UInt16(vector % 16)
        let reaches = Float(products[vector]) >= limits[vector / 16]
        let wasFound = found[vector / 16] & bit != 0
        let isKept = masks[vector / 16] & bit != 0
        #expect(isKept == (wasFound && reaches), "vector \(vector)")
      }
      #expect(masks[Self.blocks] == found[Self.blocks])
    }
  }
}
