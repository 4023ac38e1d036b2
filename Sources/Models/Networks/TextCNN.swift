package import Engine

// Shapes, with n = texts · length: pooled, features: [texts, widths · filters];
// saved: the windows of each width [n, filters], then what they pool to for each
// width [texts, filters].

/// A classifier of texts by the strongest answer of each filter over windows of
/// several widths.
///
/// The maximum over time comes before the rectifier, which gives the same
/// features for less work.
///
/// - Source: Y. Kim 2014, "Convolutional Neural Networks for Sentence
///   Classification", EMNLP, section 2.
package struct TextCNN: EmbeddedTextClassifier {
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
  package let convolutions: [Convolution1D]
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
    convolutions = configuration.widths.enumerated().map { index, width in
      Convolution1D(
        "convolution\(index)", inputs: configuration.embeddingSize,
        filters: configuration.filters, width: width, padding: .same, in: &layout)
    }
    dropout = Dropout(rate: configuration.dropout)
    head = ClassificationHead(
      "head", inputs: configuration.widths.count * configuration.filters,
      classes: configuration.classes, labelSmoothing: configuration.labelSmoothing, in: &layout)
    self.layout = layout
  }

  package var name: String { "text CNN" }

  package var settings: String { "\(configuration)" }

  package var limit: Int { configuration.lengthLimit }

  package func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    let deviation = 1 / Double(embedding.size).squareRoot()
    embedding.initialise(slab, deviation: deviation, using: &generator)
    for convolution in convolutions { convolution.initialise(slab, using: &generator) }
    head.initialise(slab, using: &generator)
  }

  package func savedCount(texts: Int, length: Int) -> Int {
    convolutions.count * texts * (length + 1) * configuration.filters
  }

  package func encoderScratchCount(texts: Int, length: Int) -> Int {
    Kernels.padded(texts * length * configuration.filters)
      + 2 * Kernels.padded(texts * configuration.filters)
      + (convolutions.map(\.scratchCount).max() ?? 0)
  }

  package func encode(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ features: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int, arena: Arena
  ) {
    let (texts, filters) = (lengths.count, configuration.filters)
    let width = convolutions.count * filters
    for (index, convolution) in convolutions.enumerated() {
      let (y, pooled) = places(saved, index, texts, length)
      convolution.forward(slab, x, y, lengths: lengths, length: length, arena: arena)
      SequencePooling.maximum.forward(
        y, pooled, lengths: lengths, length: length, size: filters)
      for text in 0..<texts {
        Activation.rectifier.forward(
          pooled + text * filters, features + text * width + index * filters, count: filters)
      }
    }
  }

  package func encodeBackward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dFeatures: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, arena: Arena
  ) {
    let (texts, filters) = (lengths.count, configuration.filters)
    let width = convolutions.count * filters
    arena.scope {
      let dy = arena.take(texts * length * filters)
      let dPooled = arena.take(texts * filters)
      for (index, convolution) in convolutions.enumerated() {
        let (y, pooled) = places(UnsafeMutablePointer(mutating: saved), index, texts, length)
        dPooled.update(repeating: 0, count: texts * filters)
        for text in 0..<texts {
          Activation.rectifier.backward(
            pooled + text * filters, dFeatures + text * width + index * filters,
            dPooled + text * filters, count: filters)
        }
        dy.update(repeating: 0, count: texts * length * filters)
        SequencePooling.maximum.backward(
          y, dPooled, dy, lengths: lengths, length: length, size: filters)
        convolution.backward(slab, x, dy, dx, lengths: lengths, length: length, arena: arena)
      }
    }
  }

  /// Where the windows of a width and what they pool to lie in what is saved.
  private func places(
    _ saved: UnsafeMutablePointer<Float>, _ index: Int, _ texts: Int, _ length: Int
  ) -> (y: UnsafeMutablePointer<Float>, pooled: UnsafeMutablePointer<Float>) {
    let filters = configuration.filters
    let windows = texts * length * filters
    return (
      saved + index * windows,
      saved + convolutions.count * windows + index * texts * filters
    )
  }
}
