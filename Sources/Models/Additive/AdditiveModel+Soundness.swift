extension AdditiveModel {
  /// Whether the parts fit together as those of a fit do; what was read from a file
  /// may be anything.
  package var isSound: Bool {
    columns.allSatisfy(\.isSound) && terms.allSatisfy(isSound)
  }

  private func isSound(_ term: Term) -> Bool {
    guard term.columns.allSatisfy(columns.indices.contains) else { return false }
    let entries: Int
    switch term.columns.count {
    case 1: entries = columns[term.columns[0]].curveScale.entryCount
    case 2 where term.columns[0] < term.columns[1]:
      entries =
        columns[term.columns[0]].gridScale.entryCount
        * columns[term.columns[1]].gridScale.entryCount
    default: return false
    }
    return term.values.count == entries && term.standardErrors.count == entries
  }
}

extension AdditiveModel.Column {
  fileprivate var isSound: Bool {
    guard curveScale.isSound, gridScale.isSound, gridShares.count == gridScale.entryCount else {
      return false
    }
    switch (curveScale, gridScale) {
    case (.knots, .edges): return mean != nil
    case (.levels, .levels): return mean == nil
    default: return false
    }
  }
}

extension AdditiveScale {
  /// A segment, and an entry, is kept as a byte; two are for what is below all
  /// points and for missing values.
  private static let mostPoints = 254

  fileprivate var isSound: Bool {
    switch self {
    case .knots(let points, let spikes), .edges(let points, let spikes):
      // A spike has a segment of its own and begins the one behind.
      points.count + 2 * spikes.count <= Self.mostPoints
        && (points + spikes).allSatisfy(\.isFinite)
        && zip(points, points.dropFirst()).allSatisfy { $0 <= $1 }
    case .levels(let slots, let slotCount):
      (0...Self.mostPoints).contains(slotCount)
        && slots.allSatisfy { (0...Int32(slotCount)).contains($0) }
    }
  }
}
