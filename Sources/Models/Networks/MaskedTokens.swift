import Engine

// Shapes, with n = texts · length, m masked tokens and w words in a batch:
// states, dStates: [n, size]; restored: [m, size]; vectors: [w, size]; logits:
// [m, w].

/// The task by which a network learns from its texts what words go together, be
/// they labelled or not: to tell a word that was taken out of a text from the
/// other words of the batch.
///
/// A word counts by the vector of its first part, the whole word.
///
/// - Source: J. Devlin et al. 2019, "BERT", NAACL, section 3.1, with the softmax
///   over the words at hand only; T. Bunk et al. 2020, "DIET", arXiv:2004.09936,
///   section 4, beside the classification.
struct MaskedTokens: Sendable {
  /// What the task counts against the classification of a text, for each word.
  let weight: Float
  private let restore: LinearLayer

  init(weight: Float, size: Int, in layout: inout ParameterLayout) {
    self.weight = weight
    restore = LinearLayer("restore", inputs: size, outputs: size, in: &layout)
  }

  private var size: Int { restore.inputs }

  func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    restore.initialise(slab, using: &generator)
  }

  /// The elements that `loss` takes from its arena for a batch of so many tokens.
  func scratchCount(tokens n: Int) -> Int {
    let guesses = Self.mostGuesses(tokens: n)
    return WeightedBag.Bags.scratchCount(bags: n, ids: n) + 4 * Kernels.padded(guesses * size)
      + 2 * Kernels.padded(n * size) + 2 * Kernels.padded(guesses * n)
  }

  /// The words of a batch that are guessed at most, those at its start: it bounds
  /// the memory, for logits are as many as words guessed times words.
  static func mostGuesses(tokens n: Int) -> Int { n / 4 + 8 }

  /// The weighted sum of the cross-entropies of the tokens that lost all their
  /// parts; adds its gradient times `scale` to the layers and to `dStates`.
  func loss(
    _ slab: ParameterSlab, _ batch: BagBatch, _ parts: WeightedBag.Bags, of bags: WeightedBag,
    _ states: UnsafePointer<Float>, _ dStates: UnsafeMutablePointer<Float>, scale: Float,
    arena: Arena
  ) -> Double {
    let places = MaskedPlaces(batch, parts)
    let (m, w) = (places.masked.count, places.words.count)
    guard m > 0 else { return 0 }
    return arena.scope {
      let words = WeightedBag.Bags(arena, single: places.words)
      let (masked, restored) = (arena.take(m * size), arena.take(m * size))
      let (vectors, logits, dLogits) = (arena.take(w * size), arena.take(m * w), arena.take(m * w))
      for (index, token) in places.masked.enumerated() {
        (masked + index * size).update(from: states + token * size, count: size)
      }
      restore.forward(slab, masked, restored, n: m)
      bags.forward(slab, words, vectors)
      Kernels.multiply(
        restored, stride: size, vectors, stride: size, transposingSecond: true, plus: 0, logits,
        stride: w, rows: m, columns: w, inner: size)
      let mean = SoftmaxCrossEntropy().loss(
        logits, places.targets, gradient: dLogits, n: m, classes: w)
      Kernels.scale(dLogits, by: Float(m) * weight * scale, count: m * w)
      let (dRestored, dMasked) = (arena.take(m * size), arena.take(m * size))
      let dVectors = arena.take(w * size)
      Kernels.multiply(
        dLogits, stride: w, vectors, stride: size, plus: 0, dRestored, stride: size, rows: m,
        columns: size, inner: w)
      Kernels.multiply(
        dLogits, stride: w, restored, stride: size, transposingFirst: true, plus: 0, dVectors,
        stride: size, rows: w, columns: size, inner: m)
      restore.backward(slab, masked, dRestored, dMasked, n: m, overwriting: true)
      bags.backward(slab, words, dVectors)
      for (index, token) in places.masked.enumerated() {
        Kernels.addScaled(dStates + token * size, 1, dMasked + index * size, size)
      }
      return Double(weight) * Double(m) * mean
    }
  }
}

/// The tokens of a batch that lost all their parts, and the words they are to be
/// told from.
private struct MaskedPlaces {
  private(set) var masked: [Int] = []
  /// The first part of every token, each once, ascending.
  private(set) var words: [Int32] = []
  /// The place in `words` of each masked token.
  private(set) var targets: [Int32] = []

  init(_ batch: BagBatch, _ parts: WeightedBag.Bags) {
    let limit = MaskedTokens.mostGuesses(tokens: parts.count)
    var all: [Int32] = []
    for token in 0..<parts.count {
      let range = batch.range(token)
      guard let first = range.first else { continue }
      all.append(batch.ids[first])
      if parts.range(token).isEmpty, masked.count < limit { masked.append(token) }
    }
    all.sort()
    for word in all where word != words.last { words.append(word) }
    let places = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, Int32($0)) })
    targets = masked.compactMap { places[batch.ids[batch.range($0).lowerBound]] }
  }
}
