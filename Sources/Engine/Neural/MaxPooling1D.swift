import CKernels

// Shapes: x, dx: [sequences, length, size]; y, dy: [sequences, outputLength,
// size]; lengths: [sequences], the elements of each sequence before its padding.

/// The maximum over windows of a sequence, element by element.
///
/// Windows lie within their sequence; y past the last one is zero.
package struct MaxPooling1D: Sendable, Hashable {
  package let window: Int
  package let stride: Int

  /// - Parameters:
  ///   - window: the elements in a window.
  ///   - stride: from one window to the next; as wide as a window if nil.
  package init(window: Int, stride: Int? = nil) {
    self.window = window
    self.stride = stride ?? window
    precondition(
      window > 0 && self.stride > 0, "max pooling: windows of \(window), stride \(self.stride)")
  }

  /// The windows of a sequence of `length` elements.
  package func outputLength(_ length: Int) -> Int {
    length < window ? 0 : (length - window) / stride + 1
  }

  /// The windows of each sequence.
  package func outputLengths(_ lengths: [Int32]) -> [Int32] {
    lengths.map { Int32(outputLength(Int($0))) }
  }

  package func forward(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int,
    size: Int
  ) {
    checkLengths(lengths, length)
    let shape = window_shape(height: 1, width: window, stride: 0, size: size)
    let rows = outputLength(length)
    for sequence in lengths.indices {
      let filled = outputLength(Int(lengths[sequence]))
      let (x, y) = unsafe (x + sequence * length * size, y + sequence * rows * size)
      for t in 0..<filled {
        unsafe Kernels.native.pointee.windows.maximum(
          x + t * stride * size, y + t * size, shape)
      }
      unsafe (y + filled * size).update(repeating: 0, count: (rows - filled) * size)
    }
  }

  /// Adds to `dx`; the gradient of a maximum goes to the first that reaches it.
  package func backward(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int, size: Int
  ) {
    checkLengths(lengths, length)
    let shape = window_shape(height: 1, width: window, stride: 0, size: size)
    let rows = outputLength(length)
    for sequence in lengths.indices {
      for t in 0..<outputLength(Int(lengths[sequence])) {
        let source = (sequence * length + t * stride) * size
        let target = (sequence * rows + t) * size
        unsafe Kernels.native.pointee.windows.maximum_backward(
          x + source, y + target, dy + target, dx + source, shape)
      }
    }
  }
}
