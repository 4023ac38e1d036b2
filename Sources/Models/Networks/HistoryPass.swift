import Engine

// Shapes, with n events of which the newest m are left out one by one: every
// array of states [rows, size]. The rows of the whole history are its n
// positions. A variant leaves out event w of the newest m, from 0, and has a row
// for each later one, t; row (w, t) is t · (t − 1) / 2 + w, so that the rows of
// the newest position are the last ones.

/// One history on its way through a decoder, with its variants that lack an
/// event each.
struct HistoryPass {
  /// Rows that go through a block together.
  private struct Rows {
    var states: UnsafeMutablePointer<Float>
    var count: Int
    /// The last ones, which are all that is wanted after the last block.
    let wanted: Int

    mutating func dropUnwanted(_ size: Int) {
      states += (count - wanted) * size
      count = wanted
    }
  }

  private let trunk: TransformerTrunk
  private let slab: ParameterSlab
  private let arena: Arena
  private let events, leftOut: Int

  private var size: Int { trunk.configuration.size }
  /// The first event that is left out.
  private var start: Int { events - leftOut }

  init(
    _ trunk: TransformerTrunk, _ slab: ParameterSlab, events: Int, leavingOut leftOut: Int,
    arena: Arena
  ) {
    self.trunk = trunk
    self.slab = slab
    self.events = events
    self.leftOut = leftOut
    self.arena = arena
  }

  private static func variantRows(_ leftOut: Int) -> Int { leftOut * max(leftOut - 1, 0) / 2 }

  /// The elements that `states` takes from its arena.
  static func scratchCount(
    _ configuration: TransformerTrunk.Configuration, events: Int, leavingOut leftOut: Int
  ) -> Int {
    let variants = variantRows(leftOut)
    let (size, rows) = (configuration.size, events + variants)
    // Of a block: the states after it, norms, queries, keys, values, contexts,
    // the states between, and what the layers save.
    return 2 * Kernels.padded(rows * size) + 32
      + (configuration.blocks == 0 ? 0 : 1)
      * (4 * Kernels.padded(rows * size) + 2 * Kernels.padded(3 * rows * size)
        + 2 * Kernels.padded(2 * rows) + Kernels.padded(2 * rows * configuration.width)
        + Kernels.padded((variants + 2) * Kernels.padded(events + leftOut))
        + Kernels.padded(
          events * (4 * size + configuration.heads * Kernels.padded(events))
            + 2 * Kernels.padded(size) * Kernels.padded(events)) + 256)
  }

  func states(after items: [Int32]) -> (state: [Float], without: Tensor) {
    var whole = Rows(
      states: arena.take(events * size), count: events, wanted: min(events, leftOut > 0 ? 2 : 1))
    var variants = Rows(
      states: arena.take(Self.variantRows(leftOut) * size), count: Self.variantRows(leftOut),
      wanted: max(leftOut - 1, 0))
    embed(items, whole.states)
    for t in stride(from: 1, to: leftOut, by: 1) {
      for w in 0..<t {
        (variants.states + (t * (t - 1) / 2 + w) * size)
          .update(from: whole.states + (start + t) * size, count: size)
      }
    }
    for (index, block) in trunk.blocks.enumerated() {
      arena.scope {
        advance(&whole, &variants, block, isLast: index == trunk.blocks.count - 1)
      }
    }
    return (last(whole, 1), without(whole, variants))
  }

  private func embed(_ items: [Int32], _ states: UnsafeMutablePointer<Float>) {
    let limit = trunk.configuration.maximumLength
    let places = (limit - events..<limit).map { Int32($0) }
    arena.scope {
      let vectors = arena.take(events * size)
      trunk.tokens.forward(slab, items, states)
      trunk.positions.forward(slab, places, vectors)
      Kernels.addScaled(states, 1, vectors, events * size)
    }
  }

  /// Takes the rows through a block, in place.
  private func advance(
    _ whole: inout Rows, _ variants: inout Rows, _ block: TransformerBlock, isLast: Bool
  ) {
    let base: UnsafePointer<Float>
    if isLast {
      let keys = projected(whole, block)
      base = UnsafePointer(keys)
      whole.dropUnwanted(size)
      let queries = keys + (events - whole.count) * 3 * size
      let context = arena.take(whole.count * size)
      attend(queries, whole.count, base, context, block.attention.heads) { row in
        (events - whole.count + row + 1, [])
      }
      finish(whole, context, block)
    } else {
      base = finishAll(whole, block)
    }
    guard variants.count > 0 else { return }
    let own = projected(variants, block)
    let first = isLast ? variants.count - variants.wanted : 0
    if isLast { variants.dropUnwanted(size) }
    let context = arena.take(variants.count * size)
    attend(own + first * 3 * size, variants.count, base, context, block.attention.heads) { row in
      let (w, t) = place(ofVariant: first + row)
      return (start + w, (w + 1...t).map { own + ($0 * ($0 - 1) / 2 + w) * 3 * size })
    }
    finish(variants, context, block)
  }

  /// Which event row `row` lacks, and where it stands.
  private func place(ofVariant row: Int) -> (w: Int, t: Int) {
    var t = 1
    while (t + 1) * t / 2 <= row { t += 1 }
    return (row - t * (t - 1) / 2, t)
  }

