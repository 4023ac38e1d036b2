import Testing

@testable import Engine

@Suite struct ImageConvolutionTests {
  private struct Problem {
    var inputs, filters, examples: Int
    var kernel, stride, padding, image: Extent
    var x, weight, bias, dy: [Float]

    init(
      inputs: Int, filters: Int, examples: Int, kernel: Extent, stride: Extent, padding: Extent,
      image: Extent, _ numbers: (_ array: Int, _ count: Int) -> [Float]
    ) {
      self.inputs = inputs
      self.filters = filters
      self.examples = examples
      self.kernel = kernel
      self.stride = stride
      self.padding = padding
      self.image = image
      x = numbers(0, examples * image.height * image.width * inputs)
      weight = numbers(1, filters * kernel.height * kernel.width * inputs)
      bias = numbers(2, filters)
      dy = []
      dy = numbers(3, examples * outputs.height * outputs.width * filters)
    }

    var outputs: Extent {
      func count(_ size: Int, _ window: Int, _ stride: Int) -> Int {
        Array(Swift.stride(from: 0, through: size - window, by: stride)).count
      }
      return Extent(
        height: count(image.height + 2 * padding.height, kernel.height, stride.height),
        width: count(image.width + 2 * padding.width, kernel.width, stride.width))
    }

    /// The output and the gradients of x, weight and bias.
    func run() -> (y: [Float], gradients: [[Float]]) {
      var layout = ParameterLayout()
      let layer = Convolution2D(
        "c", inputs: inputs, filters: filters, kernel: kernel, stride: stride, padding: padding,
        in: &layout)
      let slab = ParameterSlab(layout)
      slab.set(layer.weight, weight)
      slab.set(layer.bias, bias)
      #expect(layer.outputs(image) == outputs)
      let arena = Arena(capacity: layer.scratchCount)
      var y = [Float](repeating: .nan, count: dy.count)
      var dx = [Float](repeating: 0, count: x.count)
      layer.forward(slab, x, &y, examples: examples, image: image, arena: arena)
      layer.backward(slab, x, dy, &dx, examples: examples, image: image, arena: arena)
      return (y, [dx, slab.gradient(layer.weight).values, slab.gradient(layer.bias).values])
    }

    /// By plain loops.
    func forward(_ p: [[Double]]) -> [Double] {
      var y: [Double] = []
      for example in 0..<examples {
        for row in 0..<outputs.height {
          for column in 0..<outputs.width {
            for filter in 0..<filters { y.append(sum(p, example, row, column, filter)) }
          }
        }
      }
      return y
    }

    private func sum(
      _ p: [[Double]], _ example: Int, _ row: Int, _ column: Int, _ filter: Int
    ) -> Double {
      var sum = p[2][filter]
      for k in 0..<kernel.height {
        let i = row * stride.height + k - padding.height
        for l in 0..<kernel.width where i >= 0 && i < image.height {
          let j = column * stride.width + l - padding.width
          for channel in 0..<inputs where j >= 0 && j < image.width {
            let weight = ((filter * kernel.height + k) * kernel.width + l) * inputs + channel
            let place = ((example * image.height + i) * image.width + j) * inputs + channel
            sum += p[1][weight] * p[0][place]
          }
        }
      }
      return sum
    }
  }

  @Test func `a small layer over images agrees with PyTorch`() {
    let problem = Problem(
      inputs: 2, filters: 3, examples: 2, kernel: Extent(height: 3, width: 2),
      stride: Extent(height: 2, width: 1), padding: Extent(1), image: Extent(height: 5, width: 4)
    ) { array, count in wave(array == 3 ? 0.4 : 0.1 * Double(array + 1), count) }
    let run = problem.run()
    expectClose(run.y, WindowReferences.imageY)
    let expected = [
      WindowReferences.imageX, WindowReferences.imageWeight, WindowReferences.imageBias,
    ]
    for (found, wanted) in zip(run.gradients, expected) { expectClose(found, wanted, 4e-6) }
  }

