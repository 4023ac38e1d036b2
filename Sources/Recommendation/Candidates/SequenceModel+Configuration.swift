import Engine
package import Models

extension SequenceModel {
  /// The shape of the network and the course of its training.
  package struct Configuration: Sendable, Hashable {
    package var network: TransformerTrunk.Configuration
    /// The products that each is told apart from at a time; all of them where
    /// there are not many more.
    package var negatives: Int
    /// The most passes over the histories.
    package var epochs: Int
    /// Parts of histories an update is made from.
    package var batchSize: Int
    /// Reached after a warm-up, then falling to zero by half a cosine.
    package var learningRate: Float
    /// Validations in a row without a better one that end the training.
    package var patience: Int
    package var seed: UInt64

    package init(
      network: TransformerTrunk.Configuration, negatives: Int = 4096, epochs: Int,
      batchSize: Int = 32, learningRate: Float = 1e-3, patience: Int = 10, seed: UInt64 = 1
    ) {
      self.network = network
      self.negatives = negatives
      self.epochs = epochs
      self.batchSize = batchSize
      self.learningRate = learningRate
      self.patience = patience
      self.seed = seed
    }
  }
}

extension SequenceModel.Configuration {
  /// What suits histories of such lengths and a time to train in.
  ///
  /// Many events get longer vectors, long histories a network that reads more of
  /// them. The passes are those that bring a training to its end, cut to what
  /// `seconds` allow by a careful guess of the speed of a core: with as many
  /// threads the same data and time give the same settings on any machine. A few
  /// hundred customers and some dozens of products train in seconds.
  ///
  /// - Parameters:
  ///   - lengths: the events of each history.
  ///   - products: how many products there are.
  ///   - seconds: the time to train in.
  ///   - threads: that share the work.
  ///   - seed: of all that is drawn.
  package init(
    suiting lengths: [Int], products: Int, seconds: Double, threads: Int = Parallel.coreCount,
    seed: UInt64 = 1
  ) {
    let successions = lengths.reduce(0) { $0 + max(0, $1 - 1) }
    let sorted = lengths.sorted()
    // All of nine histories in ten, of the rest the newest events.
    let usual = sorted.isEmpty ? 1 : sorted[sorted.count * 9 / 10]
    let length = min(max(usual, 10), 200)
    let size = successions < 20_000 ? 32 : 64
    network = TransformerTrunk.Configuration(
      size: size, blocks: 2, heads: 2, maximumLength: length, dropout: 0.2)
    (negatives, batchSize, learningRate) = (4096, 32, 1e-3)
    (epochs, patience) = (1, 10)
    self.seed = seed
    let parts = lengths.reduce(0) { $0 + (max(0, $1 - 1) + length - 1) / length }
    let updates = max(1, (parts + batchSize - 1) / batchSize)
    // A pass over few histories is few updates.
    let wanted = min(max(fullCourse / updates, 30), 200)
    let affordable = seconds * Double(threads) * operationsPerSecond
    epochs = min(
      wanted, max(1, Int(affordable / operations(successions: successions, products: products))))
    // While the rate is high a training may stand still before it gains again.
    patience = max(10, epochs / 4)
  }

  /// About how long the whole course takes on so many threads of slow cores.
  func secondsNeeded(lengths: [Int], products: Int, threads: Int) -> Double {
    let successions = lengths.reduce(0) { $0 + max(0, $1 - 1) }
    return Double(epochs) * operations(successions: successions, products: products)
      / (Double(threads) * operationsPerSecond)
  }

  /// The floating-point operations of a pass over the histories.
  private func operations(successions: Int, products: Int) -> Double {
    let (size, width) = (Double(network.size), Double(network.width))
    let block = 4 * size * size + 2 * size * width + size * Double(network.maximumLength)
    let scores = size * Double(loss(products).items(of: products))
    return 6 * Double(max(successions, 1)) * (Double(network.blocks) * block + scores)
  }

  /// Sampling pays where the products are many times the negatives.
  func loss(_ products: Int) -> CausalDecoder.Loss {
    products <= 2 * negatives ? .softmax() : .sampledSoftmax(negatives: negatives)
  }

  func training(examples: Int, threads: Int) -> TrainingConfiguration {
    let updates = (examples + batchSize - 1) / batchSize
    return TrainingConfiguration(
      epochs: epochs, batchSize: batchSize,
      optimiser: Optimiser(.adamW(second: 0.98), weightDecay: 0.01), learningRate: learningRate,
      finalLearningRate: 0, warmUpSteps: min(updates, epochs * updates / 10), sortedBatches: 4,
      seed: seed, threads: threads)
  }
}

extension CausalDecoder.Loss {
  /// The items that each label is told apart from.
  fileprivate func items(of products: Int) -> Int {
    switch self {
    case .softmax: products
    case .sampledSoftmax(let negatives), .generalizedBinaryCrossEntropy(let negatives, _):
      negatives
    }
  }
}

/// Updates after which a training gains next to nothing more.
private let fullCourse = 10_800
/// What a slow core makes of the training.
private let operationsPerSecond = 4e10
