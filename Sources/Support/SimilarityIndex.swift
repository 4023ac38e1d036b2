import Features

/// The cosine of a text to every stored phrasing.
struct SimilarityIndex: Sendable {
  let documentCount: Int
  private let offsets: [Int]
  private let documents: [Int32]
  private let values: [Float]

  /// By column: whether it is in so many documents that it tells none of them from
  /// the others, and is left out on both sides.
  private let isCommon: [Bool]

  /// From so many documents on, columns in more than `commonShare` of them are
  /// left out: they are most of the work and next to nothing of the cosine.
  private static let manyDocuments = 1_000
  private static let commonShare = 0.2

  init(_ rows: [TextVector], columnCount: Int) {
    documentCount = rows.count
    var counts = [Int](repeating: 0, count: columnCount)
    for row in rows {
      for column in row.columns { counts[Int(column)] += 1 }
    }
    let most =
      rows.count < Self.manyDocuments ? rows.count : Int(Self.commonShare * Double(rows.count))
    let isCommon = counts.map { $0 > most }
    self.isCommon = isCommon
    var offsets = [0]
    offsets.reserveCapacity(columnCount + 1)
    for (column, count) in counts.enumerated() {
      offsets.append(offsets[column] + (isCommon[column] ? 0 : count))
    }
    var documents = [Int32](repeating: 0, count: offsets[columnCount])
    var values = [Float](repeating: 0, count: offsets[columnCount])
    var cursor = offsets
    for (document, row) in rows.enumerated() {
      let scale = Self.inverseLength(row, of: row.values.reduce(0) { $0 + $1 * $1 }, isCommon)
      for (column, value) in zip(row.columns, row.values) where !isCommon[Int(column)] {
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

  /// One over the length of a row of so many squares, without what is common.
  private static func inverseLength(
    _ row: TextVector, of squares: Float, _ isCommon: [Bool]
  ) -> Float {
    var squares = squares
    for (column, value) in zip(row.columns, row.values) where isCommon[Int(column)] {
      squares -= value * value
    }
    return squares > leastSquares ? 1 / squares.squareRoot() : 0
  }

  /// What rounding leaves of a row of common columns alone.
  private static let leastSquares: Float = 1e-5

  /// The cosine of the row to each document; `length` is that of the row where
  /// it exceeds that of its entries.
  ///
  /// - Complexity: O(documents + postings of the text's n-grams).
  func cosines(_ row: TextVector, length: Float? = nil) -> [Float] {
    var cosines = [Float](repeating: 0, count: documentCount)
    let squares = length.map { $0 * $0 } ?? row.values.reduce(0) { $0 + $1 * $1 }
    let scale = Self.inverseLength(row, of: squares, isCommon)
    for (column, value) in zip(row.columns, row.values) where !isCommon[Int(column)] {
      let factor = value * scale
      for position in offsets[Int(column)]..<offsets[Int(column) + 1] {
        cosines[Int(documents[position])] += factor * values[position]
      }
    }
    return cosines
  }
}
