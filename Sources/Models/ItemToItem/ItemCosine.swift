package import Engine
import Glibc

/// Item-to-item weights by the cosine of the items' columns of interactions.
///
/// wᵢⱼ = xᵢ·xⱼ / (‖xᵢ‖ ‖xⱼ‖ + s): the shrinkage s keeps pairs met by few users from
/// the greatest weights. An item has no weight for itself.
///
/// - Source: B. Sarwar, G. Karypis, J. Konstan & J. Riedl 2001, "Item-based
///   Collaborative Filtering Recommendation Algorithms", WWW, section 3.1.1; shrinkage:
///   R. Bell & Y. Koren 2007, "Improved Neighborhood-based Collaborative Filtering",
///   KDD Cup, section 3.
package enum ItemCosine {
  /// How an interaction counts, before the cosine is taken.
  package enum Weighting: Codable, Sendable, Hashable {
    /// As it is.
    case plain
    /// √x · ln(n / (1 + m)), where the user met m of the n items: who meets much tells
    /// little about each.
    ///
    /// An item is a document, the users who met it are its terms.
    ///
    /// - Source: G. Salton & C. Buckley 1988, "Term-weighting approaches in automatic
    ///   text retrieval".
    case inverseFrequency
    /// x (k + 1) / (x + k (1 − b + b lᵢ / l̄)) times the inverse frequency, with the sum
    /// lᵢ of the item's interactions and their mean l̄: k bounds what repetition
    /// adds, b takes from items that everybody met.
    ///
    /// - Source: S. Robertson & H. Zaragoza 2009, "The Probabilistic Relevance
    ///   Framework: BM25 and Beyond", equation 3.15.
    case bm25(saturation: Double, lengthNormalization: Double)
  }

  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    package var weighting: Weighting
    /// s, in squared interaction weights.
    package var shrinkage: Double
    /// How many weights of greatest magnitude each item's row keeps; nil keeps all.
    package var weightsPerItem: Int?
    /// Does not change the result.
    package var threads: Int

    package init(
      weighting: Weighting = .plain, shrinkage: Double = 10, weightsPerItem: Int? = 200,
      threads: Int = Parallel.coreCount
    ) {
      self.weighting = weighting
      self.shrinkage = shrinkage
      self.weightsPerItem = weightsPerItem
      self.threads = threads
    }
  }

  private static let name = "item cosine"

  /// Learns the weights of a matrix of interactions.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - interactions: [users, items]; negative ones set users apart.
  ///   - configuration: weighting, shrinkage, what to keep.
  ///   - cancellation: checked before each item.
  /// - Returns: the fitted model. Items nobody met have no weights.
  /// - Throws: `noData`, `oneItem`, `notFinite`, `outOfRange` for a setting or for an
  ///   interaction below 0 under a weighting, `cancelled`.
  /// - Complexity: O(Σ entries²) over the rows.
  package static func fit(
    _ interactions: SparseMatrix, configuration: Configuration = Configuration(),
    cancellation: Cancellation? = nil
  ) throws(ModelError) -> ItemToItem {
    try interactions.checkInteractions(of: name)
    try validate(configuration)
    let values = try weighted(interactions, configuration.weighting)
    let byItem = interactions.transposed(values)
    let lengths = (0..<byItem.rowCount).map { item in
      byItem.entries(ofRow: item).reduce(0.0) {
        $0 + Double(byItem.values[$1]) * Double(byItem.values[$1])
      }.squareRoot()
    }
    let builder = WeightRows(
      itemCount: interactions.columnCount, weightsPerItem: configuration.weightsPerItem,
      threads: configuration.threads)
    return try builder.build(for: name, cancellation: cancellation) { item, sums in
      for entry in byItem.entries(ofRow: item) {
        let value = Double(byItem.values[entry])
        let user = Int(byItem.columns[entry])
        sums.add(interactions.entries(ofRow: user), columns: interactions.columns) {
          value * Double(values[$0])
        }
      }
    } weight: { item, other, sum in
      // A sum of 0 may be of lengths of 0.
      guard item != other, sum != 0 else { return 0 }
      return sum / (lengths[item] * lengths[other] + configuration.shrinkage)
    }
  }

  private static func validate(_ configuration: Configuration) throws(ModelError) {
    guard
      configuration.shrinkage >= 0 && configuration.shrinkage.isFinite
        && configuration.threads > 0 && configuration.weightsPerItem ?? 1 > 0
    else {
      throw ModelError(
        .outOfRange,
        "\(name): shrinkage must not be below 0, threads and weightsPerItem must be above 0")
    }
    guard case .bm25(let saturation, let normalization) = configuration.weighting else { return }
    guard saturation > 0 && saturation.isFinite && (0...1).contains(normalization) else {
      throw ModelError(
        .outOfRange, "\(name): BM25 needs a saturation above 0 and a normalization in 0...1")
    }
  }

  /// The interactions' values under a weighting.
  private static func weighted(
    _ interactions: SparseMatrix, _ weighting: Weighting
  ) throws(ModelError) -> [Float] {
    if case .plain = weighting { return interactions.values }
    if let entry = interactions.firstEntry(where: { $0 < 0 }) {
      throw ModelError(
        .outOfRange,
        "\(name): the interaction in row \(entry.row), column \(entry.column) is "
          + "\(entry.value); a weighting takes none below 0")
    }
    var itemSums = [Double](repeating: 0, count: interactions.columnCount)
    for (item, value) in zip(interactions.columns, interactions.values) {
      itemSums[Int(item)] += Double(value)
    }
    let mean = itemSums.reduce(0, +) / Double(itemSums.count)
    var result = interactions.values
    for user in 0..<interactions.rowCount {
      let entries = interactions.entries(ofRow: user)
      let rarity = max(
        0, log(Double(interactions.columnCount)) - log1p(Double(entries.count)))
      for entry in entries {
        let value = Double(result[entry])
        switch weighting {
        case .plain: break
        case .inverseFrequency: result[entry] = Float(value.squareRoot() * rarity)
        case .bm25(let k, let b):
          let length = 1 - b + b * itemSums[Int(interactions.columns[entry])] / mean
          result[entry] = Float(value * (k + 1) / (value + k * length) * rarity)
        }
      }
    }
    return result
  }
}

extension SparseMatrix {
  /// The transpose of a matrix with these entries and other values.
  fileprivate func transposed(_ values: [Float]) -> SparseMatrix {
    guard
      let matrix = SparseMatrix(
        compressedRows: rowOffsets, columns: columns, values: values, columnCount: columnCount)
    else { preconditionFailure("transposed: \(values.count) values") }
    return matrix.transposed()
  }
}
