package import Engine

/// A classifier of texts whose tokens are bags of hashed parts: `BagInput`, a
/// reader of one kind and a linear head.
package struct BagClassifier: TrainableNetwork {
  /// How the vectors of a text are read.
  package enum Reading: Codable, Sendable, Hashable {
    /// Attention between all tokens, by `TransformerReader`.
    case transformer(blocks: Int, heads: Int, width: Int, dropout: Float)
    /// Windows of neighbouring tokens, by `ConvolutionReader`.
    case convolutions(widths: [Int], filters: Int)
    /// From the first token to the last, by `RecurrentReader`.
    case recurrent(stateSize: Int)
    /// Tokens in no order, by `MeanReader`.
    case mean(width: Int)
  }

  /// Sizes, and what regularises the training.
  package struct Configuration: Codable, Sendable, Hashable {
    package var input: BagInput.Configuration
    package var reading: Reading
    package var classes: Int
    /// The share of features dropped while training.
    package var dropout: Float
    /// The probability spread evenly over all classes while training.
    package var labelSmoothing: Float
    /// What a word taken out of its text and guessed counts against the class of
    /// a text, while a transformer is trained; 0 for nothing.
    package var maskedWeight: Float

    package init(
      input: BagInput.Configuration = .init(),
      reading: Reading = .transformer(blocks: 2, heads: 4, width: 256, dropout: 0.2),
      classes: Int, dropout: Float = 0.4, labelSmoothing: Float = 0.1,
      maskedWeight: Float = 0
    ) {
      self.input = input
      self.reading = reading
      self.classes = classes
      self.dropout = dropout
      self.labelSmoothing = labelSmoothing
      self.maskedWeight = maskedWeight
    }
  }

  package let configuration: Configuration
  package let layout: ParameterLayout
  package let input: BagInput
  package let reader: any SequenceReader
  package let head: ClassificationHead
  private let dropout: Dropout
  /// With the reader whose states it needs; nil if the network has none.
  private let masked: (task: MaskedTokens, reader: TransformerReader)?

  /// - Throws: `outOfRange` for a setting, `oneClass`.
  package init(_ configuration: Configuration) throws(ModelError) {
    try configuration.check()
    self.configuration = configuration
    var layout = ParameterLayout()
    reader = configuration.reading.reader(size: configuration.input.size, in: &layout)
    head = ClassificationHead(
      "head", inputs: reader.outputs, classes: configuration.classes,
      labelSmoothing: configuration.labelSmoothing, in: &layout)
    if configuration.maskedWeight > 0, let reader = reader as? TransformerReader {
      let task = MaskedTokens(
        weight: configuration.maskedWeight, size: configuration.input.size, in: &layout)
      masked = (task, reader)
    } else {
      masked = nil
    }
    input = BagInput(configuration.input, in: &layout)
    dropout = Dropout(rate: configuration.dropout)
    self.layout = layout
  }

  package var name: String { "\(configuration.reading.name) on token bags" }

  package var settings: String { "\(configuration)" }

  package func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    input.initialise(slab, using: &generator)
    reader.initialise(slab, using: &generator)
    head.initialise(slab, using: &generator)
    masked?.task.initialise(slab, using: &generator)
  }

  package func check(_ example: BagExample) throws(TrainingError) {
    for id in example.ids where id < 0 || Int(id) >= configuration.input.buckets {
      throw TrainingError(
        .outOfRange, "part \(id) of \(configuration.input.buckets) buckets")
    }
    let isKnown = example.label >= 0 && Int(example.label) < configuration.classes
    guard isKnown || example.label == BagExample.unlabelled && masked != nil else {
      throw TrainingError(
        .outOfRange, "label \(example.label) of \(configuration.classes) classes")
    }
  }

  package func length(of example: BagExample) -> Int {
    max(1, min(example.tokenCount, configuration.input.lengthLimit))
  }

  package func makeBatch() -> BagBatch { BagBatch() }

  package func fill(
    _ batch: inout BagBatch, with examples: [BagExample], at indices: ArraySlice<Int>
  ) {
    batch.fill(with: examples, at: indices, limit: configuration.input.lengthLimit)
  }

  package func scratchCount(examples: Int, length: Int) -> Int {
    let vectors = Kernels.padded(examples * length * configuration.input.size)
    let bags = examples * length
    return WeightedBag.Bags.scratchCount(bags: bags, ids: bags * BagExample.partLimit)
      + 2 * vectors
      + Kernels.padded(input.savedCount(texts: examples, length: length))
      + Kernels.padded(reader.savedCount(texts: examples, length: length))
      + 3 * Kernels.padded(examples * reader.outputs)
      + max(
        reader.scratchCount(texts: examples, length: length),
        input.scratchCount(texts: examples, length: length), head.scratchCount(examples),
        (masked?.task.scratchCount(tokens: bags) ?? 0) + vectors)
  }

  package func loss(
    _ slab: ParameterSlab, _ batch: BagBatch, _ pass: TrainingPass, arena: Arena
  ) -> Double {
    arena.scope {
      guard case .training(let scale, let seed) = pass else {
        let forward = read(slab, batch, seeds: nil, arena)
        return head.loss(slab, forward.features, nil, labels: batch.labels, pass, arena: arena)
      }
      let seeds = Seeds(seed)
      let forward = read(slab, batch, seeds: seeds, arena)
      let count = batch.count * reader.outputs
      let (kept, dKept) = (arena.take(count), arena.take(count))
      dropout.forward(forward.features, kept, count: count, seed: seeds.features)
      dKept.update(repeating: 0, count: count)
      let loss = head.loss(slab, kept, dKept, labels: batch.labels, pass, arena: arena)
      dropout.forward(dKept, dKept, count: count, seed: seeds.features)
      let size = batch.count * batch.length * configuration.input.size
      let dx = arena.take(size)
      dx.update(repeating: 0, count: size)
      let extra = readBackward(slab, batch, forward, dKept, dx, seeds, scale: scale, arena)
      input.backward(
        slab, batch, forward.parts, dx, saved: forward.inputSaved, seed: seeds.input,
        arena: arena)
      return loss + extra
    }
  }

  /// The backward pass of the reader, and of the guesses at masked words.
  ///
  /// - Returns: the loss of the guesses.
  private func readBackward(
    _ slab: ParameterSlab, _ batch: BagBatch, _ forward: Forward,
    _ dFeatures: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, _ seeds: Seeds,
    scale: Float, _ arena: Arena
  ) -> Double {
    guard let masked else {
      reader.backward(
        slab, forward.x, dFeatures, dx, saved: forward.readerSaved, lengths: batch.lengths,
        length: batch.length, seed: seeds.reader, arena: arena)
      return 0
    }
    let count = batch.count * batch.length * configuration.input.size
    let dStates = arena.take(count)
    dStates.update(repeating: 0, count: count)
    let states = masked.reader.states(
      forward.readerSaved, texts: batch.count, length: batch.length)
    let loss = masked.task.loss(
      slab, batch, forward.parts, of: input.bags, states, dStates, scale: scale, arena: arena)
    masked.reader.backward(
      slab, forward.x, dFeatures, addingTo: dStates, dx, saved: forward.readerSaved,
      lengths: batch.lengths, length: batch.length, seed: seeds.reader, arena: arena)
    return loss
  }

  /// What the backward pass reads: valid until the arena is given back.
  private struct Forward {
    let parts: WeightedBag.Bags
    let x, inputSaved, readerSaved, features: UnsafeMutablePointer<Float>
  }

  /// What the layers draw from.
  private struct Seeds {
    let parts, input, reader, features: UInt64

    init(_ seed: UInt64) {
      var generator = SplitMix64(seed: seed)
      parts = generator.next()
      input = generator.next()
      reader = generator.next()
      features = generator.next()
    }
  }

  private func read(
    _ slab: ParameterSlab, _ batch: BagBatch, seeds: Seeds?, _ arena: Arena
  ) -> Forward {
    let (texts, length) = (batch.count, batch.length)
    let forward = Forward(
      parts: input.draw(batch, seed: seeds?.parts, arena),
      x: arena.take(texts * length * configuration.input.size),
      inputSaved: arena.take(input.savedCount(texts: texts, length: length)),
      readerSaved: arena.take(reader.savedCount(texts: texts, length: length)),
      features: arena.take(texts * reader.outputs))
    input.forward(
      slab, batch, forward.parts, forward.x, saved: forward.inputSaved, seed: seeds?.input)
    reader.forward(
      slab, forward.x, forward.features, saved: forward.readerSaved, lengths: batch.lengths,
      length: length, seed: seeds?.reader, arena: arena)
    return forward
  }

  /// The logits of the classes of each text: [texts, classes].
  ///
  /// - Precondition: every id lies in the buckets.
  package func logits(_ slab: ParameterSlab, _ texts: ArraySlice<BagExample>) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(texts.count * head.classes)
    var batch = makeBatch()
    var arena = Arena(capacity: 0)
    let examples = Array(texts)
    for start in stride(from: 0, to: examples.count, by: inferenceBatch) {
      fill(
        &batch, with: examples, at: Array(start..<min(examples.count, start + inferenceBatch))[...])
      let capacity = scratchCount(examples: batch.count, length: batch.length)
      if arena.capacity < capacity { arena = Arena(capacity: capacity) }
      arena.scope {
        let features = read(slab, batch, seeds: nil, arena).features
        let logits = arena.take(batch.count * head.classes)
        head.linear.forward(slab, features, logits, n: batch.count)
        values.append(
          contentsOf: UnsafeBufferPointer(start: logits, count: batch.count * head.classes))
      }
    }
    return values
  }
}
