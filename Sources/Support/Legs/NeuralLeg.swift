package import Engine
package import Features
import Glibc
import Models

/// Neural networks that tell the intent of a text from the hashed parts of its
/// words, trained on the company's own texts alone.
///
/// Several networks of different seeds err on different texts: their mean is
/// better than each.
package struct NeuralLeg: Sendable {
  /// How the network reads a text.
  package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
    /// Attention between all words.
    case transformer
    /// Convolutions over neighbouring words.
    case cnn
    /// A gated recurrent network from the first word to the last.
    case gru
    /// The mean of all words and a hidden layer.
    case mlp
  }

  package let kind: Kind
  private let networks: [FittedBagClassifier]

  /// The intents it tells apart.
  package var classCount: Int { networks[0].network.configuration.classes }

  /// Trains the networks.
  ///
  /// The same texts, configuration and seed give the same bits with any number
  /// of threads.
  ///
  /// - Parameters:
  ///   - texts: the texts; one without words teaches the bias only.
  ///   - labels: of each text, below `classCount`.
  ///   - classCount: at least 2.
  ///   - unlabelled: further texts of the same kind, from which a transformer learns
  ///     what words go together.
  ///   - configuration: the kind, seed and threads.
  ///   - cancellation: checked before each update.
  ///   - progress: called with the part done, from 0 to 1.
  /// - Returns: the trained leg.
  /// - Throws: `tooFewIntents`, `tooFewTexts`, `cancelled`, `failedTraining`.
  package static func fit(
    _ texts: [TextTokens], labels: [Int], classCount: Int, unlabelled: [TextTokens] = [],
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil,
    progress: ((Double) -> Void)? = nil
  ) throws(SupportError) -> NeuralLeg {
    precondition(
      labels.count == texts.count && labels.allSatisfy { $0 >= 0 && $0 < classCount },
      "neural leg: \(texts.count) texts, \(labels.count) labels of \(classCount) classes")
    guard classCount > 1 else {
      throw SupportError(
        .tooFewIntents, "support: \(classCount) intents; a network needs two or more to tell apart")
    }
    guard !texts.isEmpty else {
      throw SupportError(.tooFewTexts, "support: no texts to train the network on; add examples")
    }
    let examples = configuration.examples(texts, labels: labels, unlabelled: unlabelled)
    var networks: [FittedBagClassifier] = []
    for number in 0..<configuration.networks {
      let (done, count) = (Double(number), Double(configuration.networks))
      networks.append(
        try train(
          examples, of: texts.count, classCount, configuration, number: number, cancellation
        ) { progress?((done + $0) / count) })
    }
    return NeuralLeg(kind: configuration.kind, networks: networks)
  }

  /// Trains one of the networks on texts of which so many are labelled.
  private static func train(
    _ examples: [BagExample], of labelled: Int, _ classCount: Int, _ configuration: Configuration,
    number: Int, _ cancellation: Cancellation?, _ progress: @escaping (Double) -> Void
  ) throws(SupportError) -> FittedBagClassifier {
    do {
      let network = try BagClassifier(configuration.network(classes: classCount))
      let trainer = try Trainer(
        network, examples,
        configuration.training(labelled: labelled, examples: examples.count, number: number))
      try trainer.train(cancellation: cancellation) { progress($0.fraction) }
      return try FittedBagClassifier(network, trainer.slab, examples: examples)
    } catch let error as ModelError {
      throw SupportError(training: error)
    } catch let error as TrainingError {
      throw SupportError(training: error)
    } catch {
      throw SupportError(.failedTraining, "support: training failed: \(error)")
    }
  }

  /// The logarithms of the probabilities of all intents.
  ///
  /// - Returns: [classes]; of a text without words what the bias says.
  package func logProbabilities(_ tokens: TextTokens) -> [Float] {
    let example = BagExample(tokens, label: BagExample.unlabelled)
    guard networks.count > 1 else { return networks.flatMap { logProbabilities($0, example) } }
    var sums: [Double] = []
    for network in networks {
      let values = logProbabilities(network, example)
      if sums.isEmpty { sums = [Double](repeating: 0, count: values.count) }
      for index in values.indices { sums[index] += exp(Double(values[index])) }
    }
    // Where all are rounded to zero, the smallest number keeps the result finite.
    return sums.map {
      Float(log(max($0 / Double(networks.count), Double(Float.leastNormalMagnitude))))
    }
  }

  private func logProbabilities(_ network: FittedBagClassifier, _ example: BagExample) -> [Float] {
    let logits = network.logits([example])
    let greatest = logits.max() ?? 0
    let sum = logits.reduce(0) { $0 + exp(Double($1 - greatest)) }
    let shift = greatest + Float(log(sum))
    return logits.map { $0 - shift }
  }

  /// The logarithms of the probabilities of each text: [texts, classes].
  package func logProbabilities(_ texts: [TextTokens], threads: Int) -> Tensor {
    let rows = Parallel.map(count: texts.count, threads: threads) { logProbabilities(texts[$0]) }
    return Tensor(shape: [texts.count, classCount], values: rows.flatMap { $0 })
  }
}

extension NeuralLeg {
  /// Stores the leg under names that begin with `prefix`.
  package func encode(into checkpoint: inout Checkpoint, prefix: String) {
    checkpoint.strings["\(prefix)kind"] = [kind.rawValue]
    checkpoint.integers["\(prefix)networks"] = [Int64(networks.count)]
    for (number, network) in networks.enumerated() {
      network.save(to: &checkpoint, as: "\(prefix)network\(number)")
    }
  }

  /// Reads a leg back.
  ///
  /// - Throws: `mismatch` if it is not there or cannot be.
  package init(checkpoint: Checkpoint, prefix: String) throws(CheckpointError) {
    let word = try checkpoint.strings("\(prefix)kind", count: 1)[0]
    guard let kind = Kind(rawValue: word) else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(prefix)kind' is '\(word)'; train the model again")
    }
    let count = try checkpoint.integers("\(prefix)networks", count: 1)[0]
    var networks: [FittedBagClassifier] = []
    for number in 0..<max(count, 0) {
      networks.append(try FittedBagClassifier(checkpoint, as: "\(prefix)network\(number)"))
    }
    let configurations = networks.map(\.network.configuration)
    guard
      let first = configurations.first, first.input.buckets == BagExample.buckets,
      configurations.allSatisfy({ $0.classes == first.classes && $0.input == first.input })
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(prefix)network' holds \(networks.count) networks of "
          + "\(configurations.map(\.classes)) classes and \(configurations.map(\.input.buckets)) "
          + "buckets, not \(BagExample.buckets); train the model again")
    }
    self.init(kind: kind, networks: networks)
  }
}

extension BagExample {
  /// The buckets that parts of words are hashed into.
  static let buckets = 1 << 15
  /// The tokens of a text that count.
  static let tokenLimit = 28

  init(_ tokens: TextTokens, label: Int32) {
    let bags = TokenBags(tokens, buckets: Self.buckets, limit: Self.tokenLimit)
    self.init(ids: bags.ids, offsets: bags.offsets, label: label)
  }
}
