import CKernels
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

  /// The loss; overwrites `gradient` by its gradient unless that is nil.
  ///
  /// - Parameters:
  ///   - logits: as above.
  ///   - labels: as above.
  ///   - gradient: may be the same memory as the logits; zeros for rows that
  ///     count for nothing.
  ///   - n: the rows.
  ///   - classes: the classes.
  /// - Returns: the mean over the rows that count, 0 if none does.
  /// - Precondition: a label that is not ignored lies in `0..<classes`.
  package func loss(
    _ logits: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>,
    gradient: UnsafeMutablePointer<Float>?, n: Int, classes: Int
  ) -> Double {
    precondition(classes > 0, "cross-entropy: [\(n), \(classes)] logits")
    let counted = (0..<n).count { unsafe labels[$0] != ignoredLabel }
    let weight = 1 / Float(max(counted, 1))
    var total = 0.0
    for row in 0..<n {
      let label = unsafe Int(labels[row])
      let g = unsafe gradient.map { unsafe $0 + row * classes }
      if label == Int(ignoredLabel) {
        unsafe g?.update(repeating: 0, count: classes)
        continue
      }
      precondition(
        label >= 0 && label < classes, "cross-entropy: label \(label) of \(classes) classes")
      total += unsafe loss(logits + row * classes, label, gradient: g, classes, weight)
    }
    return total / Double(max(counted, 1))
  }

  /// The loss of a row, and its gradient times `weight`.
  private func loss(
    _ z: UnsafePointer<Float>, _ label: Int, gradient: UnsafeMutablePointer<Float>?,
    _ classes: Int, _ weight: Float
  ) -> Double {
    let rows = unsafe Kernels.native.pointee.rows
    let spread = labelSmoothing / Float(classes)
    let kept = 1 - labelSmoothing
    // Before the gradient overwrites the logits.
    let chosen = unsafe z[label]
    let logits = unsafe spread > 0 ? rows.sum(z, classes) : 0
    var maximum: Float = 0
    let sum = unsafe rows.exponentials(z, gradient, classes, &maximum)
    if let gradient = unsafe gradient {
      unsafe rows.scale_and_shift(gradient, weight / sum, -weight * spread, classes)
      unsafe gradient[label] -= weight * kept
    }
    let gap = Double(logits) - Double(classes) * Double(maximum)
    return log(Double(sum)) - Double(kept) * Double(chosen - maximum) - Double(spread) * gap
  }
}
