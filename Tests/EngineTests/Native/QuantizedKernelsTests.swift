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

  @Test(arguments: NativeKernels.all, [0, 4, 8, 12, 64, 260])
  func `the vectors whose product reaches the limit are found exactly`(
    kernels: NativeKernels, dimension: Int
  ) {
    var generator = SplitMix64(seed: UInt64(dimension))
    for isExtreme in [false, true] {
      let vectors = (0..<16 * Self.blocks).map { vector -> [Int] in
        let extreme = vector % 3 == 0 ? 0 : 255
        return (0..<dimension).map { _ in isExtreme ? extreme : generator.index(below: 256) }
      }
      let query = (0..<dimension + 4).map { d -> Int8 in
        let extreme = d % 5 == 0 ? -127 : 127
        return Int8(isExtreme ? extreme : generator.index(below: 255) - 127)
      }
      var codes = [UInt8](repeating: 0, count: 16 * Self.blocks * dimension + 1)
      for (vector, values) in vectors.enumerated() {
        for (d, code) in values.enumerated() {
          let offset = Kernels.quantizedOffset(vector: vector % 16, dimension: d)
          codes[vector / 16 * 16 * dimension + offset] = UInt8(code)
        }
      }
      let products = vectors.map { vector -> Int in
        var sum = 0
        for (code, factor) in zip(vector, query) { sum += code * Int(factor) }
        return sum
      }
      // A limit is the product of a vector of the block, or one above it.
      let limits = (0..<Self.blocks).map { block -> Float in
        let product = Float(products[block * 17] + block % 2)
        return block == 6 ? -.infinity : product
      }
      for (name, scan) in Self.scans(kernels) {
        var masks = [UInt16](repeating: 0, count: Self.blocks + 1)
        scan(codes, query, dimension / 4, Self.blocks, limits, &masks)
        for vector in vectors.indices {
          let isFound = masks[vector / 16] & (1 << UInt16(vector % 16)) != 0
          let isExpected = Float(products[vector]) >= limits[vector / 16]
          #expect(isFound == isExpected, "\(name), vector \(vector)")
        }
        #expect(masks[Self.blocks] == 0)
      }
    }
  }
}
