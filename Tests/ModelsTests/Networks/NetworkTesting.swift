import Engine
import Glibc
import Testing

@testable import Models

/// Trains without dropout's help or validation, and returns the mean loss.
@discardableResult
func learnByHeart<Network: TrainableNetwork>(
  _ network: Network, _ examples: [Network.Example], epochs: Int, rate: Float = 0.01
) throws -> Trainer<Network> {
  let trainer = try Trainer(
    network, examples,
    TrainingConfiguration(
      epochs: epochs, batchSize: 16, optimiser: Optimiser(.adam()), learningRate: rate,
      finalLearningRate: rate / 20, warmUpSteps: 5, shards: 2, threads: 2))
  try trainer.train()
  return trainer
}

/// Sets the parameters that the scripts in Reference compute with.
func setWaves(_ slab: ParameterSlab) {
  for (index, parameter) in slab.layout.parameters.enumerated() {
    let start: Float = parameter.name.hasSuffix("gain") ? 1 : 0
    let values = (0..<parameter.count).map { (i: Int) -> Float in
      start + Float(0.3 * sin(Double(index) + 0.7 * Double(i)))
    }
    slab.set(parameter, values)
  }
}

/// The first losses of a training, for comparison between thread counts.
func losses<Network: TrainableNetwork>(
  _ network: Network, _ examples: [Network.Example], threads: Int, epochs: Int = 2
) throws -> [Double] {
  let trainer = try Trainer(
    network, examples,
    TrainingConfiguration(epochs: epochs, batchSize: 12, learningRate: 0.01, threads: threads))
  var losses: [Double] = []
  try trainer.train { losses.append($0.loss) }
  return losses
}

/// The gradient of the mean loss along a random direction, by the network and by
/// central differences of its own loss, of evaluation or of training.
func directionalDerivatives<Network: TrainableNetwork>(
  _ network: Network, _ examples: [Network.Example], step: Float = 1e-2,
  isTraining: Bool = false
) -> (network: Double, differences: Double) {
  let slab = ParameterSlab(network.layout)
  var generator = Xoshiro256StarStar(seed: 5)
  network.initialise(slab, using: &generator)
  var batch = network.makeBatch()
  network.fill(&batch, with: examples, at: Array(examples.indices)[...])
  let longest = examples.map { network.length(of: $0) }.max() ?? 1
  let arena = Arena(
    capacity: network.scratchCount(examples: examples.count, length: max(longest, 1)))
  let terms = examples.reduce(0) { $0 + network.weight(of: $1) }
  func loss(_ pass: TrainingPass) -> Double {
    arena.scope { network.loss(slab, batch, pass, arena: arena) } / terms
  }
  _ = loss(.training(scale: Float(1 / terms), seed: 1))
  let count = network.layout.size
  let gradients = slab.gradients
  // Along the gradient itself differences stand out from rounding.
  var norm = 0.0
  for index in 0..<count { norm += Double(gradients[index]) * Double(gradients[index]) }
  norm.formSquareRoot()
  let direction = (0..<count).map { gradients[$0] / Float(norm) }
  let start = (0..<count).map { slab.values[$0] }
  func moved(_ length: Float) -> Double {
    for index in 0..<count { slab.values[index] = start[index] + length * direction[index] }
    return loss(isTraining ? .training(scale: Float(1 / terms), seed: 1) : .evaluation)
  }
  return (norm, (moved(step) - moved(-step)) / (2 * Double(step)))
}
