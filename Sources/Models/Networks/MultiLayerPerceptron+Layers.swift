import Engine

extension MultiLayerPerceptron {
  /// What the forward pass keeps in the arena.
  struct Hidden {
    /// Of each hidden layer before its activation.
    var wide: [UnsafeMutablePointer<Float>] = []
    /// Of each hidden layer after activation and dropout.
    var active: [UnsafeMutablePointer<Float>] = []
    let output: UnsafeMutablePointer<Float>
  }

  func forward(
    _ slab: ParameterSlab, _ features: [Float], n: Int, _ pass: TrainingPass, arena: Arena
  ) -> Hidden {
    var hidden = Hidden(output: arena.take(n * output.size))
    for (index, layer) in layers.dropLast().enumerated() {
      let count = n * layer.outputs
      let (wide, active) = (arena.take(count), arena.take(count))
      apply(index, slab, features, hidden, wide, n: n)
      configuration.activation.forward(wide, active, count: count)
      if case .training(_, let seed) = pass, dropout.rate > 0 {
        dropout.forward(active, active, count: count, seed: seed &+ UInt64(index))
      }
      hidden.wide.append(wide)
      hidden.active.append(active)
    }
    apply(layers.count - 1, slab, features, hidden, hidden.output, n: n)
    return hidden
  }

  /// y ← layer(features or the hidden layer before).
  private func apply(
    _ index: Int, _ slab: ParameterSlab, _ features: [Float], _ hidden: Hidden,
    _ y: UnsafeMutablePointer<Float>, n: Int
  ) {
    if index == 0 {
      layers[index].forward(slab, features, y, n: n)
    } else {
      layers[index].forward(slab, hidden.active[index - 1], y, n: n)
    }
  }

  /// Adds to the gradients of all layers.
  func backward(
    _ slab: ParameterSlab, _ features: [Float], n: Int, _ hidden: Hidden,
    _ dOutput: UnsafePointer<Float>, seed: UInt64, arena: Arena
  ) {
    arena.scope {
      let widest = n * (layers.map(\.outputs).max() ?? 0)
      let (dActive, dWide) = (arena.take(widest), arena.take(widest))
      var dy = dOutput
      for index in layers.indices.dropFirst().reversed() {
        let count = n * layers[index].inputs
        dActive.update(repeating: 0, count: count)
        layers[index].backward(slab, hidden.active[index - 1], dy, dActive, n: n)
        if dropout.rate > 0 {
          let seed = seed &+ UInt64(index - 1)
          dropout.forward(dActive, dActive, count: count, seed: seed)
        }
        dWide.update(repeating: 0, count: count)
        configuration.activation.backward(hidden.wide[index - 1], dActive, dWide, count: count)
        dy = UnsafePointer(dWide)
      }
      layers[0].backward(slab, features, dy, nil, n: n)
    }
  }
}
