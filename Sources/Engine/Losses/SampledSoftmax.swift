import Glibc

/// Softmax cross-entropy over the label of a row and sampled negatives, which
/// the rows of a batch share: the mean over rows.
///
/// Logits are corrected by −ln q, q being the probability that an item is drawn,
/// so that the gradient approaches that of the softmax over all items. Negatives
/// that equal the label of a row do not count for it.
///
/// - Source: Y. Bengio & J.-S. Senécal 2008, "Adaptive Importance Sampling to
///   Accelerate Training of a Neural Probabilistic Language Model", IEEE Trans.
///   Neural Networks 19(4); S. Jean et al. 2015, "On Using Very Large Target
///   Vocabulary for Neural Machine Translation", ACL, section 3.2.
package struct SampledSoftmax: Sendable, Hashable {
  package init() {}

  /// The elements of scratch that `loss` takes from an arena.
  package func scratchCount(n: Int, negatives: Int, dimension: Int) -> Int {
    SharedNegatives.scratchCount(n: n, negatives: negatives, dimension: dimension)
  }

  /// The loss; adds the gradients of the states to `dHidden` and those of the
  /// table to its own, unless `dHidden` is nil.
  ///
  /// - Parameters:
  ///   - hidden: [n, dimension].
  ///   - labels: [n], items, or −1 for rows that count for nothing.
  ///   - n: the rows.
  ///   - table: the items.
  ///   - negatives: [count], items drawn from q, with repetitions.
  ///   - count: the negatives.
  ///   - logProbabilities: [items], ln q; nil if all items are equally likely.
  ///   - dHidden: [n, dimension].
  ///   - scale: what the sum over rows is multiplied by; one over the rows that
  ///     count if nil. A shard of a batch passes that of the whole batch.
  ///   - arena: has `scratchCount` elements left.
  /// - Returns: the sum over the rows that count times the scale, 0 if none does.
  package func loss(
    _ hidden: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>, n: Int, _ table: ItemTable,
    negatives: UnsafePointer<Int32>, count: Int,
    logProbabilities: UnsafePointer<Float>? = nil, dHidden: UnsafeMutablePointer<Float>?,
    scale: Float? = nil, arena: Arena
  ) -> Double {
    let shared = unsafe SharedNegatives(negatives, count: count, of: table)
    return unsafe shared.loss(
      hidden, labels, n: n, table, dHidden: dHidden, scale: scale, arena: arena,
      offset: { unsafe -(logProbabilities?[Int($0)] ?? 0) }
    ) { z, labelLogit, weight in
      let greatest = unsafe Kernels.addBias(z, nil, count, floor: labelLogit)
      let own = exp(labelLogit - greatest)
      let sum = unsafe own + Kernels.exponentials(z, count, shift: greatest)
      let factor = weight / sum
      unsafe Kernels.map(z, z, count) { factor * $0 }
      return (Double(greatest - labelLogit) + log(Double(sum)), factor * (own - sum))
    }
  }
}
