import Testing

@testable import Engine

@Suite struct SequencePoolingTests {
  private func run(
    _ pooling: SequencePooling, _ x: [Float], _ dy: [Float], _ lengths: [Int32], length: Int,
    size: Int
  ) -> (y: [Float], dx: [Float]) {
    var y = [Float](repeating: .nan, count: lengths.count * size)
    var dx = [Float](repeating: 0, count: x.count)
    pooling.forward(x, &y, lengths: lengths, length: length, size: size)
    pooling.backward(x, dy, &dx, lengths: lengths, length: length, size: size)
    return (y, dx)
  }

  @Test func `both agree with PyTorch`() {
    let (x, dy) = (wave(0.1, 24), wave(0.4, 8))
    let mean = run(.mean, x, dy, [3, 2], length: 3, size: 4)
    expectClose(mean.y, LayerReferences.meanPoolY)
    expectClose(mean.dx, LayerReferences.meanPoolX)
    let maximum = run(.maximum, x, dy, [3, 2], length: 3, size: 4)
    expectClose(maximum.y, LayerReferences.maxPoolY)
    expectClose(maximum.dx, LayerReferences.maxPoolX)
  }

  @Test(arguments: SequencePooling.allCases, [1, 16, 19])
  func `odd sizes agree with plain loops and central differences`(
    pooling: SequencePooling, size: Int
  ) {
    let lengths: [Int32] = [4, 0, 1]
    let (x, dy) = (normals(12 * size, seed: 1), normals(3 * size, seed: 2))
    func forward(_ x: [Double]) -> [Double] {
      (0..<3 * size).map { index in
        let (sequence, column) = index.quotientAndRemainder(dividingBy: size)
        let values = (0..<Int(lengths[sequence])).map { x[(sequence * 4 + $0) * size + column] }
        guard pooling == .mean else { return values.max() ?? 0 }
        return values.reduce(0, +) / Double(max(values.count, 1))
      }
    }
    let run = run(pooling, x, dy, lengths, length: 4, size: size)
    expectClose(run.y, forward(x.map(Double.init)).map { Float($0) })
    expectClose(run.dx, centralDifferences(at: x) { weighted(forward($0), dy) }, 1e-5)
  }

  @Test(arguments: SequencePooling.allCases)
  func `padding before the elements counts as little as padding after them`(
    pooling: SequencePooling
  ) {
    let (x, dy) = (normals(24, seed: 1), normals(3, seed: 2))
    // Rows of four elements of size three: two of them are sequence 0, none sequence 1.
    var (y, dx) = ([Float](repeating: .nan, count: 6), [Float](repeating: 0, count: 24))
    let gradient = dy + [5, 5, 5]
    pooling.forward(x, &y, lengths: [2, 0], length: 4, size: 3, padding: .before)
    pooling.backward(
      x, gradient, &dx, lengths: [2, 0], length: 4, size: 3, padding: .before)
    let alone = run(pooling, Array(x[6..<12]), dy, [2], length: 2, size: 3)
    #expect(y == alone.y + [0, 0, 0])
    #expect(dx == [Float](repeating: 0, count: 6) + alone.dx + [Float](repeating: 0, count: 12))
  }
}
