import Engine

/// Thirty rows of five features, from whole-number formulas that the programs
/// behind the reference values repeat.
enum ReferenceData {
  static func feature(_ i: Int, _ j: Int) -> Float {
    if (i + j) % 3 == 0 { return 0 }
    let residue = (i * 7 + j * 13) % 11
    return Float(residue) / 5 - 1
  }

  static let rows: [[Float]] = (0..<30).map { i in (0..<5).map { j in feature(i, j) } }

  static let features = Tensor(rows: rows, columns: 5)

  static let sampleWeights: [Float] = (0..<30).map { i in 1 + Float(i % 4) / 2 }
}
