import Engine

extension MultiLayerPerceptron.Output {
  /// The outputs of the last layer.
  var size: Int {
    switch self {
    case .number, .probability: 1
    case .classes(let count): count
    }
  }

  func allows(_ target: Float) -> Bool {
    switch self {
    case .number: true
    case .probability: target == 0 || target == 1
    case .classes(let count):
      target >= 0 && target < Float(count) && target == target.rounded(.towardZero)
    }
  }

  /// The sum of the losses of a batch; overwrites `gradient` by its gradient
  /// unless that is nil.
  func loss(
    _ output: UnsafePointer<Float>, _ batch: DenseBatch, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let n = batch.count
    // Softmax cross-entropy overwrites, the other two add.
    gradient?.update(repeating: 0, count: n * size)
    let mean =
      switch self {
      case .number:
        MeanSquaredError().loss(output, batch.targets, gradient: gradient, count: n)
      case .probability:
        BinaryCrossEntropy().loss(output, batch.targets, gradient: gradient, count: n)
      case .classes(let count):
        SoftmaxCrossEntropy().loss(
          output, batch.classes, gradient: gradient, n: n, classes: count)
      }
    if let gradient { Kernels.scale(gradient, by: Float(n), count: n * size) }
    return mean * Double(n)
  }

  /// Replaces raw outputs by the answers they stand for: [n, size].
  func answer(_ output: UnsafeMutablePointer<Float>, n: Int) {
    switch self {
    case .number: break
    case .probability: Activation.sigmoid.forward(output, output, count: n)
    case .classes: Kernels.softmaxRows(output, output, n: n, columns: size)
    }
  }
}
