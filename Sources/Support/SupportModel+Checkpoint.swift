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
  package func encoded() -> Checkpoint {
    var checkpoint = Checkpoint(
      kind: Self.checkpointKind,
      metadata: [
        "intents": String(corpus.intents.count), "phrasings": String(corpus.phrasings.count),
        "features": String(scorer.vectorizer.columnCount),
      ])
    let entries = corpus.entries
    checkpoint.strings["entries.intent"] = entries.map(\.intent)
    checkpoint.strings["entries.answer"] = entries.map(\.answer)
    checkpoint.strings["entries.category"] = entries.map { $0.category ?? "" }
    checkpoint.strings["entries.language"] = entries.map { $0.language ?? "" }
    checkpoint.strings["entries.questions"] = entries.flatMap(\.questions)
    checkpoint.strings["entries.examples"] = entries.flatMap(\.examples)
    checkpoint.integers["entries.questionCounts"] = entries.map { Int64($0.questions.count) }
    checkpoint.integers["entries.exampleCounts"] = entries.map { Int64($0.examples.count) }
    let vectorizer = scorer.vectorizer
    checkpoint.integers["vocabulary.hashes"] = vectorizer.hashes.map(Int64.init(bitPattern:))
    checkpoint.integers["vocabulary.wordCount"] = [Int64(vectorizer.wordCount)]
    let frequencies = vectorizer.inverseDocumentFrequencies
    checkpoint.tensors["vocabulary.weights"] = Tensor(
      shape: [frequencies.count], values: frequencies)
    checkpoint.tensors["linear.weights"] = scorer.linear.weights
    let intercepts = scorer.linear.intercepts
    checkpoint.tensors["linear.intercepts"] = Tensor(shape: [intercepts.count], values: intercepts)
    checkpoint.doubles["fusion.weights"] = fusion.weights
    checkpoint.doubles["confidence.weights"] = confidence.regression.weights
    checkpoint.doubles["confidence.intercepts"] = [
      confidence.regression.intercept, confidence.familyRegression.intercept,
    ]
    checkpoint.doubles["confidence.familyWeights"] = confidence.familyRegression.weights
    checkpoint.doubles["answerThreshold"] = [answerThreshold]
    return checkpoint
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
    } catch let error as SupportError {
      throw error
    } catch {
      throw SupportError(.invalidCheckpoint, "support: the stored model cannot be read: \(error)")
    }
  }

  private static func decode(_ checkpoint: Checkpoint) throws -> SupportModel {
    let corpus = try SupportCorpus(entries(of: checkpoint))
    let hashes = try checkpoint.integers("vocabulary.hashes").map(UInt64.init(bitPattern:))
    let frequencies = try checkpoint.tensor("vocabulary.weights", dimensions: 1).values
    let wordCount = Int(try checkpoint.integers("vocabulary.wordCount", count: 1)[0])
    let weights = try checkpoint.tensor("linear.weights", dimensions: 2)
    let intercepts = try checkpoint.tensor("linear.intercepts", dimensions: 1).values
    let features = ConfidenceModel.featureCount
    guard frequencies.count == hashes.count, (0...hashes.count).contains(wordCount),
      Set(hashes[..<wordCount]).count == wordCount,
      weights.shape == [hashes.count, intercepts.count], intercepts.count == corpus.intents.count
    else {
      throw SupportError(
        .invalidCheckpoint,
        "support: the stored model's parts do not fit: \(hashes.count) n-grams, weights "
          + "\(weights.shape), \(corpus.intents.count) intents; train the support bot again")
    }
    let vectorizer = TextVectorizer(
      hashes: hashes, wordCount: wordCount, inverseDocumentFrequencies: frequencies)
    let texts = corpus.phrasings.map(\.tokens)
    let scorer = IntentScorer(
      classes: Array(corpus.intents.indices), owners: corpus.phrasings.map(\.intent),
      vectorizer: vectorizer, linear: SoftmaxRegression(weights: weights, intercepts: intercepts),
      texts: texts, answers: corpus.answers, threads: Parallel.coreCount)
    let confidenceIntercepts = try checkpoint.doubles("confidence.intercepts", count: 2)
    return SupportModel(
      corpus: corpus, scorer: scorer,
      fusion: IntentFusion(
        weights: try checkpoint.doubles("fusion.weights", count: IntentFusion.legs)),
      confidence: ConfidenceModel(
        regression: LogisticRegression(
          weights: try checkpoint.doubles("confidence.weights", count: features),
          intercept: confidenceIntercepts[0]),
        familyRegression: LogisticRegression(
          weights: try checkpoint.doubles("confidence.familyWeights", count: features),
          intercept: confidenceIntercepts[1])),
      answerThreshold: try checkpoint.doubles("answerThreshold", count: 1)[0])
  }

  private static func entries(of checkpoint: Checkpoint) throws -> [FAQEntry] {
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
