import CKernels

// Shapes: x, dx: [examples, height, width, size]; y, dy: [examples,
// outputs.height, outputs.width, size].

/// The maximum over windows of an image, channel by channel.
///
/// Windows lie within the image; rows and columns that no window reaches count
/// for nothing.
package struct MaxPooling2D: Sendable, Hashable {
  package let window: Extent
  package let stride: Extent

  /// - Parameters:
  ///   - window: the size of a window.
  ///   - stride: from one window to the next; that of a window if nil.
  package init(window: Extent, stride: Extent? = nil) {
    self.window = window
    self.stride = stride ?? window
    precondition(
      window.isPositive && self.stride.isPositive,
      "max pooling: windows of \(window), stride \(self.stride)")
  }

  /// The windows of an image of a size, down and across.
  package func outputs(_ image: Extent) -> Extent { image.places(of: window, stride: stride) }

  package func forward(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, examples: Int, image: Extent,
    size: Int
  ) {
    let shape = shape(image, size)
    forEachWindow(examples, image, size) { source, target in
      unsafe Kernels.native.pointee.windows.maximum(x + source, y + target, shape)
    }
  }

  /// Adds to `dx`; the gradient of a maximum goes to the first that reaches it,
  /// row by row.
  package func backward(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, examples: Int, image: Extent, size: Int
  ) {
    let shape = shape(image, size)
    forEachWindow(examples, image, size) { source, target in
      unsafe Kernels.native.pointee.windows.maximum_backward(
        x + source, y + target, dy + target, dx + source, shape)
    }
  }

  private func shape(_ image: Extent, _ size: Int) -> window_shape {
    window_shape(
      height: window.height, width: window.width, stride: image.width * size, size: size)
  }

  /// Calls `body` with where a window starts in x and its maximum lies in y.
  private func forEachWindow(
    _ examples: Int, _ image: Extent, _ size: Int, _ body: (Int, Int) -> Void
  ) {
    precondition(
      examples >= 0 && image.height >= 0 && image.width >= 0 && size >= 0,
      "max pooling: \(examples) images of \(image) with \(size) channels")
    let outputs = outputs(image)
    for example in 0..<examples {
      for row in 0..<outputs.height {
        for column in 0..<outputs.width {
          let line = example * image.height + row * stride.height
          let source = (line * image.width + column * stride.width) * size
          let target = ((example * outputs.height + row) * outputs.width + column) * size
          body(source, target)
        }
      }
    }
  }
}
