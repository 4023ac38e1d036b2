/// How the values of one column map to the entries of a table.
///
/// Numbers have the entries: those of `points`, then one for each of `spikes`,
/// then one for missing values. Categories have one entry for each slot, then
/// one for levels that were rare or not there in training, then one for
/// missing values.
package enum AdditiveScale: Codable, Sendable, Hashable {
  /// Ascending knots of a piecewise linear curve, and values with an entry of their own.
  case knots([Float], spikes: [Float])
  /// Ascending lower edges of all bins but the first, and values with an entry of their own.
  case edges([Float], spikes: [Float])
  /// The slot of each level below `slotCount`, or `slotCount` for rare ones.
  case levels(slots: [Int32], slotCount: Int)

  /// The number of entries of a table on this scale.
  package var entryCount: Int {
    switch self {
    case .knots(let points, let spikes): points.count + spikes.count + 1
    case .edges(let edges, let spikes): edges.count + 1 + spikes.count + 1
    case .levels(_, let slotCount): slotCount + 2
    }
  }

  /// The entry of missing values.
  package var missingEntry: Int { entryCount - 1 }

  /// The entry of a level, or of missing values for a negative code.
  ///
  /// - Precondition: the scale is one of levels.
  func entry(ofLevel code: Int32) -> Int {
    guard case .levels(let slots, let slotCount) = self else {
      preconditionFailure("entry(ofLevel:): the scale is one of numbers")
    }
    guard code >= 0 else { return slotCount + 1 }
    return Int(code) < slots.count ? Int(slots[Int(code)]) : slotCount
  }

  /// The number of `points`, ascending, that are not above `value`.
  static func rank(of value: Float, in points: [Float]) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The bin, spike or missing entry of a number on a scale of edges.
  ///
  /// - Precondition: the scale is one of edges.
  func entry(ofNumber value: Float) -> Int {
    guard case .edges(let edges, let spikes) = self else {
      preconditionFailure("entry(ofNumber:): the scale has no edges")
    }
    if value.isNaN { return missingEntry }
    if let spike = spikes.firstIndex(of: value) { return edges.count + 1 + spike }
    return Self.rank(of: value, in: edges)
  }
}
