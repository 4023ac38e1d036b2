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

  /// The elements that `loss` and `appendProbabilities` take from an arena.
  package func scratchCount(_ n: Int) -> Int {
    2 * Kernels.padded(max(n, 1) * classes)
  }

  /// Appends the probabilities of the classes, [n, classes], to `values`.
  package func appendProbabilities(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, n: Int, to values: inout [Float],
    arena: Arena
  ) {
    arena.scope {
      let logits = arena.take(n * classes)
      linear.forward(slab, x, logits, n: n)
      Kernels.softmaxRows(logits, logits, n: n, columns: classes)
      values.append(contentsOf: UnsafeBufferPointer(start: logits, count: n * classes))
    }
  }

  /// The sum of the cross-entropies of the rows that have a label.
  ///
  /// When training, adds the gradient times the scale of the pass to the layer,
  /// and to `dx` unless it is nil.
  package func loss(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>?,
    labels: [Int32], _ pass: TrainingPass, arena: Arena
  ) -> Double {
    let n = labels.count
    let counted = labels.count { $0 != loss.ignoredLabel }
    return arena.scope {
      let (logits, dLogits) = (arena.take(n * classes), arena.take(n * classes))
      linear.forward(slab, x, logits, n: n)
      guard case .training(let scale, _) = pass else {
        return Double(counted) * loss.loss(logits, labels, gradient: nil, n: n, classes: classes)
      }
      let mean = loss.loss(logits, labels, gradient: dLogits, n: n, classes: classes)
      Kernels.scale(dLogits, by: Float(counted) * scale, count: n * classes)
      linear.backward(slab, x, dLogits, dx, n: n)
      return Double(counted) * mean
    }
  }
}
