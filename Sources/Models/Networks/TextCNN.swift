package import Engine

/// A classifier of texts by the strongest answer of each filter over windows of
/// several widths.
///
/// - Source: Y. Kim 2014, "Convolutional Neural Networks for Sentence
///   Classification", EMNLP, section 2.
package struct TextCNN: EmbeddedTextClassifier {
  /// Sizes, and what regularises the training.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The number of ids, which start at 0.
    package var vocabulary: Int
    package var classes: Int
    /// The size of the vector of an id.
    package var embeddingSize: Int
    /// The ids that each group of filters sees at a time.
    package var widths: [Int]
    /// The filters of each width.
    package var filters: Int
    /// The share of features dropped while training.
    package var dropout: Float
    /// The probability spread evenly over all classes while training.
    package var labelSmoothing: Float
    /// The ids of a text that count.
    package var lengthLimit: Int

    package init(
      vocabulary: Int, classes: Int, embeddingSize: Int = 64, widths: [Int] = [3, 4, 5],
      filters: Int = 64, dropout: Float = 0.5, labelSmoothing: Float = 0, lengthLimit: Int = 256
    ) {
      self.vocabulary = vocabulary
      self.classes = classes
      self.embeddingSize = embeddingSize
      self.widths = widths
      self.filters = filters
      self.dropout = dropout
      self.labelSmoothing = labelSmoothing
      self.lengthLimit = lengthLimit
    }

    var isValid: Bool {
      let counts = [vocabulary, classes, embeddingSize, filters, lengthLimit] + widths
      return counts.allSatisfy { $0 > 0 } && !widths.isEmpty && dropout >= 0 && dropout < 1
        && labelSmoothing >= 0 && labelSmoothing < 1
        && areHoldable(widths.map { [filters, $0, embeddingSize] })
        && areHoldable([[vocabulary, embeddingSize], [classes, widths.count, filters]])
    }
  }

  package let configuration: Configuration
  package let layout: ParameterLayout
  package let embedding: Embedding
  package let reader: ConvolutionReader
  package let dropout: Dropout
  package let head: ClassificationHead

  /// - Throws: `outOfRange` for a setting, `oneClass`.
  package init(_ configuration: Configuration) throws(ModelError) {
    guard configuration.isValid else {
      throw ModelError(
        .outOfRange,
        "text CNN: all sizes, widths and counts must be above 0, dropout and labelSmoothing "
          + "within [0, 1)")
    }
    guard configuration.classes > 1 else {
      throw ModelError(.oneClass, "text CNN: one class only; there is nothing to tell apart")
    }
    self.configuration = configuration
    var layout = ParameterLayout()
    embedding = Embedding(
      "embedding", rows: configuration.vocabulary, size: configuration.embeddingSize,
      in: &layout)
    reader = ConvolutionReader(
      inputs: configuration.embeddingSize, widths: configuration.widths,
      filters: configuration.filters, in: &layout)
    dropout = Dropout(rate: configuration.dropout)
    head = ClassificationHead(
      "head", inputs: reader.outputs, classes: configuration.classes,
      labelSmoothing: configuration.labelSmoothing, in: &layout)
    self.layout = layout
  }

  package var name: String { "text CNN" }

  package var settings: String { "\(configuration)" }

  package var limit: Int { configuration.lengthLimit }
}
