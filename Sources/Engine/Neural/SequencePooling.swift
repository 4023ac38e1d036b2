// Shapes: x, dx: [sequences, length, size]; y, dy: [sequences, size]; lengths:
// [sequences], the elements of each sequence.

/// One vector for each sequence, from its elements without the padding.
///
/// A sequence without elements gives zeros.
package enum SequencePooling: Sendable, Hashable, CaseIterable {
  case mean
  case maximum

  package func forward(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int,
    size: Int, padding: SequencePadding = .after
  ) {
    checkLengths(lengths, length)
    for sequence in lengths.indices {
      let elements = padding.elements(lengths[sequence], of: length)
      let valid = elements.count
      let first = (sequence * length + elements.lowerBound) * size
      let (x, y) = unsafe (x + first, y + sequence * size)
      guard self == .maximum, valid > 0 else {
        unsafe y.update(repeating: 0, count: size)
        let factor = 1 / Float(max(valid, 1))
        for t in 0..<valid { unsafe Kernels.addScaled(y, factor, x + t * size, size) }
        continue
      }
      unsafe y.update(from: x, count: size)
      for t in 1..<max(valid, 1) {
        for i in 0..<size { unsafe y[i] = max(y[i], x[t * size + i]) }
      }
    }
  }

  /// Adds to `dx`; the gradient of a maximum goes to the first that reaches it.
  package func backward(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>,
    lengths: [Int32], length: Int, size: Int, padding: SequencePadding = .after
  ) {
    checkLengths(lengths, length)
    for sequence in lengths.indices {
      let elements = padding.elements(lengths[sequence], of: length)
      let valid = elements.count
      guard valid > 0 else { continue }
      let first = (sequence * length + elements.lowerBound) * size
      let (x, dx) = unsafe (x + first, dx + first)
      let dy = unsafe dy + sequence * size
      if self == .mean {
        let factor = 1 / Float(valid)
        for t in 0..<valid { unsafe Kernels.addScaled(dx + t * size, factor, dy, size) }
        continue
      }
      for i in 0..<size {
        var best = 0
        for t in 1..<max(valid, 1) where unsafe x[t * size + i] > x[best * size + i] { best = t }
        unsafe dx[best * size + i] += dy[i]
      }
    }
  }
}
