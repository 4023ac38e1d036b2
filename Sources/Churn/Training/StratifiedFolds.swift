import Engine

/// Deals rows out to folds.
package enum StratifiedFolds {
  /// A fold number for each row.
  ///
  /// Rows of one group share a fold. A group belongs to the stratum of its first
  /// row; the groups of each stratum are shuffled and dealt out in turn, so that
  /// the strata are spread evenly.
  ///
  /// - Parameters:
  ///   - strata: the class of each row.
  ///   - groups: the group of each row.
  ///   - count: the number of folds.
  ///   - seed: of the shuffling.
  /// - Returns: for each row a number from 0 to `count` - 1.
  package static func assign(
    strata: [Int], groups: [Int64], count: Int, seed: UInt64
  ) -> [Int] {
    precondition(strata.count == groups.count, "folds: strata and groups differ in number")
    precondition(count > 0, "folds: \(count) folds")
    var stratumOfGroup: [Int64: Int] = [:]
    var members: [Int: [Int64]] = [:]
    for (stratum, group) in zip(strata, groups) where stratumOfGroup[group] == nil {
      stratumOfGroup[group] = stratum
      members[stratum, default: []].append(group)
    }
    var generator = SplitMix64(seed: seed)
    var foldOfGroup: [Int64: Int] = [:]
    // Dealing goes on where the last stratum ended, so that the folds are of one size.
    var next = 0
    for stratum in members.keys.sorted() {
      var groups = members[stratum] ?? []
      groups.shuffle(using: &generator)
      for group in groups {
        foldOfGroup[group] = next % count
        next += 1
      }
    }
    return groups.map { foldOfGroup[$0] ?? 0 }
  }
}
