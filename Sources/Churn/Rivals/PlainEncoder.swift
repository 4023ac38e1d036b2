package import Engine
package import Features

/// Turns a customer table into plain columns: numbers standardised, categories
/// one-hot, with nothing found out about them.
package struct PlainEncoder: Sendable {
  /// Levels of fewer rows, and those beyond the commonest, have no column.
  private static let leastRows = 5
  private static let mostLevels = 100
  /// Further from the mean, in standard deviations, no number reaches.
  private static let farthest: Float = 10

  private struct Number: Sendable {
    let name: String
    let mean: Float
    let scale: Float
    /// Whether a column says that the number is missing.
    let hasMissing: Bool
  }

  private let numbers: [Number]
  /// The place of each level; nil stands for a missing one.
  private let categories: [(name: String, places: [String?: Int])]
  package let columnCount: Int

  /// Fits means, scales and levels to training rows; a column that is the same for
  /// all of them is left out.
  package init(fitting table: CustomerTable) {
    var count = 0
    numbers = table.numeric.compactMap { column in
      let present = column.values.filter(\.isFinite)
      let rows = Double(present.count)
      let mean = present.reduce(0) { $0 + Double($1) } / rows
      let squares = present.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
      let hasMissing = present.count < column.values.count
      guard rows > 0, squares > 0 || hasMissing else { return nil }
      count += hasMissing ? 2 : 1
      let scale = (squares / rows).squareRoot()
      return Number(
        name: column.name, mean: Float(mean), scale: scale > 0 ? Float(scale) : 1,
        hasMissing: hasMissing)
    }
    categories = table.categorical.compactMap { column in
      var rows: [String?: Int] = [:]
      for value in column.values { rows[value, default: 0] += 1 }
      let levels = rows.filter { $0.value >= Self.leastRows && $0.value < table.count }
        .sorted { ($1.value, $0.key ?? "") < ($0.value, $1.key ?? "") }.prefix(Self.mostLevels)
      guard !levels.isEmpty else { return nil }
      let places = Dictionary(
        uniqueKeysWithValues: levels.enumerated().map { ($1.key, count + $0) })
      count += places.count
      return (column.name, places)
    }
    columnCount = count
  }

  /// The columns of rows, [rows, columnCount].
  ///
  /// A measure that the table lacks is missing; a level that training did not have
  /// has no column.
  package func matrix(of table: CustomerTable) -> Tensor {
    var values = [Float](repeating: 0, count: table.count * columnCount)
    var column = 0
    for number in numbers {
      let source = table.numeric.first { $0.name == number.name }?.values
      for row in 0..<table.count {
        let start = row * columnCount + column
        let value = source?[row] ?? .nan
        if !value.isNaN {
          let distance = (value - number.mean) / number.scale
          values[start] = min(Self.farthest, max(-Self.farthest, distance))
        } else if number.hasMissing {
          values[start + 1] = 1
        }
      }
      column += number.hasMissing ? 2 : 1
    }
    for (name, places) in categories {
      let source = table.categorical.first { $0.name == name }?.values
      for row in 0..<table.count {
        if let place = places[source?[row]] { values[row * columnCount + place] = 1 }
      }
    }
    return Tensor(shape: [table.count, columnCount], values: values)
  }
}
