/// Binary cross-entropy of the label of a row against sampled negatives, with
/// the positive likelihood raised to a power that undoes the overconfidence
/// which sampling few negatives brings: the mean over rows.
///
/// A row of m negatives s⁻ has the loss
/// −(ln σ(s⁺)^β + Σ ln(1 − σ(s⁻))) / (m + 1), where α = m / (items − 1) is the
/// sampling rate and β = α·(t·(1 − 1/α) + 1/α) = 1 − t·(1 − α). The rows of a
/// batch share their negatives; one that equals the label of a row does not
/// count for it.
///
/// - Source: A. Petrov & C. Macdonald 2023, "gSASRec: Reducing Overconfidence in
///   Sequential Recommendation Trained with Negative Sampling", RecSys, section
///   5, with negatives drawn for a batch instead of for each row.
package struct GeneralizedBinaryCrossEntropy: Sendable, Hashable {
  /// t: 0 is binary cross-entropy, 1 is calibrated to the sampling rate.
  package let calibration: Float

  package init(calibration: Float = 0.75) {
    precondition(calibration >= 0 && calibration <= 1, "gBCE: a calibration of \(calibration)")
    self.calibration = calibration
  }

  /// The power β of the positive likelihood.
  package func power(negatives: Int, items: Int) -> Float {
    let rate = min(1, Float(negatives) / Float(max(items - 1, 1)))
    return 1 - calibration * (1 - rate)
  }

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
  ///   - negatives: items drawn evenly.
  ///   - dHidden: [n, dimension].
  ///   - divisor: what the sum over rows is divided by; the rows that count if
  ///     nil. A shard of a batch passes the count of the whole batch.
  ///   - arena: has `scratchCount` elements left.
  /// - Returns: the mean over the rows that count, 0 if none does.
  package func loss(
    _ hidden: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>, n: Int, _ table: ItemTable,
    negatives: [Int32], dHidden: UnsafeMutablePointer<Float>?, divisor: Int? = nil, arena: Arena
  ) -> Double {
    let shared = SharedNegatives(negatives, of: table)
    let count = negatives.count
    let power = power(negatives: count, items: table.items)
    let share = 1 / Float(count + 1)
    return unsafe shared.loss(
      hidden, labels, n: n, table, dHidden: dHidden, divisor: divisor, arena: arena,
      offset: { _ in 0 }
    ) { z, labelLogit, weight in
      let sum = unsafe Kernels.softplus(z, scalingSlopesBy: weight * share, count: count)
      let positive = Double(power) * Logistic.softplus(-Double(labelLogit))
      let slope = -power * Float(Logistic.sigmoid(-Double(labelLogit)))
      return (Double(share) * (positive + sum), weight * share * slope)
    }
  }
}
