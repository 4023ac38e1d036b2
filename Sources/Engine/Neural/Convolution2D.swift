// Shapes: x, dx: [examples, height, width, inputs]; y, dy: [examples,
// outputs.height, outputs.width, filters]; weight: [filters, kernel.height,
// kernel.width, inputs]; bias: [filters].

/// y[i, j] = b + Σ W[k, l]·x[i·s + k − p, j·s + l − p] over windows of an image,
/// with zeros around it.
///
/// - Source: Y. LeCun, L. Bottou, Y. Bengio & P. Haffner 1998, "Gradient-Based
///   Learning Applied to Document Recognition", Proc. IEEE 86(11), section II.
package struct Convolution2D: Sendable {
  package let inputs: Int
  package let kernel: Extent
  package let stride: Extent
  /// The zeros on each side: rows above and below, columns left and right.
  package let padding: Extent
  private let bank: FilterBank

  package init(
    _ name: String, inputs: Int, filters: Int, kernel: Extent, stride: Extent = Extent(1),
    padding: Extent = Extent(0), in layout: inout ParameterLayout
  ) {
    precondition(
      inputs > 0 && filters > 0 && kernel.isPositive && stride.isPositive
        && padding.height >= 0 && padding.width >= 0,
      "convolution '\(name)': [\(filters), \(kernel), \(inputs)], stride \(stride), padding "
        + "\(padding)")
    self.inputs = inputs
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    bank = FilterBank(
      name, filters: filters, window: [kernel.height, kernel.width, inputs], in: &layout)
  }

  package var filters: Int { bank.filters }

  package var weight: Parameter { bank.weight }

  package var bias: Parameter { bank.bias }

  /// The elements that either pass takes from its arena.
  package var scratchCount: Int { bank.scratchCount }

  /// The windows of an image of a size, down and across.
  package func outputs(_ image: Extent) -> Extent {
    Extent(height: image.height + 2 * padding.height, width: image.width + 2 * padding.width)
      .places(of: kernel, stride: stride)
  }

  /// Draws the weights; the bias is zero.
  ///
  /// - Source: X. Glorot & Y. Bengio 2010, "Understanding the difficulty of
  ///   training deep feedforward neural networks", AISTATS, equation 12.
  package func initialise(
    _ slab: ParameterSlab, using generator: inout some RandomNumberGenerator
  ) {
    bank.initialise(
      slab, outputs: kernel.height * kernel.width * filters, using: &generator)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    examples: Int, image: Extent, arena: Arena
  ) {
    unsafe bank.forward(
      slab, x, y, windows: ImageWindows(self, examples, image), arena: arena)
  }

  /// Adds to the gradients of weight and bias, and to `dx` unless it is nil.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>?, examples: Int, image: Extent, arena: Arena
  ) {
    unsafe bank.backward(
      slab, x, dy, dx, windows: ImageWindows(self, examples, image), arena: arena)
  }
}

/// The windows of images, row by row.
private struct ImageWindows: WindowCursor {
  private let layer: Convolution2D
  private let image: Extent
  private let outputs: Extent
  private let count: Int
  private var place = -1
  private var example = 0
  /// The place of the window among the outputs.
  private var (row, column) = (0, -1)

  init(_ layer: Convolution2D, _ examples: Int, _ image: Extent) {
    precondition(
      examples >= 0 && image.height >= 0 && image.width >= 0,
      "convolution: \(examples) images of \(image)")
    self.layer = layer
    self.image = image
    outputs = layer.outputs(image)
    count = examples * outputs.height * outputs.width
  }

  mutating func next() -> Int? {
    guard place + 1 < count else { return nil }
    place += 1
    column += 1
    if column == outputs.width { (row, column) = (row + 1, 0) }
    if row == outputs.height { (example, row) = (example + 1, 0) }
    return place
  }

  func gather(_ x: UnsafePointer<Float>, _ window: UnsafeMutablePointer<Float>) {
    let line = layer.kernel.width * layer.inputs
    let (columns, start, count) = span
    for k in 0..<layer.kernel.height {
      let window = unsafe window + k * line
      guard let source = source(of: k), count > 0 else {
        unsafe window.update(repeating: 0, count: line)
        continue
      }
      unsafe window.update(repeating: 0, count: start)
      unsafe (window + start).update(from: x + source + columns, count: count)
      unsafe (window + start + count).update(repeating: 0, count: line - start - count)
    }
  }

  func scatter(_ window: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>) {
    let line = layer.kernel.width * layer.inputs
    let (columns, start, count) = span
    for k in 0..<layer.kernel.height {
      guard let source = source(of: k), count > 0 else { continue }
      unsafe Kernels.addScaled(dx + source + columns, 1, window + k * line + start, count)
    }
  }

  /// Where the row of the image that row `k` of the window covers starts, nil
  /// above and below the image.
  private func source(of k: Int) -> Int? {
    let line = row * layer.stride.height + k - layer.padding.height
    guard line >= 0 && line < image.height else { return nil }
    return (example * image.height + line) * image.width * layer.inputs
  }

  /// The elements of a row of the window that lie in the image: where they
  /// start in a row of the image and in one of the window, and how many.
  private var span: (source: Int, window: Int, count: Int) {
    let first = column * layer.stride.width - layer.padding.width
    let lower = max(first, 0)
    let upper = min(first + layer.kernel.width, image.width)
    let size = layer.inputs
    return (lower * size, (lower - first) * size, (upper - lower) * size)
  }
}
