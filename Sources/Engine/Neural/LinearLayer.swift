import CKernels

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

  /// y = x·Wᵀ + b, plus `residual`, [n, outputs], unless that is nil.
  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, n: Int,
    adding residual: UnsafePointer<Float>? = nil
  ) {
    let isDone = unsafe Kernels.multiplyInLayer(
      product(
        a: x, a_row: inputs, a_column: 1, b: slab.values + weight.offset, b_stride: inputs,
        b_transposed: true, bias: slab.values + bias.offset, added: residual,
        added_stride: outputs, c: y, c_stride: outputs, rows: n, columns: outputs, inner: inputs))
    guard !isDone else { return }
    unsafe Kernels.native.pointee.rows.add_to_rows(
      residual, slab.values + bias.offset, y, n, outputs)
    unsafe Kernels.multiply(
      x, stride: inputs, slab.values + weight.offset, stride: inputs, transposingSecond: true,
      plus: 1, y, stride: outputs, rows: n, columns: outputs, inner: inputs)
  }

  /// Adds to the gradients of weight and bias, and to `dx` unless it is nil.
  ///
  /// - Parameters:
  ///   - slab: the parameters.
  ///   - x: the input of the forward pass.
  ///   - dy: the gradient of the output.
  ///   - dx: the gradient of the input.
  ///   - n: the rows.
  ///   - overwriting: whether to set `dx` instead.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>?, n: Int, overwriting: Bool = false
  ) {
    unsafe addWeightGradient(slab, x, dy, n: n)
    unsafe Kernels.native.pointee.rows.add_rows(dy, slab.gradients + bias.offset, n, outputs)
    guard let dx = unsafe dx else { return }
    let isDone = unsafe Kernels.multiplyInLayer(
      product(
        a: dy, a_row: outputs, a_column: 1, b: slab.values + weight.offset, b_stride: inputs,
        b_transposed: false, bias: nil, added: overwriting ? nil : UnsafePointer(dx),
        added_stride: inputs, c: dx, c_stride: inputs, rows: n, columns: inputs, inner: outputs))
    guard !isDone else { return }
    unsafe Kernels.multiply(
      dy, stride: outputs, slab.values + weight.offset, stride: inputs,
      plus: overwriting ? 0 : 1, dx, stride: inputs, rows: n, columns: inputs, inner: outputs)
  }

  /// dW ← dW + dyᵀ·x.
  private func addWeightGradient(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, n: Int
  ) {
    let gradient = unsafe slab.gradients + weight.offset
    let isDone = unsafe Kernels.multiplyInLayer(
      product(
        a: dy, a_row: 1, a_column: outputs, b: x, b_stride: inputs, b_transposed: false, bias: nil,
        added: gradient, added_stride: inputs, c: gradient, c_stride: inputs, rows: outputs,
        columns: inputs, inner: n))
    guard !isDone else { return }
    unsafe Kernels.multiply(
      dy, stride: outputs, x, stride: inputs, transposingFirst: true, plus: 1, gradient,
      stride: inputs, rows: outputs, columns: inputs, inner: n)
  }
}
