package import Engine

// Shapes: x, dx: [n, inputs]; labels: [n]; logits: [n, classes].

/// A linear layer with one output a class, and its softmax cross-entropy.
package struct ClassificationHead: Sendable {
  package let linear: LinearLayer
  package let loss: SoftmaxCrossEntropy

  package init(
    _ name: String, inputs: Int, classes: Int, labelSmoothing: Float = 0,
    in layout: inout ParameterLayout
  ) {
    linear = LinearLayer(name, inputs: inputs, outputs: classes, in: &layout)
    loss = SoftmaxCrossEntropy(labelSmoothing: labelSmoothing)
  }

  package var classes: Int { linear.outputs }

  package func initialise(
    _ slab: ParameterSlab, using generator: inout some RandomNumberGenerator
  ) {
    linear.initialise(slab, using: &generator)
  }

  /// The elements that `loss` and `probabilities` take from an arena.
  package func scratchCount(_ n: Int) -> Int {
    2 * Kernels.padded(max(n, 1) * classes)
  }

  /// The probabilities of the classes: [n, classes].
  package func probabilities(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, n: Int, arena: Arena
  ) -> Tensor {
    var tensor = Tensor(zeros: [n, classes])
    arena.scope {
      let logits = arena.take(n * classes)
      linear.forward(slab, x, logits, n: n)
      tensor.withUnsafeMutableBufferPointer { values in
        guard let y = values.baseAddress else { return }
        Kernels.softmaxRows(logits, y, n: n, columns: classes, arena: arena)
      }
    }
    return tensor
  }

  /// The sum of the cross-entropies.
  ///
  /// When training, adds the gradient times the scale of the pass to the layer,
  /// and to `dx` unless it is nil.
  package func loss(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>?,
    labels: [Int32], _ pass: TrainingPass, arena: Arena
  ) -> Double {
    let n = labels.count
    return arena.scope {
      let (logits, dLogits) = (arena.take(n * classes), arena.take(n * classes))
      linear.forward(slab, x, logits, n: n)
      guard case .training(let scale, _) = pass else {
        return Double(n) * loss.loss(logits, labels, gradient: nil, n: n, classes: classes)
      }
      dLogits.update(repeating: 0, count: n * classes)
      let mean = loss.loss(logits, labels, gradient: dLogits, n: n, classes: classes)
      Kernels.scale(dLogits, by: Float(n) * scale, count: n * classes)
      linear.backward(slab, x, dLogits, dx, n: n)
      return Double(n) * mean
    }
  }
}
