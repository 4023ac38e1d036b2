import Domain
package import Engine
import Features
import Models

extension SupportModel {
  /// The kind written into checkpoints.
  package static let checkpointKind = "support"

  /// The model as a checkpoint: entries, vocabulary and weights.
  ///
  /// The indexes are rebuilt from the entries when it is read.
  package func checkpoint() -> Checkpoint {
    var checkpoint = Checkpoint(
      kind: Self.checkpointKind,
      metadata: [
        "intents": String(corpus.intents.count), "phrasings": String(corpus.phrasings.count),
        "features": String(legs.linear.vectorizer.columnCount),
      ])
    Self.store(corpus.entries, in: &checkpoint)
    let networks = legs.networks
    checkpoint.integers["networks.isTrained"] = [networks.leg == nil ? 0 : 1]
    checkpoint.integers["networks.columns"] = networks.columns.map { Int64($0 ?? -1) }
    checkpoint.integers["networks.outsideColumn"] = [Int64(networks.outsideColumn ?? -1)]
    checkpoint.integers["legs.knowsOutside"] = [legs.knowsOutside ? 1 : 0]
    legs.linear.encode(into: &checkpoint, prefix: "linear")
    networks.leg?.encode(into: &checkpoint, prefix: "networks.")
    checkpoint.doubles["fusion.weights"] = fusion.weights
    for (name, regression) in confidence.regressions {
      checkpoint.doubles["\(name).weights"] = regression.weights
      checkpoint.doubles["\(name).intercept"] = [regression.intercept]
    }
    return checkpoint
  }

  /// Puts entries into a checkpoint in the place of those it has.
  static func store(_ entries: [FAQEntry], in checkpoint: inout Checkpoint) {
    checkpoint.strings["entries.intent"] = entries.map(\.intent)
    checkpoint.strings["entries.answer"] = entries.map(\.answer)
    checkpoint.strings["entries.category"] = entries.map { $0.category ?? "" }
    checkpoint.strings["entries.language"] = entries.map { $0.language ?? "" }
    checkpoint.strings["entries.questions"] = entries.flatMap(\.questions)
    checkpoint.strings["entries.examples"] = entries.flatMap(\.examples)
    checkpoint.integers["entries.questionCounts"] = entries.map { Int64($0.questions.count) }
    checkpoint.integers["entries.exampleCounts"] = entries.map { Int64($0.examples.count) }
  }

  /// Reads a model back.
  ///
  /// - Throws: `invalidCheckpoint` for another kind or parts that do not fit
  ///   together.
  package init(checkpoint: Checkpoint) throws(SupportError) {
    guard checkpoint.kind == Self.checkpointKind else {
      throw SupportError(
        .invalidCheckpoint,
        "support: the stored model is of kind '\(checkpoint.kind)', not "
          + "'\(Self.checkpointKind)'; train the support bot again")
    }
    do {
      self = try Self.decode(checkpoint)
    } catch let error as CheckpointError {
      throw SupportError(
        .invalidCheckpoint,
        "support: the stored model cannot be read (\(error.message)); train the support bot again")
    } catch let error as SupportError where error.code == .invalidCheckpoint {
      throw error
    } catch {
      // What is wrong with stored entries is no fault of those who import them.
      throw SupportError(
        .invalidCheckpoint,
        "support: the stored model cannot be read (\(error)); train the support bot again")
    }
  }

  private static func decode(_ checkpoint: Checkpoint) throws -> SupportModel {
    let corpus = try SupportCorpus(entries(of: checkpoint))
    let knowsOutside = try checkpoint.integers("legs.knowsOutside", count: 1)[0] == 1
    let linear = try LinearLeg(checkpoint: checkpoint, prefix: "linear")
    guard linear.classCount == corpus.intents.count + (knowsOutside ? 1 : 0) else {
      throw unfitting(corpus)
    }
    let networks = try networks(of: checkpoint, corpus)
    let legs = IntentLegs(
      classes: Array(corpus.intents.indices), owners: corpus.phrasings.map(\.intent),
      linear: linear, networks: networks, knowsOutside: knowsOutside,
      phrasings: corpus.phrasings.map(\.tokens), answers: corpus.answers,
      threads: Parallel.coreCount)
    func regression(_ name: String) throws -> LogisticRegression {
      LogisticRegression(
        weights: try checkpoint.doubles("\(name).weights", count: ConfidenceModel.featureCount),
        intercept: try checkpoint.doubles("\(name).intercept", count: 1)[0])
    }
    return SupportModel(
      corpus: corpus, legs: legs,
      fusion: IntentFusion(
        weights: try checkpoint.doubles("fusion.weights", count: IntentFusion.legs)),
      confidence: ConfidenceModel(
        regression: try regression("confidence"), familyRegression: try regression("family"),
        scopeRegression: try regression("scope")))
  }

  private static func networks(
    of checkpoint: Checkpoint, _ corpus: SupportCorpus
  ) throws -> IntentNetworks {
    let isTrained = try checkpoint.integers("networks.isTrained", count: 1)[0] == 1
    let leg = isTrained ? try NeuralLeg(checkpoint: checkpoint, prefix: "networks.") : nil
    let outputs = leg?.classCount ?? 0
    let columns = try checkpoint.integers("networks.columns", count: corpus.intents.count)
    let outside = try checkpoint.integers("networks.outsideColumn", count: 1)[0]
    guard (columns + [outside]).allSatisfy({ $0 >= -1 && $0 < Int64(outputs) }) else {
      throw unfitting(corpus)
    }
    return IntentNetworks(
      leg: leg, columns: columns.map { $0 < 0 ? nil : Int($0) },
      outsideColumn: outside < 0 ? nil : Int(outside))
  }

  private static func unfitting(_ corpus: SupportCorpus) -> SupportError {
    SupportError(
      .invalidCheckpoint,
      "support: the stored model's parts do not fit its \(corpus.intents.count) intents; train "
        + "the support bot again")
  }

  static func entries(of checkpoint: Checkpoint) throws -> [FAQEntry] {
    let intents = try checkpoint.strings("entries.intent")
    let answers = try checkpoint.strings("entries.answer", count: intents.count)
    let categories = try checkpoint.strings("entries.category", count: intents.count)
    let languages = try checkpoint.strings("entries.language", count: intents.count)
    let questions = try runs(
      checkpoint.strings("entries.questions"),
      checkpoint.integers("entries.questionCounts", count: intents.count))
    let examples = try runs(
      checkpoint.strings("entries.examples"),
      checkpoint.integers("entries.exampleCounts", count: intents.count))
    return intents.indices.map { row in
      FAQEntry(
        intent: intents[row], questions: questions[row], answer: answers[row],
        category: categories[row].isEmpty ? nil : categories[row],
        language: languages[row].isEmpty ? nil : languages[row], examples: examples[row])
    }
  }

  /// Cuts the texts into runs of the given lengths.
  private static func runs(_ texts: [String], _ counts: [Int64]) throws -> [[String]] {
    guard counts.allSatisfy({ $0 >= 0 && $0 <= Int64(texts.count) }),
      counts.reduce(0, +) == Int64(texts.count)
    else {
      throw SupportError(
        .invalidCheckpoint,
        "support: the stored questions do not fit their entries; train the support bot again")
    }
    var start = 0
    return counts.map { count in
      defer { start += Int(count) }
      return Array(texts[start..<start + Int(count)])
    }
  }
}
