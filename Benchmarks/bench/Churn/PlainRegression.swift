import Engine
import Features
import Models

/// Logistic regression as a first attempt writes it: numbers standardised, one column
/// for each category, a missing number read as zero, C = 1.
struct PlainRegression {
  private let numbers: [(mean: Float, scale: Float)]
  private let levels: [[String]]
  private let regression: LogisticRegression

  init(fitting table: CustomerTable, labels: [Bool]) throws {
    numbers = table.numeric.map { column in
      let values = column.values.map { $0.isNaN ? 0 : $0 }
      let count = Float(values.count)
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      return (mean, variance > 0 ? variance.squareRoot() : 1)
    }
    levels = table.categorical.map { Set($0.values.map { $0 ?? "" }).sorted() }
    regression = try LogisticRegression.fit(
      Self.matrix(of: table, numbers: numbers, levels: levels), labels: labels.map { $0 ? 1 : 0 })
  }

  func probabilities(of table: CustomerTable) -> [Double] {
    regression.probabilities(Self.matrix(of: table, numbers: numbers, levels: levels))
  }

  /// [rows, numbers + levels]; a category unknown in training is none of them.
  private static func matrix(
    of table: CustomerTable, numbers: [(mean: Float, scale: Float)], levels: [[String]]
  ) -> Tensor {
    let width = numbers.count + levels.reduce(0) { $0 + $1.count }
    var values = [Float](repeating: 0, count: table.count * width)
    for (index, column) in table.numeric.enumerated() {
      let (mean, scale) = numbers[index]
      for (row, value) in column.values.enumerated() {
        values[row * width + index] = ((value.isNaN ? 0 : value) - mean) / scale
      }
    }
    var first = numbers.count
    for (column, names) in zip(table.categorical, levels) {
      let places = Dictionary(uniqueKeysWithValues: zip(names, first...))
      for (row, value) in column.values.enumerated() {
        if let place = places[value ?? ""] { values[row * width + place] = 1 }
      }
      first += names.count
    }
    return Tensor(shape: [table.count, width], values: values)
  }
}
