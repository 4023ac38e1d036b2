package import Engine
import Glibc

/// Item-to-item weights by what follows what, and how soon.
///
/// Each time j comes g steps after i within the window counts 1 / g, which sums to cᵢⱼ
/// over all sequences. The weight is
/// wᵢⱼ = cᵢⱼ / ((nᵢ + d) · (nⱼ + d)^a) with the occurrences n of an item: d keeps
/// items seldom met from great weights, a takes from what follows everything.
///
/// - Source: M. Ludewig & D. Jannach 2018, "Evaluation of Session-based Recommendation
///   Algorithms", User Modeling and User-Adapted Interaction 28, section 3.2 (SR), which
///   divides by the plain number of pairs.
package enum SequentialRules {
  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The most steps from the earlier item to the later.
    package var window: Int
    /// What a pair of one moment, such as a basket, counts in both directions; with
    /// 0 such items say nothing of each other.
    package var sameMoment: Double
    /// Whether an item that comes again counts for itself.
    package var countsRepeats: Bool
    /// d, in occurrences.
    package var damping: Double
    /// a; 0 leaves popular items their lead.
    package var popularityExponent: Double
    /// How many weights of greatest magnitude each item's row keeps; nil keeps all.
    package var weightsPerItem: Int?
    /// Does not change the result.
    package var threads: Int

    package init(
      window: Int = 20, sameMoment: Double = 0, countsRepeats: Bool = false,
      damping: Double = 20, popularityExponent: Double = 0.2, weightsPerItem: Int? = 200,
      threads: Int = Parallel.coreCount
    ) {
      self.window = window
      self.sameMoment = sameMoment
      self.countsRepeats = countsRepeats
      self.damping = damping
      self.popularityExponent = popularityExponent
      self.weightsPerItem = weightsPerItem
      self.threads = threads
    }
  }

  private static let name = "sequential rules"

  /// Learns the weights of sequences.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - sequences: what each user met, in order.
  ///   - configuration: window, damping, what to keep.
  ///   - cancellation: checked before each item.
  /// - Returns: the fitted model, its rows the earlier items. Best served with a history
  ///   whose weights halve every other item.
  /// - Throws: `noData`, `oneItem`, `outOfRange` for a setting, `cancelled`.
  /// - Complexity: O(pairs within the window): occurrences · window where each item is a
  ///   moment of its own, that times the items a moment otherwise.
  package static func fit(
    _ sequences: ItemSequences, configuration: Configuration = Configuration(),
    cancellation: Cancellation? = nil
  ) throws(ModelError) -> ItemToItem {
    try sequences.check(for: name)
    guard
      configuration.window > 0 && configuration.sameMoment >= 0
        && configuration.sameMoment.isFinite && configuration.damping >= 0
        && configuration.damping.isFinite && configuration.popularityExponent.isFinite
        && configuration.threads > 0 && configuration.weightsPerItem ?? 1 > 0
    else {
      throw ModelError(
        .outOfRange,
        "\(name): window, threads and weightsPerItem must be above 0, sameMoment and damping not "
          + "below 0, popularityExponent finite")
    }
    let pairs = SequencePairs(sequences)
    let steps = (0...configuration.window).map {
      $0 == 0 ? configuration.sameMoment : 1 / Double($0)
    }
    let damped = (0..<sequences.itemCount).map {
      Double(pairs.count(of: $0)) + configuration.damping
    }
    let scales = damped.map { pow($0, -configuration.popularityExponent) }
    let builder = WeightRows(
      itemCount: sequences.itemCount, weightsPerItem: configuration.weightsPerItem,
      threads: configuration.threads)
    return try builder.build(for: name, cancellation: cancellation) { item, sums in
      pairs.add(from: item, steps: steps, to: &sums)
    } weight: { item, other, count in
      item == other && !configuration.countsRepeats ? 0 : count / damped[item] * scales[other]
    }
  }
}

extension ItemSequences {
  /// Checks that item weights can be learned from the sequences.
  ///
  /// - Throws: `noData`, `oneItem`, named with the model.
  func check(for model: String) throws(ModelError) {
    guard !items.isEmpty else { throw ModelError(.noData, "\(model): no sequences to learn from") }
    guard itemCount > 1 else {
      throw ModelError(.oneItem, "\(model): one item only; there is nothing to relate it to")
    }
  }
}
