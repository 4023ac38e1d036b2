import CKernels
import Engine
import Testing

struct WindowKernelsTests {
  @Test(arguments: NativeKernels.all)
  func `the greatest of a window takes the gradient alone`(kernels: NativeKernels) {
    for seed in 0..<60 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let (height, width) = (1 + generator.index(below: 3), 1 + generator.index(below: 3))
      let size = 1 + generator.index(below: 40)
      let stride = width * size + generator.index(below: 20)
      let count = (height - 1) * stride + width * size
      // Few values, so that many are equal.
      let x = (0..<count).map { _ in Float(generator.index(below: 4)) - 2 }
      let dy = (0..<size).map { _ in Float(generator.normal()) }
      let before = (0..<count + 16).map { _ in Float(generator.normal()) }
      let rest = [Float](repeating: 9, count: 16)
      var (y, dx) = ([Float](repeating: .nan, count: size) + rest, before)
      let shape = window_shape(height: height, width: width, stride: stride, size: size)
      kernels.table.pointee.windows.maximum(x, &y, shape)
      kernels.table.pointee.windows.maximum_backward(x, y, dy, &dx, shape)
      var (greatest, expected) = ([Float](repeating: 0, count: size), before)
      for i in 0..<size {
        let places = (0..<height).flatMap { k in (0..<width).map { k * stride + $0 * size + i } }
        let best = places.first { place in places.allSatisfy { x[$0] <= x[place] } } ?? i
        greatest[i] = x[best]
        expected[best] += dy[i]
      }
      #expect(y == greatest + rest, "seed \(seed)")
      #expect(dx == expected, "seed \(seed)")
    }
  }
}
