import Engine
import Glibc
import Models

/// A perceptron with its parameters.
struct FittedPerceptron: @unchecked Sendable {
  private let network: MultiLayerPerceptron
  /// Nobody writes to it any more.
  private let slab: ParameterSlab

  init(_ network: MultiLayerPerceptron, _ slab: ParameterSlab) {
    self.network = network
    self.slab = slab
  }

  func probabilities(_ features: Tensor) -> [Double] {
    network.predict(slab, features).values.map(Double.init)
  }
}

extension RivalRows {
  /// One part in so many is left aside to stop at.
  private static let validationPart = 6
  private static let mostEpochs = 40
  /// The examples that training sees before it ends in any case, epochs counted.
  private static let mostVisits = 600_000

  func perceptron() throws -> FittedPerceptron {
    let folds = try folds(Self.validationPart)
    let inside = labels.indices.filter { folds[$0] != 0 }
    let outside = labels.indices.filter { folds[$0] == 0 }
    let network = try MultiLayerPerceptron(
      featureCount: features.columns, .probability,
      MultiLayerPerceptron.Configuration(widths: [32, 16], dropout: 0.1))
    let examples = inside.map {
      DenseExample(features: features.row($0), target: labels[$0] ? 1 : 0)
    }
    let epochs = max(1, min(Self.mostEpochs, Self.mostVisits / examples.count))
    let trainer = try Trainer(
      network, examples,
      TrainingConfiguration(
        epochs: epochs, batchSize: 64, learningRate: 3e-3, finalLearningRate: 1e-4, seed: seed))
    let validation = selected(outside)
    try trainer.train(
      validation: Validation(.least, patience: 5) { slab in
        let probabilities = network.predict(slab, validation).values
        var loss = 0.0
        for (row, p) in zip(outside, probabilities) {
          let foreseen = Double(labels[row] ? p : 1 - p)
          loss -= log(max(foreseen, 1e-7))
        }
        return loss / Double(outside.count)
      }, cancellation: cancellation)
    return FittedPerceptron(network, trainer.slab)
  }
}
