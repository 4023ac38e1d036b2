import Engine

/// The expectations that a rating's other side adds to the equations of a row.
///
/// With x = (q, 1) for the factors q of the other side and its bias b, a rating y adds
/// E[xxᵀ] to the precision and E[x (y − b)] to the target.
struct RatingMoments: Sendable {
  private let width: Int
  /// E[xxᵀ] of each of the other side: [rows, width, width].
  private let squares: [Double]
  /// E[x] of each of the other side: [rows, width].
  private let inputs: [Double]
  /// E[x b] of each of the other side: [rows, width].
  private let biased: [Double]

  init(_ side: RatingSide) {
    let width = side.width
    let bias = width - 1
    var inputs = side.means
    var biased = side.means
    var squares = side.covariances
    for row in 0..<side.ratings.rowCount {
      let start = row * width
      let meanBias = side.means[start + bias]
      inputs[start + bias] = 1
      for i in 0..<width {
        // The constant 1 goes with nothing.
        let covariance = i == bias ? 0 : side.covariances[(start + i) * width + bias]
        biased[start + i] = inputs[start + i] * meanBias + covariance
        for j in 0..<width {
          let covariance = i == bias || j == bias ? 0 : squares[(start + i) * width + j]
          squares[(start + i) * width + j] = inputs[start + i] * inputs[start + j] + covariance
        }
      }
    }
    self.width = width
    self.squares = squares
    self.inputs = inputs
    self.biased = biased
  }

  /// The sums of a row of ratings: of E[xxᵀ], [width, width], and of E[x (y − b)].
  func sums(of row: Int, in ratings: SparseMatrix) -> (precision: [Double], target: [Double]) {
    var precision = [Double](repeating: 0, count: width * width)
    var target = [Double](repeating: 0, count: width)
    precision.withUnsafeMutableBufferPointer { precision in
      squares.withUnsafeBufferPointer { squares in
        for entry in ratings.entries(ofRow: row) {
          let start = Int(ratings.columns[entry]) * width
          for index in 0..<width * width { precision[index] += squares[start * width + index] }
          let value = Double(ratings.values[entry])
          for index in 0..<width {
            target[index] += value * inputs[start + index] - biased[start + index]
          }
        }
      }
    }
    return (precision, target)
  }
}
