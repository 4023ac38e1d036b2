import Engine

/// The order of the rows of a fit, with each fold in one piece.
struct AdditiveFolds {
  /// The row at each place.
  let order: [Int]
  let ranges: [Range<Int>]

  /// Deals rows to folds by chance, so that all folds have the same share of
  /// labels above one half; rows of one group go together, by the label of the
  /// first.
  init(labels: [Float], rows: [Int], count: Int, seed: UInt64, groups: [Int64]? = nil) {
    var generator = Xoshiro256StarStar(seed: seed)
    var folds = [[Int]](repeating: [], count: max(2, count))
    var next = 0
    let units = Self.units(rows, groups)
    for isPositive in [true, false] {
      var members = units.filter { (labels[$0[0]] > 0.5) == isPositive }
      generator.shuffle(&members)
      for unit in members {
        folds[next % folds.count] += unit
        next += 1
      }
    }
    var ranges: [Range<Int>] = []
    var start = 0
    for fold in folds {
      ranges.append(start..<start + fold.count)
      start += fold.count
    }
    order = folds.flatMap { $0.sorted() }
    self.ranges = ranges
  }

  /// The rows that stay together, in the order of their first.
  private static func units(_ rows: [Int], _ groups: [Int64]?) -> [[Int]] {
    guard let groups else { return rows.map { [$0] } }
    var places: [Int64: Int] = [:]
    var units: [[Int]] = []
    for row in rows {
      if let place = places[groups[row]] {
        units[place].append(row)
      } else {
        places[groups[row]] = units.count
        units.append([row])
      }
    }
    return units
  }
}
