// Shapes: x, dx: [n, inputs]; y, dy: [n, outputs]; weight: [outputs, inputs];
// bias: [outputs].

/// y = x·Wᵀ + b.
package struct LinearLayer: Sendable {
  package let inputs: Int
  package let outputs: Int
  package let weight: Parameter
  package let bias: Parameter

  package init(_ name: String, inputs: Int, outputs: Int, in layout: inout ParameterLayout) {
    precondition(inputs > 0 && outputs > 0, "linear '\(name)': [\(outputs), \(inputs)]")
    self.inputs = inputs
    self.outputs = outputs
    weight = layout.add("\(name).weight", [outputs, inputs])
    bias = layout.add("\(name).bias", [outputs], decays: false)
  }

  /// Draws the weights; the bias is zero.
  ///
  /// - Source: X. Glorot & Y. Bengio 2010, "Understanding the difficulty of
  ///   training deep feedforward neural networks", AISTATS, equation 12.
  package func initialise(
    _ slab: ParameterSlab, using generator: inout some RandomNumberGenerator
  ) {
    let deviation = (2 / Double(inputs + outputs)).squareRoot()
    slab.fill(weight, deviation: deviation, using: &generator)
    slab.fill(bias, with: 0)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, n: Int
  ) {
    let start = unsafe slab.values + bias.offset
    for row in 0..<n { unsafe (y + row * outputs).update(from: start, count: outputs) }
    unsafe Kernels.multiply(
      x, stride: inputs, slab.values + weight.offset, stride: inputs, transposingSecond: true,
      plus: 1, y,
      stride: outputs,
      rows: n, columns: outputs, inner: inputs)
  }

  /// Adds to the gradients of weight and bias, and to `dx` unless it is nil.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>?, n: Int
  ) {
    unsafe Kernels.multiply(
      dy, stride: outputs, x, stride: inputs, transposingFirst: true, plus: 1,
      slab.gradients + weight.offset, stride: inputs, rows: outputs, columns: inputs, inner: n)
    let sums = unsafe slab.gradients + bias.offset
    for row in 0..<n { unsafe Kernels.addScaled(sums, 1, dy + row * outputs, outputs) }
    guard let dx = unsafe dx else { return }
    unsafe Kernels.multiply(
      dy, stride: outputs, slab.values + weight.offset, stride: inputs, plus: 1, dx, stride: inputs,
      rows: n,
      columns: inputs, inner: outputs)
  }
}
