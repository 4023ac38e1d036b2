/// Turns a customer table into the columns that an additive model learns from.
///
/// Levels are learned once, at training. Levels too rare to learn from become one,
/// "other"; a level that training has not seen is rare by nature and joins it.
package struct TableEncoder: Sendable, Codable, Hashable {
  /// One column as the model knows it.
  package struct Column: Sendable, Codable, Hashable {
    package var name: String
    /// Nil for a number; else the levels with a code of their own, the commonest first.
    package var levels: [String]?
    /// Levels merged into one whose code is `levels.count`; zero for none.
    package var mergedLevels: Int

    /// The number of codes, those of a number being none.
    package var levelCount: Int { (levels?.count ?? 0) + (mergedLevels > 0 ? 1 : 0) }

    /// What a code stands for; nil for -1.
    package func label(of code: Int32) -> String? {
      guard let levels, code >= 0 else { return nil }
      return Int(code) < levels.count ? levels[Int(code)] : "other (\(mergedLevels) rare values)"
    }
  }

  /// A column of a table as the model reads it.
  package enum Values: Sendable, Hashable {
    /// NaN where missing.
    case numbers([Float])
    /// -1 where missing or unknown.
    case codes([Int32], levelCount: Int)
  }

  /// A table as columns of numbers and codes.
  package struct Encoded: Sendable {
    /// In the order of ``TableEncoder/columns``.
    package var columns: [Values]
    /// Columns of the table that training did not know: not used.
    package var ignored: [String]
    /// Columns that the table lacks: missing in all rows.
    package var absent: [String]
  }

  /// Numbers first, then categories, each in the order of the table.
  package let columns: [Column]

  /// Rows, as a share and at least, that a level needs for a code of its own, and
  /// how many levels have one.
  private static let rarestShare = 0.002
  private static let rarestCount = 5
  private static let mostLevels = 100

  /// Learns the columns of a training table and their levels.
  package init(fitting table: CustomerTable) {
    let least = max(Self.rarestCount, Int(Self.rarestShare * Double(table.count)))
    let numbers = table.numeric.map { Column(name: $0.name, levels: nil, mergedLevels: 0) }
    let categories = table.categorical.map { column in
      var counts: [String: Int] = [:]
      for case .some(let value) in column.values { counts[value, default: 0] += 1 }
      let levels = counts.filter { $0.value >= least }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostLevels).map(\.key)
      return Column(
        name: column.name, levels: levels, mergedLevels: counts.count - levels.count)
    }
    columns = numbers + categories
  }

  /// Whether codes are distinct, as in what was read from a file they need not be.
  package var isSound: Bool {
    columns.allSatisfy { column in
      let levels = column.levels ?? []
      return column.mergedLevels >= 0 && Set(levels).count == levels.count
    }
  }

  /// The columns of a table with the same or other columns.
  package func encoded(_ table: CustomerTable) -> Encoded {
    var absent: [String] = []
    let values = columns.map { column -> Values in
      if let levels = column.levels {
        guard let source = table.categorical.first(where: { $0.name == column.name }) else {
          absent.append(column.name)
          return .codes(
            [Int32](repeating: -1, count: table.count), levelCount: column.levelCount)
        }
        let codes = Dictionary(
          uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
        let unknown = column.mergedLevels > 0 ? Int32(levels.count) : -1
        return .codes(
          source.values.map { value in value.map { codes[$0] ?? unknown } ?? -1 },
          levelCount: column.levelCount)
      }
      guard let source = table.numeric.first(where: { $0.name == column.name }) else {
        absent.append(column.name)
        return .numbers([Float](repeating: .nan, count: table.count))
      }
      return .numbers(source.values)
    }
    let known = Set(columns.map(\.name))
    let names = table.numeric.map(\.name) + table.categorical.map(\.name)
    return Encoded(
      columns: values, ignored: names.filter { !known.contains($0) }, absent: absent)
  }

  private init(columns: [Column]) { self.columns = columns }

  /// The encoder with another name for one level; every code stays what it was.
  ///
  /// The encoder itself where it knows no such level.
  package func renaming(level: String, of column: String, to name: String) -> TableEncoder {
    TableEncoder(
      columns: columns.map { known in
        guard known.name == column else { return known }
        var known = known
        known.levels = known.levels?.map { $0 == level ? name : $0 }
        return known
      })
  }
}
