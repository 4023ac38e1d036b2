package import Engine

/// A classifier of texts by the states of a recurrent network that reads them.
///
/// - Source: K. Cho et al. 2014, "Learning Phrase Representations using RNN
///   Encoder–Decoder for Statistical Machine Translation", EMNLP, section 2,
///   the encoder.
package struct GRUEncoder: EmbeddedTextClassifier {
  /// What of the states says what the text is about.
  package enum Summary: String, Codable, Sendable, Hashable, CaseIterable {
    /// The state after the last id.
    case last
    /// The mean of all states.
    case mean
  }

  /// Sizes, and what regularises the training.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The number of ids, which start at 0.
    package var vocabulary: Int
    package var classes: Int
    /// The size of the vector of an id.
    package var embeddingSize: Int
    package var stateSize: Int
    package var summary: Summary
    /// The share of features dropped while training.
    package var dropout: Float
    /// The probability spread evenly over all classes while training.
    package var labelSmoothing: Float
    /// The ids of a text that count.
    package var lengthLimit: Int

    package init(
      vocabulary: Int, classes: Int, embeddingSize: Int = 64, stateSize: Int = 64,
      summary: Summary = .mean, dropout: Float = 0.2, labelSmoothing: Float = 0,
      lengthLimit: Int = 256
    ) {
      self.vocabulary = vocabulary
      self.classes = classes
      self.embeddingSize = embeddingSize
      self.stateSize = stateSize
      self.summary = summary
      self.dropout = dropout
      self.labelSmoothing = labelSmoothing
      self.lengthLimit = lengthLimit
    }

    var isValid: Bool {
      [vocabulary, classes, embeddingSize, stateSize, lengthLimit].allSatisfy { $0 > 0 }
        && dropout >= 0 && dropout < 1 && labelSmoothing >= 0 && labelSmoothing < 1
        && areHoldable([
          [vocabulary, embeddingSize], [3, stateSize, embeddingSize], [3, stateSize, stateSize],
          [classes, stateSize],
        ])
    }
  }

  package let configuration: Configuration
  package let layout: ParameterLayout
  package let embedding: Embedding
  package let reader: RecurrentReader
  package let dropout: Dropout
  package let head: ClassificationHead

  /// - Throws: `outOfRange` for a setting, `oneClass`.
  package init(_ configuration: Configuration) throws(ModelError) {
    guard configuration.isValid else {
      throw ModelError(
        .outOfRange,
        "GRU encoder: all sizes and counts must be above 0, dropout and labelSmoothing within "
          + "[0, 1)")
    }
    guard configuration.classes > 1 else {
      throw ModelError(.oneClass, "GRU encoder: one class only; there is nothing to tell apart")
    }
    self.configuration = configuration
    var layout = ParameterLayout()
    embedding = Embedding(
      "embedding", rows: configuration.vocabulary, size: configuration.embeddingSize,
      in: &layout)
    reader = RecurrentReader(
      inputs: configuration.embeddingSize, stateSize: configuration.stateSize,
      summary: configuration.summary, in: &layout)
    dropout = Dropout(rate: configuration.dropout)
    head = ClassificationHead(
      "head", inputs: configuration.stateSize, classes: configuration.classes,
      labelSmoothing: configuration.labelSmoothing, in: &layout)
    self.layout = layout
  }

  package var name: String { "GRU encoder" }

  package var settings: String { "\(configuration)" }

  package var limit: Int { configuration.lengthLimit }
}
