import Engine

// Shapes: features: [n, features]; states: for each hidden layer [n, outputs]
// before its activation, then [n, outputs] after activation and dropout.

extension MultiLayerPerceptron {
  /// What the forward pass keeps in the arena.
  struct Hidden {
    let states: UnsafeMutablePointer<Float>
    let output: UnsafeMutablePointer<Float>
  }

  var widestOutput: Int { layers.reduce(0) { max($0, $1.outputs) } }

  /// The elements of the states of the hidden layers before one.
  func stateCount(before index: Int, n: Int) -> Int {
    layers[..<index].reduce(0) { $0 + 2 * Kernels.padded(n * $1.outputs) }
  }

  func forward(
    _ slab: ParameterSlab, _ features: UnsafePointer<Float>, n: Int, _ pass: TrainingPass,
    arena: Arena
  ) -> Hidden {
    let last = layers.count - 1
    let hidden = Hidden(
      states: arena.take(stateCount(before: last, n: n)), output: arena.take(n * output.size))
    var x = features
    for index in 0..<last {
      let count = n * layers[index].outputs
      let (wide, active) = places(hidden, index, n: n)
      layers[index].forward(slab, x, wide, n: n)
      configuration.activation.forward(wide, active, count: count)
      if case .training(_, let seed) = pass, dropout.rate > 0 {
        dropout.forward(active, active, count: count, seed: seed &+ UInt64(index))
      }
      x = UnsafePointer(active)
    }
    layers[last].forward(slab, x, hidden.output, n: n)
    return hidden
  }

  /// Adds to the gradients of all layers.
  func backward(
    _ slab: ParameterSlab, _ features: UnsafePointer<Float>, n: Int, _ hidden: Hidden,
    _ dOutput: UnsafePointer<Float>, seed: UInt64, arena: Arena
  ) {
    arena.scope {
      let (dActive, dWide) = (arena.take(n * widestOutput), arena.take(n * widestOutput))
      var dy = dOutput
      for index in layers.indices.dropFirst().reversed() {
        let count = n * layers[index].inputs
        let (wide, active) = places(hidden, index - 1, n: n)
        dActive.update(repeating: 0, count: count)
        layers[index].backward(slab, active, dy, dActive, n: n)
        if dropout.rate > 0 {
          let seed = seed &+ UInt64(index - 1)
          dropout.forward(dActive, dActive, count: count, seed: seed)
        }
        dWide.update(repeating: 0, count: count)
        configuration.activation.backward(wide, dActive, dWide, count: count)
        dy = UnsafePointer(dWide)
      }
      layers[0].backward(slab, features, dy, nil, n: n)
    }
  }

  private func places(
    _ hidden: Hidden, _ index: Int, n: Int
  ) -> (wide: UnsafeMutablePointer<Float>, active: UnsafeMutablePointer<Float>) {
    let wide = hidden.states + stateCount(before: index, n: n)
    return (wide, wide + Kernels.padded(n * layers[index].outputs))
  }
}
