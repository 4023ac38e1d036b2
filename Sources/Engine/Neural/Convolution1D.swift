// Shapes: x, dx: [sequences, length, inputs]; y, dy: [sequences, outputLength,
// filters]; weight: [filters, width, inputs]; bias: [filters]; lengths:
// [sequences], the elements of each sequence before its padding.

/// y[t] = b + Σₖ W[k]·x[t + k] over windows of a sequence.
///
/// What lies past the end of a sequence is never read, and its y is zero.
///
/// - Source: Y. Kim 2014, "Convolutional Neural Networks for Sentence
///   Classification", EMNLP, equation 2.
package struct Convolution1D: Sendable {
  /// What stands beyond the ends of a sequence.
  package enum Padding: Sendable, Hashable, CaseIterable {
    /// Windows lie within their sequence.
    case valid
    /// Zeros before and after make as many windows as there are elements; of an
    /// odd number of them, the last one stands after.
    case same
  }

  package let inputs: Int
  package let width: Int
  package let padding: Padding
  private let bank: FilterBank

  package init(
    _ name: String, inputs: Int, filters: Int, width: Int, padding: Padding = .valid,
    in layout: inout ParameterLayout
  ) {
    precondition(
      inputs > 0 && filters > 0 && width > 0,
      "convolution '\(name)': [\(filters), \(width), \(inputs)]")
    self.inputs = inputs
    self.width = width
    self.padding = padding
    bank = FilterBank(name, filters: filters, window: [width, inputs], in: &layout)
  }

  package var filters: Int { bank.filters }

  package var weight: Parameter { bank.weight }

  package var bias: Parameter { bank.bias }

  /// The elements that either pass takes from its arena.
  package var scratchCount: Int { bank.scratchCount }

  /// The windows of a sequence of `length` elements.
  package func outputLength(_ length: Int) -> Int {
    padding == .same ? length : max(length - width + 1, 0)
  }

  /// The windows of each sequence.
  package func outputLengths(_ lengths: [Int32]) -> [Int32] {
    lengths.map { Int32(outputLength(Int($0))) }
  }

  /// Draws the weights; the bias is zero.
  ///
  /// - Source: X. Glorot & Y. Bengio 2010, "Understanding the difficulty of
  ///   training deep feedforward neural networks", AISTATS, equation 12.
  package func initialise(
    _ slab: ParameterSlab, using generator: inout some RandomNumberGenerator
  ) {
    bank.initialise(slab, outputs: width * filters, using: &generator)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    lengths: [Int32], length: Int, arena: Arena
  ) {
    checkLengths(lengths, length)
    let rows = outputLength(length)
    for sequence in lengths.indices {
      let filled = outputLength(Int(lengths[sequence]))
      unsafe (y + (sequence * rows + filled) * filters).update(
        repeating: 0, count: (rows - filled) * filters)
    }
    unsafe bank.forward(
      slab, x, y, windows: SequenceWindows(self, lengths, length), arena: arena)
  }

  /// Adds to the gradients of weight and bias, and to `dx` unless it is nil.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>?, lengths: [Int32], length: Int, arena: Arena
  ) {
    checkLengths(lengths, length)
    unsafe bank.backward(
      slab, x, dy, dx, windows: SequenceWindows(self, lengths, length), arena: arena)
  }
}

/// The windows of sequences of differing lengths.
private struct SequenceWindows: WindowCursor {
  private let layer: Convolution1D
  private let lengths: [Int32]
  private let length: Int
  private let rows: Int
  /// The elements of a window before its t.
  private let lead: Int
  private var sequence = -1
  private var valid = 0
  private var filled = 0
  private var t = -1

  init(_ layer: Convolution1D, _ lengths: [Int32], _ length: Int) {
    self.layer = layer
    self.lengths = lengths
    self.length = length
    rows = layer.outputLength(length)
    lead = layer.padding == .same ? (layer.width - 1) / 2 : 0
  }

  mutating func next() -> Int? {
    t += 1
    while t >= filled {
      guard sequence + 1 < lengths.count else { return nil }
      sequence += 1
      valid = Int(lengths[sequence])
      filled = layer.outputLength(valid)
      t = 0
    }
    return sequence * rows + t
  }

  func gather(_ x: UnsafePointer<Float>, _ window: UnsafeMutablePointer<Float>) {
    let (span, size) = (span, layer.inputs)
    let start = (span.lowerBound + lead - t) * size
    let count = span.count * size
    unsafe window.update(repeating: 0, count: start)
    unsafe (window + start).update(
      from: x + (sequence * length + span.lowerBound) * size, count: count)
    unsafe (window + start + count).update(
      repeating: 0, count: layer.width * size - start - count)
  }

  func scatter(_ window: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>) {
    let (span, size) = (span, layer.inputs)
    unsafe Kernels.addScaled(
      dx + (sequence * length + span.lowerBound) * size, 1,
      window + (span.lowerBound + lead - t) * size, span.count * size)
  }

  /// The elements of the sequence in the window.
  private var span: Range<Int> {
    max(t - lead, 0)..<min(t - lead + layer.width, valid)
  }
}
