package import Engine

// Shapes, with n = sequences · length: states [n, size], table [items, size].

/// A transformer that tells the next item of a sequence from those before it.
///
/// The vectors of the items score the output too, against every item of the
/// catalogue.
///
/// - Source: W.-C. Kang & J. McAuley 2018, "Self-Attentive Sequential
///   Recommendation", ICDM, with the full softmax of A. Klenitskiy & A. Vasilev
///   2023, "Turning Dross Into Gold Loss", RecSys.
package struct CausalDecoder: TrainableNetwork {
  package let itemCount: Int
  package let layout: ParameterLayout
  package let trunk: TransformerTrunk
  package let loss: Loss

  /// Creates a network for the items `0..<itemCount`.
  ///
  /// - Throws: `outOfRange`, `oneItem`.
  package init(
    itemCount: Int, _ configuration: TransformerTrunk.Configuration, loss: Loss = .softmax()
  ) throws(ModelError) {
    guard itemCount > 1 else {
      throw ModelError(.oneItem, "causal decoder: \(itemCount) items; there is nothing to rank")
    }
    try configuration.check("causal decoder", rows: [itemCount])
    guard loss.isValid else {
      throw ModelError(
        .outOfRange,
        "causal decoder: a loss of \(loss); label smoothing must lie in [0, 1), negatives be "
          + "above 0, a calibration lie in [0, 1]")
    }
    var layout = ParameterLayout()
    trunk = TransformerTrunk(configuration, tokens: itemCount, isCausal: true, in: &layout)
    self.layout = layout
    self.itemCount = itemCount
    self.loss = loss
  }

  package var name: String { "causal decoder" }

  package var settings: String { "\(trunk.configuration), \(itemCount) items, \(loss)" }

  /// Draws the parameters that training starts from.
  ///
  /// What the blocks add is as small as the vectors of the items, which a tied
  /// output wants small: otherwise an item is lost in it at first, and training
  /// takes longer.
  ///
  /// - Source: A. Radford et al. 2019, "Language Models are Unsupervised Multitask
  ///   Learners", section 2.3.
  package func initialise(
    _ slab: ParameterSlab, using generator: inout Xoshiro256StarStar
  ) {
    trunk.initialise(slab, using: &generator)
    let deviation = 0.02 / (2 * Double(max(trunk.blocks.count, 1))).squareRoot()
    for block in trunk.blocks {
      slab.fill(block.attention.output.weight, deviation: deviation, using: &generator)
      slab.fill(block.feedForward.narrow.weight, deviation: deviation, using: &generator)
    }
  }

  package func check(_ example: SequenceExample) throws(TrainingError) {
    for item in example.items where item < 0 || Int(item) >= itemCount {
      throw TrainingError(.outOfRange, "item \(item) of a catalogue of \(itemCount)")
    }
  }

  package func weight(of example: SequenceExample) -> Double {
    Double(max(0, min(example.items.count - 1, trunk.configuration.maximumLength)))
  }

  package func length(of example: SequenceExample) -> Int {
    min(example.items.count - 1, trunk.configuration.maximumLength)
  }

  package func makeBatch() -> SequenceBatch { SequenceBatch() }

  package func fill(
    _ batch: inout SequenceBatch, with examples: [SequenceExample], at indices: ArraySlice<Int>
  ) {
    batch.fill(with: examples, at: indices, limit: trunk.configuration.maximumLength)
  }

  package func scratchCount(examples: Int, length: Int) -> Int {
    let (n, size) = (examples * length, trunk.configuration.size)
    return trunk.scratchCount(sequences: examples, length: length) + Kernels.padded(n * size)
      + loss.scratchCount(n: n, items: itemCount, dimension: size)
  }

  package func loss(
    _ slab: ParameterSlab, _ batch: SequenceBatch, _ pass: TrainingPass, arena: Arena
  ) -> Double {
    let forward = trunk.forward(
      slab, ids: batch.ids, places: batch.places, lengths: batch.lengths, length: batch.length,
      pass, arena: arena)
    let n = batch.ids.count
    guard case .training(let scale, let seed) = pass else {
      return loss.loss(
        forward.output, batch.targets, n: n, table(slab), dHidden: nil, scale: 1, seed: 0,
        arena: arena)
    }
    let dOutput = arena.take(n * trunk.configuration.size)
    dOutput.update(repeating: 0, count: n * trunk.configuration.size)
    let sum = loss.loss(
      forward.output, batch.targets, n: n, table(slab), dHidden: dOutput, scale: scale,
      seed: seed, arena: arena)
    trunk.backward(
      slab, ids: batch.ids, places: batch.places, forward, dOutput: dOutput, arena: arena)
    return sum
  }

  /// The state after the last item of each history, whose product with the
  /// vector of an item is the score of that item: [histories, size].
  ///
  /// An empty history gives zeros, which score all items alike. The number of
  /// threads does not change a bit.
  ///
  /// - Precondition: every item lies in the catalogue.
  package func states(_ slab: ParameterSlab, _ histories: [[Int32]], threads: Int = 1) -> Tensor {
    let (size, limit) = (trunk.configuration.size, trunk.configuration.maximumLength)
    var states = Tensor(zeros: [histories.count, size])
    // Neighbours of a length need little padding, and the longest most memory.
    let order = histories.indices.sorted {
      let (a, b) = (min(histories[$0].count, limit), min(histories[$1].count, limit))
      return a != b ? a > b : $0 < $1
    }
    let longest = order.first.map { max(1, min(histories[$0].count, limit)) } ?? 1
    let batches = (order.count + inferenceBatch - 1) / inferenceBatch
    let workers = max(1, min(threads, batches))
    let sequences = min(inferenceBatch, histories.count)
    let scratch = (0..<workers).map { _ in
      Arena(capacity: trunk.scratchCount(sequences: sequences, length: longest))
    }
    states.withUnsafeMutableBufferPointer { buffer in
      // A worker has an arena of its own, and a batch its rows; nobody writes to
      // the slab.
      nonisolated(unsafe) let (slab, scratch, states) = (slab, scratch, buffer)
      Parallel.forEach(count: batches, workers: workers) { worker, index in
        let start = index * inferenceBatch
        let rows = order[start..<min(order.count, start + inferenceBatch)]
        var batch = SequenceBatch()
        batch.fill(histories: rows.map { histories[$0] }[...], limit: limit)
        let arena = scratch[worker]
        arena.scope {
          let output = trunk.forward(
            slab, ids: batch.ids, places: batch.places, lengths: batch.lengths,
            length: batch.length, .evaluation, arena: arena
          ).output
          for ((place, valid), row) in zip(batch.lengths.enumerated(), rows) where valid > 0 {
            let last = output + (place * batch.length + Int(valid) - 1) * size
            for index in 0..<size { states[row * size + index] = last[index] }
          }
        }
      }
    }
    return states
  }

  /// The vectors of all items: [items, size].
  package func itemVectors(_ slab: ParameterSlab) -> Tensor { slab.tensor(trunk.tokens.table) }

  private func table(_ slab: ParameterSlab) -> ItemTable {
    let start = trunk.tokens.table.offset
    return ItemTable(
      items: itemCount, dimension: trunk.configuration.size, vectors: slab.values + start,
      vectorGradient: slab.gradients + start)
  }
}
