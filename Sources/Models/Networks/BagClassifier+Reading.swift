import Engine

extension BagClassifier.Reading {
  /// What messages and checkpoints call it.
  var name: String {
    switch self {
    case .transformer: "transformer"
    case .convolutions: "convolutions"
    case .recurrent: "recurrent"
    case .mean: "mean"
    }
  }

  /// Its numbers as a checkpoint stores them.
  var numbers: (counts: [Int], dropout: Float) {
    switch self {
    case .transformer(let blocks, let heads, let width, let dropout):
      ([blocks, heads, width], dropout)
    case .convolutions(let widths, let filters): ([filters] + widths, 0)
    case .recurrent(let stateSize): ([stateSize], 0)
    case .mean(let width): ([width], 0)
    }
  }

  /// What `numbers` came from; nil if there is nothing of such a name and number.
  init?(name: String, counts: [Int], dropout: Float) {
    switch (name, counts.count) {
    case ("transformer", 3):
      self = .transformer(
        blocks: counts[0], heads: counts[1], width: counts[2], dropout: dropout)
    case ("convolutions", 2...):
      self = .convolutions(
        widths: Array(counts[1...]), filters: counts[0])
    case ("recurrent", 1): self = .recurrent(stateSize: counts[0])
    case ("mean", 1): self = .mean(width: counts[0])
    default: return nil
    }
  }

  /// Adds the layers to a layout.
  func reader(size: Int, in layout: inout ParameterLayout) -> any SequenceReader {
    switch self {
    case .transformer(let blocks, let heads, let width, let dropout):
      TransformerReader(
        size: size, blocks: blocks, heads: heads, width: width, dropout: dropout, in: &layout)
    case .convolutions(let widths, let filters):
      ConvolutionReader(inputs: size, widths: widths, filters: filters, in: &layout)
    case .recurrent(let stateSize):
      RecurrentReader(inputs: size, stateSize: stateSize, summary: .mean, in: &layout)
    case .mean(let width): MeanReader(inputs: size, width: width, in: &layout)
    }
  }

  /// Whether a network can have such layers.
  func isValid(size: Int) -> Bool {
    switch self {
    case .transformer(let blocks, let heads, let width, let dropout):
      (0...64).contains(blocks) && heads > 0 && size % heads == 0 && width > 0
        && dropout >= 0 && dropout < 1 && areHoldable([[width, size]])
    case .convolutions(let widths, let filters):
      !widths.isEmpty && widths.count <= 64 && ([filters] + widths).allSatisfy { $0 > 0 }
        && areHoldable(widths.map { [filters, $0, size] })
    case .recurrent(let stateSize):
      stateSize > 0 && areHoldable([[3, stateSize, size], [3, stateSize, stateSize]])
    case .mean(let width): width > 0 && areHoldable([[width, size]])
    }
  }
}

extension BagClassifier.Configuration {
  /// Finds a setting that no network can have.
  ///
  /// - Throws: `outOfRange`, `oneClass`.
  func check() throws(ModelError) {
    let shares = [
      input.tokenDropout, input.partDropout, input.dropout, dropout, labelSmoothing,
    ]
    guard
      input.buckets > 0, input.buckets <= Int(Int32.max), input.size > 0,
      input.size % Kernels.laneCount == 0, input.lengthLimit > 0,
      shares.allSatisfy({ $0 >= 0 && $0 < 1 }), maskedWeight >= 0, maskedWeight.isFinite,
      reading.isValid(size: input.size),
      areHoldable([
        [input.buckets, input.size], [input.lengthLimit, input.size], [3, input.size, input.size],
        [max(classes, 0), 2, input.size],
      ])
    else {
      throw ModelError(
        .outOfRange,
        "\(reading.name) on token bags: \(self); sizes must be above 0 and fit into memory, that of "
          + "a vector be a multiple of \(Kernels.laneCount), shares lie in [0, 1)")
    }
    guard classes > 1 else {
      throw ModelError(
        .oneClass, "\(reading.name) on token bags: \(classes) classes; there is no choice")
    }
  }
}