  /// Queries, keys and values of the rows.
  private func projected(_ rows: Rows, _ block: TransformerBlock) -> UnsafeMutablePointer<Float> {
    let projected = arena.take(3 * rows.count * size)
    arena.scope {
      let (normal, statistics) = (arena.take(rows.count * size), arena.take(2 * rows.count))
      block.attentionNorm.forward(
        slab, rows.states, normal, saved: statistics, n: rows.count)
      block.attention.input.forward(slab, normal, projected, n: rows.count)
    }
    return projected
  }

  /// Takes all rows of the whole history through a block.
  ///
  /// - Returns: its queries, keys and values.
  private func finishAll(_ whole: Rows, _ block: TransformerBlock) -> UnsafePointer<Float> {
    let saved = arena.take(block.attention.savedCount(sequences: 1, length: events))
    let middle = arena.take(events * size)
    arena.scope {
      let (normal, statistics) = (arena.take(events * size), arena.take(2 * events))
      block.attentionNorm.forward(slab, whole.states, normal, saved: statistics, n: events)
      block.attention.forward(
        slab, normal, middle, saved: saved, lengths: [Int32(events)], length: events,
        adding: whole.states)
    }
    feed(middle, whole, block)
    return UnsafePointer(saved)
  }

  /// The rest of a block after the contexts of its attention.
  private func finish(
    _ rows: Rows, _ context: UnsafePointer<Float>, _ block: TransformerBlock
  ) {
    let middle = arena.take(rows.count * size)
    block.attention.output.forward(slab, context, middle, n: rows.count, adding: rows.states)
    feed(middle, rows, block)
  }

  private func feed(_ middle: UnsafePointer<Float>, _ rows: Rows, _ block: TransformerBlock) {
    arena.scope {
      let (normal, statistics) = (arena.take(rows.count * size), arena.take(2 * rows.count))
      let saved = arena.take(block.feedForward.savedCount(rows.count))
      block.feedForwardNorm.forward(slab, middle, normal, saved: statistics, n: rows.count)
      block.feedForward.forward(
        slab, normal, rows.states, saved: saved, n: rows.count, adding: middle)
    }
  }

  /// Attention of some rows to the first keys of the whole history and then to
  /// keys of their own.
  ///
  /// - Parameters:
  ///   - queries: [rows, 3 · size], of which the queries come first.
  ///   - rows: how many.
  ///   - base: queries, keys and values of the whole history.
  ///   - context: [rows, size].
  ///   - heads: of the attention.
  ///   - keys: takes a row, gives how many keys of the whole history it sees and
  ///     the queries, keys and values of its own.
  private func attend(
    _ queries: UnsafePointer<Float>, _ rows: Int, _ base: UnsafePointer<Float>,
    _ context: UnsafeMutablePointer<Float>, _ heads: Int,
    _ keys: (Int) -> (seen: Int, own: [UnsafeMutablePointer<Float>])
  ) {
    let (depth, width) = (size / heads, Kernels.padded(events + leftOut))
    let scale = 1 / Float(depth).squareRoot()
    let keysOfRows = (0..<rows).map(keys)
    arena.scope {
      let weights = arena.take(rows * width)
      for place in stride(from: 0, to: size, by: depth) {
        Kernels.multiply(
          queries + place, stride: 3 * size, base + size + place, stride: 3 * size,
          transposingSecond: true, scaledBy: scale, plus: 0, weights, stride: width, rows: rows,
          columns: events, inner: depth)
        for (row, keys) in keysOfRows.enumerated() {
          let (weight, query) = (weights + row * width, queries + row * 3 * size + place)
          let output = context + row * size + place
          for (index, own) in keys.own.enumerated() {
            weight[keys.seen + index] = scale * Kernels.dot(query, own + size + place, depth)
          }
          _ = Kernels.softmax(weight, keys.seen + keys.own.count)
          output.update(repeating: 0, count: depth)
          for (index, own) in keys.own.enumerated() {
            Kernels.addScaled(
              output, weight[keys.seen + index], own + 2 * size + place, depth)
          }
          for index in keys.seen..<max(events, keys.seen) { weight[index] = 0 }
        }
        Kernels.multiply(
          weights, stride: width, base + 2 * size + place, stride: 3 * size, plus: 1,
          context + place, stride: size, rows: rows, columns: depth, inner: events)
      }
    }
  }

  /// The normed state of a row, counted from the last.
  private func last(_ rows: Rows, _ distance: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: size) { values, count in
      arena.scope {
        let (normal, statistics) = (arena.take(size), arena.take(2))
        trunk.norm.forward(
          slab, rows.states + (rows.count - distance) * size, normal, saved: statistics, n: 1)
        for index in 0..<size { values[index] = normal[index] }
      }
      count = size
    }
  }

  private func without(_ whole: Rows, _ variants: Rows) -> Tensor {
    var values: [Float] = []
    values.reserveCapacity(leftOut * size)
    for w in 0..<leftOut {
      if w < leftOut - 1 {
        values += last(variants, leftOut - 1 - w)
      } else {
        values += events > 1 ? last(whole, 2) : [Float](repeating: 0, count: size)
      }
    }
    return Tensor(shape: [leftOut, size], values: values)
  }
}
