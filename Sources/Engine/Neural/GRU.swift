import CKernels

// Shapes, with n = sequences · length and H = size: x, dx: [n, inputs]; y, dy:
// [n, H]; weights: [3H, inputs] and [3H, H], biases: [3H], the gates r, z and n
// one after the other; lengths: [sequences], the elements of each sequence
// before its padding; saved: the gates [n, 3H], then W·h + b of the third [n, H].

/// A recurrent layer whose gates r and z say what of its state to use and keep.
///
/// r = σ(Wᵣ·x + bᵣ + Uᵣ·h + cᵣ), z = σ(W_z·x + b_z + U_z·h + c_z),
/// n = tanh(Wₙ·x + bₙ + r∘(Uₙ·h + cₙ)), y = (1 − z)∘n + z∘h, where h is the state
/// before, zero at first. Past the end of a sequence the state stays as it is;
/// a reversed layer reads from the last element to the first, and there the
/// state past the end is zero.
///
/// - Source: K. Cho et al. 2014, "Learning Phrase Representations using RNN
///   Encoder–Decoder for Statistical Machine Translation", EMNLP, section 2.3,
///   in the form of PyTorch and cuDNN, which resets after the product.
package struct GRU: Sendable {
  package let inputs: Int
  package let size: Int
  package let isReversed: Bool
  /// W and b.
  package let input: LinearLayer
  /// U and c.
  package let recurrent: LinearLayer

  package init(
    _ name: String, inputs: Int, size: Int, isReversed: Bool = false,
    in layout: inout ParameterLayout
  ) {
    self.inputs = inputs
    self.size = size
    self.isReversed = isReversed
    input = LinearLayer("\(name).input", inputs: inputs, outputs: 3 * size, in: &layout)
    recurrent = LinearLayer("\(name).recurrent", inputs: size, outputs: 3 * size, in: &layout)
  }

  package func initialise(
    _ slab: ParameterSlab, using generator: inout some RandomNumberGenerator
  ) {
    input.initialise(slab, using: &generator)
    recurrent.initialise(slab, using: &generator)
  }

  /// The elements that the forward pass keeps for the backward pass.
  package func savedCount(sequences: Int, length: Int) -> Int { 4 * sequences * length * size }

  /// The elements that either pass takes from its arena.
  package func scratchCount(sequences: Int, length: Int) -> Int {
    let n = sequences * length
    return 2 * Kernels.padded(3 * n * size) + Kernels.padded(3 * sequences * size)
      + Kernels.padded(sequences * size) + Kernels.padded(size)
  }

  /// The place of the state after the whole sequence among the `length` states.
  package func lastState(length: Int) -> Int { isReversed ? 0 : length - 1 }

  /// Writes the state after each element.
  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int, arena: Arena
  ) {
    checkLengths(lengths, length)
    let (sequences, width) = (lengths.count, 3 * size)
    let candidates = unsafe saved + sequences * length * width
    unsafe input.forward(slab, x, saved, n: sequences * length)
    arena.scope {
      let hidden = unsafe arena.take(sequences * width)
      let nothing = unsafe arena.take(size)
      unsafe nothing.update(repeating: 0, count: size)
      for step in 0..<length {
        let t = isReversed ? length - 1 - step : step
        let isFirst = t == firstElement(length)
        unsafe multiplyStates(slab, isFirst ? nil : y + before(t) * size, hidden, length, sequences)
        for sequence in 0..<sequences {
          let place = sequence * length + t
          let state = unsafe y + place * size
          let previous = unsafe isFirst ? nothing : y + (sequence * length + before(t)) * size
          guard t < lengths[sequence] else {
            unsafe state.update(from: previous, count: size)
            continue
          }
          unsafe Kernels.native.pointee.recurrent.gru_forward(
            saved + place * width, hidden + sequence * width, previous,
            candidates + place * size, state, size)
        }
      }
    }
  }

  /// Adds to the gradients of the weights and biases, and to `dx` unless it is
  /// nil.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>?, saved: UnsafePointer<Float>,
    lengths: [Int32], length: Int, arena: Arena
  ) {
    checkLengths(lengths, length)
    let (sequences, width) = (lengths.count, 3 * size)
    let n = sequences * length
    let candidates = unsafe saved + n * width
    arena.scope {
      let (dInput, dHidden) = unsafe (arena.take(n * width), arena.take(n * width))
      let dState = unsafe arena.take(sequences * size)
      let nothing = unsafe arena.take(size)
      unsafe dState.update(repeating: 0, count: sequences * size)
      unsafe nothing.update(repeating: 0, count: size)
      for step in 0..<length {
        let t = isReversed ? step : length - 1 - step
        let isFirst = t == firstElement(length)
        for sequence in 0..<sequences {
          let place = sequence * length + t
          let dState = unsafe dState + sequence * size
          unsafe Kernels.addScaled(dState, 1, dy + place * size, size)
          guard t < lengths[sequence] else {
            unsafe (dInput + place * width).update(repeating: 0, count: width)
            unsafe (dHidden + place * width).update(repeating: 0, count: width)
            continue
          }
          let previous =
            unsafe isFirst
            ? UnsafePointer(nothing) : y + (sequence * length + before(t)) * size
          unsafe Kernels.native.pointee.recurrent.gru_backward(
            saved + place * width, candidates + place * size, previous, dState,
            dInput + place * width, dHidden + place * width, size)
        }
        guard !isFirst else { continue }
        unsafe Kernels.multiply(
          dHidden + t * width, stride: length * width, slab.values + recurrent.weight.offset,
          stride: size, plus: 1, dState, stride: size, rows: sequences, columns: size,
          inner: width)
      }
      unsafe input.backward(slab, x, dInput, dx, n: n)
      unsafe gatherRecurrent(slab, y, dHidden, sequences, length)
    }
  }

  /// hidden ← U·h + c for the states of all sequences, which are zero if nil.
  private func multiplyStates(
    _ slab: ParameterSlab, _ states: UnsafePointer<Float>?, _ hidden: UnsafeMutablePointer<Float>,
    _ length: Int, _ sequences: Int
  ) {
    let width = 3 * size
    for sequence in 0..<sequences {
      unsafe (hidden + sequence * width).update(
        from: slab.values + recurrent.bias.offset, count: width)
    }
    guard let states = unsafe states else { return }
    unsafe Kernels.multiply(
      states, stride: length * size, slab.values + recurrent.weight.offset, stride: size,
      transposingSecond: true, plus: 1, hidden, stride: width, rows: sequences, columns: width,
      inner: size)
  }

  /// Adds to the gradients of U and c.
  private func gatherRecurrent(
    _ slab: ParameterSlab, _ y: UnsafePointer<Float>, _ dHidden: UnsafeMutablePointer<Float>,
    _ sequences: Int, _ length: Int
  ) {
    let width = 3 * size
    let n = sequences * length
    guard n > 0 else { return }
    let sums = unsafe slab.gradients + recurrent.bias.offset
    for place in 0..<n { unsafe Kernels.addScaled(sums, 1, dHidden + place * width, width) }
    // The states before are those of the neighbouring rows, except where a
    // sequence starts from nothing.
    for sequence in 0..<sequences {
      let first = sequence * length + firstElement(length)
      unsafe (dHidden + first * width).update(repeating: 0, count: width)
    }
    let (states, gradients) = unsafe isReversed ? (y + size, dHidden) : (y, dHidden + width)
    unsafe Kernels.multiply(
      gradients, stride: width, states, stride: size, transposingFirst: true, plus: 1,
      slab.gradients + recurrent.weight.offset, stride: size, rows: width, columns: size,
      inner: n - 1)
  }

  private func firstElement(_ length: Int) -> Int { isReversed ? length - 1 : 0 }

  /// The element read before `t`.
  private func before(_ t: Int) -> Int { isReversed ? t + 1 : t - 1 }
}
