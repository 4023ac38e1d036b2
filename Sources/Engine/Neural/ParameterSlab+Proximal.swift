extension ParameterSlab {
  /// Moves the values of a parameter towards zero by `threshold`, and to zero
  /// if they are nearer: the step of an L1 penalty after one of gradients.
  ///
  /// A penalty of weight λ calls for a threshold of λ times the learning rate.
  ///
  /// - Source: N. Parikh & S. Boyd 2014, "Proximal Algorithms", Foundations and
  ///   Trends in Optimization 1(3), section 6.5.2.
  package func softThreshold(_ parameter: Parameter, by threshold: Float) {
    precondition(
      parameter.offset + parameter.count <= layout.size,
      "parameter '\(parameter.name)' \(parameter.shape) is of another layout")
    unsafe Kernels.softThreshold(values + parameter.offset, by: threshold, parameter.count)
  }
}

extension Kernels {
  /// x ← sign(x)·max(|x| − threshold, 0) over `count` elements; NaN stays.
  package static func softThreshold(
    _ x: UnsafeMutablePointer<Float>, by threshold: Float, _ count: Int
  ) {
    precondition(threshold >= 0, "soft threshold: \(threshold)")
    let limit = Lanes(repeating: threshold)
    unsafe map(x, x, count) { x in
      // What the interval around zero takes away, which is all of it inside.
      x - x.replacing(with: limit, where: x .> limit).replacing(with: -limit, where: x .< -limit)
    }
  }
}
