import Features

/// The cosine of a text to every stored phrasing.
struct SimilarityIndex: Sendable {
  let documentCount: Int
  private let offsets: [Int]
  private let documents: [Int32]
  private let values: [Float]

  init(_ rows: [TextVector], columnCount: Int) {
    documentCount = rows.count
    var offsets = [Int](repeating: 0, count: columnCount + 1)
    for row in rows {
      for column in row.columns { offsets[Int(column) + 1] += 1 }
    }
    for column in 0..<columnCount { offsets[column + 1] += offsets[column] }
    var documents = [Int32](repeating: 0, count: offsets[columnCount])
    var values = [Float](repeating: 0, count: offsets[columnCount])
    var cursor = offsets
    for (document, row) in rows.enumerated() {
      let scale = Self.inverseLength(row)
      for (column, value) in zip(row.columns, row.values) {
        let position = cursor[Int(column)]
        documents[position] = Int32(document)
        values[position] = value * scale
        cursor[Int(column)] += 1
      }
    }
    self.offsets = offsets
    self.documents = documents
    self.values = values
  }

  private static func inverseLength(_ row: TextVector) -> Float {
    let squares = row.values.reduce(0) { $0 + $1 * $1 }
    return squares > 0 ? 1 / squares.squareRoot() : 0
  }

  /// The cosine of the row to each document; `length` is that of the row where
  /// it exceeds that of its entries.
  ///
  /// - Complexity: O(documents + postings of the text's n-grams).
  func cosines(_ row: TextVector, length: Float? = nil) -> [Float] {
    var cosines = [Float](repeating: 0, count: documentCount)
    let scale = length.map { 1 / $0 } ?? Self.inverseLength(row)
    for (column, value) in zip(row.columns, row.values) {
      let factor = value * scale
      for position in offsets[Int(column)]..<offsets[Int(column) + 1] {
        cosines[Int(documents[position])] += factor * values[position]
      }
    }
    return cosines
  }
}
