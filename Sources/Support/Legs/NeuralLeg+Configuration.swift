import Engine
import Features
import Models

extension NeuralLeg {
  /// Which network is trained, and how.
  package struct Configuration: Sendable, Hashable {
    package var kind: Kind
    /// How many are trained, one after the other, and averaged.
    package var networks: Int
    package var seed: UInt64
    /// Does not change the result.
    package var threads: Int

    package init(
      kind: Kind = .transformer, networks: Int = 1, seed: UInt64 = 1,
      threads: Int = Parallel.coreCount
    ) {
      precondition(networks > 0, "neural leg: \(networks) networks")
      self.kind = kind
      self.networks = networks
      self.seed = seed
      self.threads = threads
    }
  }
}

extension NeuralLeg.Configuration {
  func network(classes: Int) -> BagClassifier.Configuration {
    BagClassifier.Configuration(
      input: .init(buckets: BagExample.buckets, lengthLimit: BagExample.tokenLimit),
      reading: reading, classes: classes, maskedWeight: kind == .transformer ? 0.3 : 0)
  }

  private var reading: BagClassifier.Reading {
    switch kind {
    case .transformer: .transformer(blocks: 2, heads: 4, width: 256, dropout: 0.2)
    case .cnn: .convolutions(widths: [1, 2, 3], filters: 128)
    case .gru: .recurrent(stateSize: 128)
    case .mlp: .mean(width: 256)
    }
  }

  /// What a pass goes over.
  ///
  /// Only a transformer learns from texts without labels, of which the first
  /// `unlabelledLimit` count. They take `passes` passes, and the labelled ones
  /// are repeated within a pass to be visited as often as without them.
  func examples(
    _ texts: [TextTokens], labels: [Int], unlabelled: [TextTokens]
  ) -> [BagExample] {
    let known = Parallel.map(count: texts.count, threads: threads) {
      BagExample(texts[$0], label: Int32(labels[$0]))
    }
    guard kind == .transformer, !unlabelled.isEmpty else { return known }
    let copies = Self.visits(texts.count) / Self.passes
    let count = min(unlabelled.count, Self.unlabelledLimit)
    let unknown = Parallel.map(count: count, threads: threads) {
      BagExample(unlabelled[$0], label: BagExample.unlabelled)
    }
    return (0..<copies).flatMap { _ in known } + unknown
  }

  private static let passes = 8
  private static let unlabelledLimit = 12_000
  /// From so many labelled texts on, larger batches learn as well in less time.
  private static let manyTexts = 4_000

  /// How often training visits each of so many labelled texts.
  ///
  /// Accuracy on held-out texts stops rising after about as many visits in all,
  /// and below two thousand texts after thirty-two each.
  private static func visits(_ texts: Int) -> Int {
    max(passes, min(4 * passes, 64_000 / max(texts, 1)))
  }

  /// - Parameters:
  ///   - labelled: the texts with a label.
  ///   - examples: what `examples` made of them and the others.
  ///   - number: of the network.
  /// - Returns: how the network is trained.
  func training(labelled: Int, examples: Int, number: Int) -> TrainingConfiguration {
    let (batchSize, rate): (Int, Float) = labelled < Self.manyTexts ? (64, 2e-3) : (128, 3e-3)
    let epochs = examples == labelled ? Self.visits(labelled) : Self.passes
    let steps = epochs * ((examples + batchSize - 1) / batchSize)
    return TrainingConfiguration(
      epochs: epochs, batchSize: batchSize, optimiser: Optimiser(.adamW(), weightDecay: 0.01),
      learningRate: rate, finalLearningRate: 0, warmUpSteps: steps / 10, shards: 2,
      sortedBatches: 10, seed: seed &+ UInt64(number) &* 0x9E37_79B9, threads: threads)
  }
}

extension SupportError {
  init(training error: TrainingError) {
    self =
      error.code == .cancelled
      ? SupportError(.cancelled, "support: training was cancelled")
      : SupportError(.failedTraining, "support: training failed: \(error.message)")
  }
}