  @Test func `random shapes agree with plain loops and central differences`() {
    for seed in 0..<24 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      func extent(_ least: Int, _ count: Int) -> Extent {
        Extent(
          height: least + generator.index(below: count),
          width: least + generator.index(below: count))
      }
      let problem = Problem(
        inputs: 1 + generator.index(below: 4), filters: 1 + generator.index(below: 3),
        examples: generator.index(below: 3), kernel: extent(1, 4), stride: extent(1, 3),
        padding: extent(0, 3), image: extent(1, 6)
      ) { array, count in normals(count, seed: 10 * seed + UInt64(array)) }
      let run = problem.run()
      let arrays = [problem.x, problem.weight, problem.bias]
      let point = arrays.map { $0.map(Double.init) }
      expectClose(run.y, problem.forward(point).map { Float($0) }, 2e-5, "seed \(seed)")
      for index in arrays.indices {
        let expected = centralDifferences(at: arrays[index]) { moved in
          var point = point
          point[index] = moved
          return weighted(problem.forward(point), problem.dy)
        }
        expectClose(run.gradients[index], expected, 2e-5, "seed \(seed), array \(index)")
      }
    }
  }

  @Test func `more windows than a tile holds agree with plain loops`() {
    let problem = Problem(
      inputs: 1, filters: 2, examples: 3, kernel: Extent(3), stride: Extent(1),
      padding: Extent(1), image: Extent(height: 17, width: 13)
    ) { array, count in normals(count, seed: UInt64(array)) }
    let point = [problem.x, problem.weight, problem.bias].map { $0.map(Double.init) }
    let run = problem.run()
    expectClose(run.y, problem.forward(point).map { Float($0) }, 1e-5)
    let expected = centralDifferences(at: problem.weight) {
      weighted(problem.forward([point[0], $0, point[2]]), problem.dy)
    }
    expectClose(run.gradients[1], expected, 1e-5)
  }

  @Test func `a kernel without an extent stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var layout = ParameterLayout()
      _ = Convolution2D(
        "c", inputs: 1, filters: 1, kernel: Extent(height: 2, width: 0), in: &layout)
    }
  }

  /// Sixteen random images with random labels: convolution, rectifier, pooling
  /// and a linear layer, by gradient steps.
  @Test func `a small network learns images by heart`() {
    let (image, examples, classes) = (Extent(6), 16, 3)
    var layout = ParameterLayout()
    let convolution = Convolution2D(
      "convolution", inputs: 2, filters: 8, kernel: Extent(3), padding: Extent(1), in: &layout)
    let pooling = MaxPooling2D(window: Extent(2))
    let size = 3 * 3 * 8
    let head = LinearLayer("head", inputs: size, outputs: classes, in: &layout)
    let slab = ParameterSlab(layout, momentCount: 2)
    var generator = Xoshiro256StarStar(seed: 1)
    convolution.initialise(slab, using: &generator)
    head.initialise(slab, using: &generator)
    let arena = Arena(capacity: convolution.scratchCount)
    let x = normals(examples * 36 * 2, seed: 2)
    let labels = (0..<examples).map { _ in Int32(generator.index(below: classes)) }
    let wide = examples * 36 * 8
    var losses: [Double] = []
    for _ in 0..<60 {
      slab.clearGradients()
      var (y, active) = ([Float](repeating: 0, count: wide), [Float](repeating: 0, count: wide))
      var pooled = [Float](repeating: 0, count: examples * size)
      var logits = [Float](repeating: 0, count: examples * classes)
      convolution.forward(slab, x, &y, examples: examples, image: image, arena: arena)
      Activation.rectifier.forward(y, &active, count: wide)
      pooling.forward(active, &pooled, examples: examples, image: image, size: 8)
      head.forward(slab, pooled, &logits, n: examples)
      var dLogits = [Float](repeating: 0, count: logits.count)
      var dPooled = [Float](repeating: 0, count: pooled.count)
      var (dActive, dy) = (
        [Float](repeating: 0, count: wide), [Float](repeating: 0, count: wide)
      )
      losses.append(
        SoftmaxCrossEntropy().loss(
          logits, labels, gradient: &dLogits, n: examples, classes: classes))
      head.backward(slab, pooled, dLogits, &dPooled, n: examples)
      pooling.backward(
        active, pooled, dPooled, &dActive, examples: examples, image: image, size: 8)
      Activation.rectifier.backward(y, dActive, &dy, count: wide)
      convolution.backward(slab, x, dy, nil, examples: examples, image: image, arena: arena)
      Optimiser(.adam()).step(slab, learningRate: 0.02)
    }
    #expect(losses[0] > 0.5 && losses[59] < 0.005, "\(losses[0]) to \(losses[59])")
  }
}
