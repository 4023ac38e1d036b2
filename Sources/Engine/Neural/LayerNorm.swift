// Shapes: x, y, dy, dx: [n, size]; gain, bias: [size]; saved: [n, 2], the mean
// and the reciprocal deviation of each row.

/// Rows shifted to mean 0 and scaled to variance 1, then by a learned gain and
/// bias.
///
/// - Source: J. L. Ba, J. R. Kiros & G. E. Hinton 2016, "Layer Normalization",
///   arXiv:1607.06450.
package struct LayerNorm: Sendable {
  package let size: Int
  package let epsilon: Float
  package let gain: Parameter
  package let bias: Parameter

  package init(
    _ name: String, size: Int, epsilon: Float = 1e-5, in layout: inout ParameterLayout
  ) {
    precondition(size > 0 && epsilon > 0, "layer norm '\(name)': size \(size), ε \(epsilon)")
    self.size = size
    self.epsilon = epsilon
    gain = layout.add("\(name).gain", [size], decays: false)
    bias = layout.add("\(name).bias", [size], decays: false)
  }

  /// The gain is one, the bias zero.
  package func initialise(_ slab: ParameterSlab) {
    slab.fill(gain, with: 1)
    slab.fill(bias, with: 0)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, n: Int
  ) {
    let (gains, biases) = unsafe (slab.values + gain.offset, slab.values + bias.offset)
    let whole = size & ~15
    for row in 0..<n {
      let (x, y) = unsafe (x + row * size, y + row * size)
      let mean = unsafe Kernels.sum(x, size, filling: 0) { $0 } / Float(size)
      let variance =
        unsafe Kernels.sum(x, size, filling: mean) { ($0 - mean) * ($0 - mean) }
        / Float(size)
      // One root a row is not worth vectors.
      let scale = 1 / (variance + epsilon).squareRoot()
      unsafe saved[2 * row] = mean
      unsafe saved[2 * row + 1] = scale
      for i in stride(from: 0, to: whole, by: 16) {
        let normal = unsafe (Kernels.load(x + i) - mean) * scale
        unsafe Kernels.store(
          normal * Kernels.load(gains + i) + Kernels.load(biases + i), y + i)
      }
      for i in whole..<size { unsafe y[i] = (x[i] - mean) * scale * gains[i] + biases[i] }
    }
  }

  /// Adds to the gradients of gain and bias, and to `dx`.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, n: Int
  ) {
    let gains = unsafe slab.values + gain.offset
    let (gainSums, biasSums) = unsafe (slab.gradients + gain.offset, slab.gradients + bias.offset)
    let whole = size & ~15
    for row in 0..<n {
      let (x, dy, dx) = unsafe (x + row * size, dy + row * size, dx + row * size)
      let (mean, scale) = unsafe (saved[2 * row], saved[2 * row + 1])
      // With e = dy·gain and x̂ = (x − μ)/σ: dx = (e − mean(e) − x̂·mean(e·x̂))/σ.
      var (sums, products) = (Lanes.zero, Lanes.zero)
      for i in stride(from: 0, to: whole, by: 16) {
        let normal = unsafe (Kernels.load(x + i) - mean) * scale
        let upstream = unsafe Kernels.load(dy + i)
        unsafe Kernels.store(Kernels.load(gainSums + i) + upstream * normal, gainSums + i)
        unsafe Kernels.store(Kernels.load(biasSums + i) + upstream, biasSums + i)
        let e = unsafe upstream * Kernels.load(gains + i)
        sums += e
        products += e * normal
      }
      var (sum, product) = (sums.sum(), products.sum())
      for i in whole..<size {
        let normal = unsafe (x[i] - mean) * scale
        unsafe gainSums[i] += dy[i] * normal
        unsafe biasSums[i] += dy[i]
        unsafe sum += dy[i] * gains[i]
        unsafe product += dy[i] * gains[i] * normal
      }
      sum /= Float(size)
      product /= Float(size)
      for i in stride(from: 0, to: whole, by: 16) {
        let normal = unsafe (Kernels.load(x + i) - mean) * scale
        let e = unsafe Kernels.load(dy + i) * Kernels.load(gains + i)
        unsafe Kernels.store(
          Kernels.load(dx + i) + scale * (e - sum - normal * product), dx + i)
      }
      for i in whole..<size {
        let normal = unsafe (x[i] - mean) * scale
        unsafe dx[i] += scale * (dy[i] * gains[i] - sum - normal * product)
      }
    }
  }
}
