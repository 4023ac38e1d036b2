package import Engine

// Shapes: x: [n, features]; every hidden array [n, width of its layer]; output,
// dOutput: [n, outputs].

/// Linear layers with activations between them, from features to a number, a
/// probability or the probabilities of classes.
///
/// - Source: D. E. Rumelhart, G. E. Hinton & R. J. Williams 1986, "Learning
///   representations by back-propagating errors", Nature 323.
package struct MultiLayerPerceptron: TrainableNetwork {
  /// What the last layer says, and how it is judged.
  package enum Output: Sendable, Hashable {
    /// A number, by its squared error.
    case number
    /// The probability of 1 against 0, by its cross-entropy.
    case probability
    /// The probabilities of so many classes, by softmax cross-entropy.
    case classes(Int)
  }

  /// Sizes, and what regularises the training.
  package struct Configuration: Sendable, Hashable {
    /// The widths of the layers between features and output.
    package var widths: [Int]
    package var activation: Activation
    /// The share of hidden elements dropped while training.
    package var dropout: Float

    package init(widths: [Int] = [64], activation: Activation = .rectifier, dropout: Float = 0) {
      self.widths = widths
      self.activation = activation
      self.dropout = dropout
    }
  }

  package let featureCount: Int
  package let output: Output
  package let configuration: Configuration
  package let layout: ParameterLayout
  /// The last one gives the output.
  package let layers: [LinearLayer]
  let dropout: Dropout

  /// Creates a network.
  ///
  /// - Throws: `outOfRange`, `oneClass`.
  package init(
    featureCount: Int, _ output: Output, _ configuration: Configuration = Configuration()
  ) throws(ModelError) {
    if case .classes(let count) = output, count < 2 {
      throw ModelError(.oneClass, "perceptron: \(count) classes; there is no choice")
    }
    let sizes = [featureCount] + configuration.widths + [output.size]
    guard
      featureCount > 0, configuration.widths.allSatisfy({ $0 > 0 }), configuration.dropout >= 0,
      configuration.dropout < 1,
      areHoldable(zip(sizes, sizes.dropFirst()).map { [$0, $1] })
    else {
      throw ModelError(
        .outOfRange,
        "perceptron: \(featureCount) features, widths \(configuration.widths), dropout "
          + "\(configuration.dropout); sizes must be above 0 and fit into memory, dropout lie in "
          + "[0, 1)")
    }
    self.featureCount = featureCount
    self.output = output
    self.configuration = configuration
    var layout = ParameterLayout()
    var layers: [LinearLayer] = []
    for (index, size) in sizes.dropLast().enumerated() {
      layers.append(
        LinearLayer("layer\(index)", inputs: size, outputs: sizes[index + 1], in: &layout))
    }
    self.layout = layout
    self.layers = layers
    dropout = Dropout(rate: configuration.dropout)
  }

  package var name: String { "perceptron" }

  package var settings: String {
    "\(configuration), \(featureCount) features, output \(output)"
  }

  package func initialise(
    _ slab: ParameterSlab, using generator: inout Xoshiro256StarStar
  ) {
    for layer in layers { layer.initialise(slab, using: &generator) }
  }

  package func check(_ example: DenseExample) throws(TrainingError) {
    guard example.features.count == featureCount else {
      throw TrainingError(
        .shapeMismatch, "\(example.features.count) features, not \(featureCount)")
    }
    guard example.features.allSatisfy(\.isFinite) && example.target.isFinite else {
      throw TrainingError(.notFinite, "a feature or the target is NaN or infinite")
    }
    guard output.allows(example.target) else {
      throw TrainingError(.outOfRange, "a target of \(example.target) for \(output)")
    }
  }

  package func makeBatch() -> DenseBatch { DenseBatch() }

  package func fill(
    _ batch: inout DenseBatch, with examples: [DenseExample], at indices: ArraySlice<Int>
  ) {
    batch.fill(with: examples, at: indices, asClasses: output.size > 1)
  }

  package func scratchCount(examples: Int, length: Int) -> Int {
    stateCount(before: layers.count - 1, n: examples) + 2 * Kernels.padded(examples * output.size)
      + 2 * Kernels.padded(examples * widestOutput)
  }

  package func loss(
    _ slab: ParameterSlab, _ batch: DenseBatch, _ pass: TrainingPass, arena: Arena
  ) -> Double {
    let n = batch.count
    let hidden = forward(slab, batch.features, n: n, pass, arena: arena)
    let count = n * output.size
    let dOutput = arena.take(count)
    guard case .training(let scale, let seed) = pass else {
      return output.loss(hidden.output, batch, gradient: nil)
    }
    let sum = output.loss(hidden.output, batch, gradient: dOutput)
    Kernels.scale(dOutput, by: scale, count: count)
    backward(slab, batch.features, n: n, hidden, dOutput, seed: seed, arena: arena)
    return sum
  }

  /// Answers for rows of features.
  ///
  /// - Parameters:
  ///   - slab: the parameters.
  ///   - features: [n, features].
  /// - Returns: [n, 1] numbers or probabilities, or [n, classes] probabilities.
  package func predict(_ slab: ParameterSlab, _ features: Tensor) -> Tensor {
    precondition(
      features.columns == featureCount,
      "perceptron: features \(features.shape), not \(featureCount)")
    let rows = features.rows
    var values: [Float] = []
    values.reserveCapacity(rows * output.size)
    let arena = Arena(capacity: scratchCount(examples: min(rows, inferenceBatch), length: 1))
    features.values.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress else { return }
      for start in stride(from: 0, to: rows, by: inferenceBatch) {
        let n = min(inferenceBatch, rows - start)
        arena.scope {
          let y = forward(slab, x + start * featureCount, n: n, .evaluation, arena: arena).output
          output.answer(y, n: n)
          values.append(contentsOf: UnsafeBufferPointer(start: y, count: n * output.size))
        }
      }
    }
    return Tensor(shape: [rows, output.size], values: values)
  }
}
