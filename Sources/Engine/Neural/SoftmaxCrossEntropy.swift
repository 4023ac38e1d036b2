import Glibc

// Shapes: logits, gradient: [n, classes]; labels: [n].

/// The mean over rows of −Σ qₖ·ln softmax(z)ₖ, where q is 1 at the label, less
/// what label smoothing spreads evenly over all classes.
///
/// - Source: C. Szegedy et al. 2016, "Rethinking the Inception Architecture for
///   Computer Vision", CVPR, section 7.
package struct SoftmaxCrossEntropy: Sendable, Hashable {
  /// The weight spread over all classes.
  package let labelSmoothing: Float
  /// The label of rows that count for nothing.
  package let ignoredLabel: Int32

  package init(labelSmoothing: Float = 0, ignoredLabel: Int32 = -1) {
    precondition(
      labelSmoothing >= 0 && labelSmoothing < 1, "cross-entropy: smoothing of \(labelSmoothing)")
    self.labelSmoothing = labelSmoothing
    self.ignoredLabel = ignoredLabel
  }

  /// The loss; adds its gradient to `gradient` unless that is nil.
  ///
  /// - Returns: the mean over the rows that count, 0 if none does.
  /// - Precondition: a label that is not ignored lies in `0..<classes`.
  package func loss(
    _ logits: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>,
    gradient: UnsafeMutablePointer<Float>?, n: Int, classes: Int
  ) -> Double {
    precondition(classes > 0, "cross-entropy: [\(n), \(classes)] logits")
    let counted = (0..<n).count { unsafe labels[$0] != ignoredLabel }
    guard counted > 0 else { return 0 }
    let spread = labelSmoothing / Float(classes)
    let kept = 1 - labelSmoothing
    let weight = 1 / Float(counted)
    let whole = classes & ~15
    let rest = classes - whole
    var total = 0.0
    for row in 0..<n {
      let label = unsafe Int(labels[row])
      if label == Int(ignoredLabel) { continue }
      precondition(
        label >= 0 && label < classes, "cross-entropy: label \(label) of \(classes) classes")
      let z = unsafe logits + row * classes
      var greatest = unsafe Kernels.load(z + whole, first: rest, filling: -.infinity)
      for i in stride(from: 0, to: whole, by: 16) {
        let x = unsafe Kernels.load(z + i)
        greatest.replace(with: x, where: x .> greatest)
      }
      let maximum = greatest.max()
      let sum = unsafe Kernels.sum(z, classes, filling: Kernels.paddingLogit) {
        Kernels.exp($0 - maximum)
      }
      var loss = unsafe log(Double(sum)) - Double(kept * (z[label] - maximum))
      if spread > 0 {
        loss -=
          unsafe Double(spread)
          * Double(Kernels.sum(z, classes, filling: maximum) { $0 - maximum })
      }
      total += loss
      guard let gradient = unsafe gradient else { continue }
      let g = unsafe gradient + row * classes
      let scale = 1 / sum
      unsafe Kernels.accumulate(z, z, into: g, classes) { z, _ in
        weight * (Kernels.exp(z - maximum) * scale - spread)
      }
      unsafe g[label] -= weight * kept
    }
    return total / Double(counted)
  }
}
