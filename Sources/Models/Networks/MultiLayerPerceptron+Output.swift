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

  /// The sum of the losses of a batch; adds its gradient unless that is nil.
  func loss(
    _ output: UnsafePointer<Float>, _ batch: DenseBatch, gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    let n = batch.count
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

  /// The answers that raw outputs stand for: [n, size].
  func answers(_ output: UnsafeMutablePointer<Float>, n: Int, arena: Arena) -> Tensor {
    var tensor = Tensor(zeros: [n, size])
    tensor.withUnsafeMutableBufferPointer { values in
      guard let y = values.baseAddress else { return }
      switch self {
      case .number: y.update(from: output, count: n)
      case .probability: Activation.sigmoid.forward(output, y, count: n)
      case .classes: Kernels.softmaxRows(output, y, n: n, columns: size, arena: arena)
      }
    }
    return tensor
  }
}
