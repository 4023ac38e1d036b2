import Testing

@testable import Engine

@Suite struct MaxPoolingTests {
  private func run(
    _ pooling: MaxPooling1D, _ x: [Float], _ lengths: [Int32], length: Int, size: Int,
    _ dy: (Int) -> [Float]
  ) -> (y: [Float], dx: [Float], dy: [Float]) {
    let dy = dy(lengths.count * pooling.outputLength(length) * size)
    var y = [Float](repeating: .nan, count: dy.count)
    var dx = [Float](repeating: 0, count: x.count)
    pooling.forward(x, &y, lengths: lengths, length: length, size: size)
    pooling.backward(x, y, dy, &dx, lengths: lengths, length: length, size: size)
    return (y, dx, dy)
  }

  private func run(
    _ pooling: MaxPooling2D, _ x: [Float], _ image: Extent, examples: Int, size: Int,
    _ dy: (Int) -> [Float]
  ) -> (y: [Float], dx: [Float], dy: [Float]) {
    let outputs = pooling.outputs(image)
    let dy = dy(examples * outputs.height * outputs.width * size)
    var y = [Float](repeating: .nan, count: dy.count)
    var dx = [Float](repeating: 0, count: x.count)
    pooling.forward(x, &y, examples: examples, image: image, size: size)
    pooling.backward(x, y, dy, &dx, examples: examples, image: image, size: size)
    return (y, dx, dy)
  }

  @Test func `both agree with PyTorch`() {
    let sequences = run(
      MaxPooling1D(window: 2, stride: 1), wave(0.1, 30), [5, 4], length: 5, size: 3
    ) { wave(0.4, $0) }
    expectClose(sequences.y, WindowReferences.sequencePoolY)
    expectClose(sequences.dx, WindowReferences.sequencePoolX)
    let images = run(
      MaxPooling2D(
        window: Extent(height: 3, width: 2), stride: Extent(height: 2, width: 1)), wave(0.1, 80),
      Extent(height: 5, width: 4), examples: 2, size: 2
    ) { wave(0.4, $0) }
    expectClose(images.y, WindowReferences.imagePoolY)
    expectClose(images.dx, WindowReferences.imagePoolX)
  }

  @Test func `windows over random sequences agree with plain loops`() {
    for seed in 0..<12 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let (window, stride) = (1 + generator.index(below: 4), 1 + generator.index(below: 4))
      let (length, size) = (generator.index(below: 8), 1 + generator.index(below: 20))
      let lengths = (0..<3).map { _ in Int32(generator.index(below: length + 1)) }
      let x = normals(3 * length * size, seed: seed)
      let rows = length < window ? 0 : (length - window) / stride + 1
      func forward(_ x: [Double]) -> [Double] {
        (0..<3 * rows * size).map { index in
          let (row, column) = index.quotientAndRemainder(dividingBy: size)
          let (sequence, t) = row.quotientAndRemainder(dividingBy: max(rows, 1))
          guard t * stride + window <= lengths[sequence] else { return 0 }
          let places = t * stride..<t * stride + window
          return places.map { x[(sequence * length + $0) * size + column] }.max() ?? 0
        }
      }
      let pooling = MaxPooling1D(window: window, stride: stride)
      let run = run(pooling, x, lengths, length: length, size: size) {
        normals($0, seed: seed + 100)
      }
      expectClose(run.y, forward(x.map(Double.init)).map { Float($0) }, 0, "seed \(seed)")
      let expected = centralDifferences(at: x) { weighted(forward($0), run.dy) }
      expectClose(run.dx, expected, 1e-5, "seed \(seed)")
    }
  }

  @Test func `windows over random images agree with plain loops`() {
    for seed in 0..<12 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      func extent(_ count: Int) -> Extent {
        Extent(
          height: 1 + generator.index(below: count), width: 1 + generator.index(below: count))
      }
      let (window, stride, image) = (extent(3), extent(3), extent(5))
      let (examples, size) = (generator.index(below: 3), 1 + generator.index(below: 18))
      let pooling = MaxPooling2D(window: window, stride: stride)
      let outputs = pooling.outputs(image)
      let x = normals(examples * image.height * image.width * size, seed: seed)
      func forward(_ x: [Double]) -> [Double] {
        var y: [Double] = []
        for example in 0..<examples {
          for row in 0..<outputs.height {
            for column in 0..<outputs.width {
              for channel in 0..<size {
                var greatest = -Double.infinity
                for k in 0..<window.height {
                  let line = example * image.height + row * stride.height + k
                  for l in 0..<window.width {
                    let place = line * image.width + column * stride.width + l
                    greatest = max(greatest, x[place * size + channel])
                  }
                }
                y.append(greatest)
              }
            }
          }
        }
        return y
      }
      let run = run(pooling, x, image, examples: examples, size: size) {
        normals($0, seed: seed + 100)
      }
      expectClose(run.y, forward(x.map(Double.init)).map { Float($0) }, 0, "seed \(seed)")
      let expected = centralDifferences(at: x) { weighted(forward($0), run.dy) }
      expectClose(run.dx, expected, 1e-5, "seed \(seed)")
    }
  }

  @Test func `of equal elements the first takes the gradient`() {
    let run = run(MaxPooling1D(window: 3), [2, 5, 5], [3], length: 3, size: 1) { _ in [7] }
    #expect(run.y == [5])
    #expect(run.dx == [0, 7, 0])
  }

  @Test func `windows larger than the image have no place`() {
    #expect(MaxPooling2D(window: Extent(3)).outputs(Extent(2)) == Extent(0))
    #expect(MaxPooling1D(window: 3).outputLengths([2, 3, 8]) == [0, 1, 2])
  }
}
