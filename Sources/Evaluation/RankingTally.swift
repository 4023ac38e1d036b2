/// The figures of one model's lists, a row a customer.
///
/// Tallies of several models that were given the same customers in the same
/// order can be compared customer by customer. A customer for whom something is
/// not defined (new items, where nothing relevant was new) has NaN there.
package struct RankingTally: Sendable {
  /// The rank at which lists are cut.
  package let k: Int
  package let traits: CatalogueTraits
  /// How often each item was shown.
  package private(set) var exposure: [Int]
  private var columns = [[Double]](repeating: [], count: RankingMeasure.allCases.count)

  /// Creates an empty tally of lists of k items of a catalogue.
  package init(at k: Int = 10, of traits: CatalogueTraits) {
    precondition(k > 0, "ranking tally: lists of \(k) items")
    self.k = k
    self.traits = traits
    exposure = [Int](repeating: 0, count: traits.count)
  }

  /// The number of customers.
  package var count: Int { columns[0].count }

  /// A measure of each customer, in the order in which they were added.
  package subscript(measure: RankingMeasure) -> [Double] { columns[measure.rawValue] }

  /// Adds a customer's lists.
  ///
  /// - Parameters:
  ///   - top: the items shown, best first; those after the k-th are passed over.
  ///   - relevant: the items that were right; not empty. A negative number stands
  ///     for an item outside the catalogue, which counts as missed.
  ///   - topNew: the items shown where those the customer has are left out, or
  ///     nil where new items are not measured.
  ///   - known: the items the customer has.
  /// - Precondition: all items shown and all that are relevant and not negative
  ///   lie in the catalogue.
  package mutating func add(
    top: [Int], relevant: Set<Int>, topNew: [Int]? = nil, known: Set<Int> = []
  ) {
    precondition(!relevant.isEmpty, "ranking tally: a customer for whom nothing is relevant")
    let shown = Array(top.prefix(k))
    let hits = shown.map { relevant.contains($0) }
    let total = relevant.count
    for item in shown { exposure[item] += 1 }
    append(RankingMetrics.hitRate(at: k, hits: hits), to: .hitRate)
    append(RankingMetrics.ndcg(at: k, hits: hits, relevantCount: total), to: .ndcg)
    append(RankingMetrics.recall(at: k, hits: hits, relevantCount: total), to: .recall)
    append(RankingMetrics.precision(at: k, hits: hits, relevantCount: total), to: .precision)
    append(
      RankingMetrics.reciprocalRank(at: k, hits: hits, relevantCount: total), to: .reciprocalRank)
    append(
      RankingMetrics.averagePrecision(at: k, hits: hits, relevantCount: total),
      to: .averagePrecision)
    addNew(topNew, fresh: relevant.subtracting(known))
    append(mean(of: shown.map { traits.surprise[$0] }), to: .novelty)
    append(1 - traits.meanCosine(of: shown), to: .diversity)
    // In ascending order, as the order of a set varies from run to run.
    let bought = relevant.filter { $0 >= 0 }.sorted().map { traits.percentile[$0] }
    append(
      mean(of: shown.map { traits.percentile[$0] }) - mean(of: bought), to: .popularityBias)
    append(shown.count == k ? 1 : 0, to: .fullList)
  }

  private mutating func addNew(_ top: [Int]?, fresh: Set<Int>) {
    guard let top, !fresh.isEmpty else {
      append(.nan, to: .newHitRate)
      append(.nan, to: .newNDCG)
      return
    }
    let hits = top.prefix(k).map { fresh.contains($0) }
    append(RankingMetrics.hitRate(at: k, hits: hits), to: .newHitRate)
    append(RankingMetrics.ndcg(at: k, hits: hits, relevantCount: fresh.count), to: .newNDCG)
  }

  /// Adds the customers of another tally after one's own.
  ///
  /// Tallies of chunks of customers, merged in the order of the chunks, equal
  /// the tally of all.
  ///
  /// - Precondition: both are of lists of k items of the same catalogue.
  package mutating func merge(_ other: RankingTally) {
    precondition(
      other.k == k && other.exposure.count == exposure.count,
      "merge: lists of \(k) of \(exposure.count) items and of \(other.k) of "
        + "\(other.exposure.count)")
    for index in columns.indices { columns[index] += other.columns[index] }
    for item in exposure.indices { exposure[item] += other.exposure[item] }
  }

  /// The share of the catalogue that was shown to anybody.
  package var coverage: Double {
    exposure.isEmpty ? .nan : Double(exposure.count { $0 > 0 }) / Double(exposure.count)
  }

  /// How unevenly the places were shared among the items of the catalogue: 0
  /// where all were shown equally often, near 1 where one had all of them.
  ///
  /// - Returns: NaN where nothing was shown.
  /// - Source: Fleder & Hosanagar 2009, "Blockbuster culture's next rise or
  ///   fall", Management Science 55(5).
  package var gini: Double {
    let shown = exposure.reduce(0, +)
    guard shown > 0 else { return .nan }
    let count = Double(exposure.count)
    var sum = 0.0
    for (index, places) in exposure.sorted().enumerated() {
      sum += (2 * Double(index + 1) - count - 1) * Double(places)
    }
    return sum / (count * Double(shown))
  }

  private mutating func append(_ value: Double, to measure: RankingMeasure) {
    columns[measure.rawValue].append(value)
  }

  private func mean(of values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }
}
