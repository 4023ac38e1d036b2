import CKernels
import Engine
import Testing

struct LogisticKernelsTests {
  /// Columns around the vectors, the tiles and what remains of them.
  static let columnCounts = [0, 1, 7, 8, 9, 15, 16, 31, 32, 33, 47, 50, 64, 71, 100]
  static let rowCounts = [1, 2, 3, 4, 5, 7, 8, 64, 65]

  private static func normals(_ count: Int, _ generator: inout SplitMix64) -> [Double] {
    (0..<count).map { _ in generator.normal() }
  }

  @Test(arguments: NativeKernels.all)
  func `scores and weighted sums of rows are those of plain loops`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 3)
    for columns in Self.columnCounts {
      for count in Self.rowCounts {
        let rows = (0..<max(1, count * columns)).map { _ in Float(generator.normal()) }
        let weights = Self.normals(columns, &generator)
        var scores = [Double](repeating: -7, count: count + 1)
        kernels.table.pointee.logistic.scores(&scores, rows, count, columns, weights, 0.25)
        let factors = Self.normals(count, &generator)
        let before = Self.normals(columns + 1, &generator)
        var sums = before
        kernels.table.pointee.logistic.add_weighted_rows(&sums, factors, rows, count, columns)
        for row in 0..<count {
          var expected = 0.25
          for column in 0..<columns {
            expected += weights[column] * Double(rows[row * columns + column])
          }
          #expect(abs(scores[row] - expected) <= 1e-13 * Double(columns + 1))
        }
        for column in 0..<columns {
          var expected = before[column]
          for row in 0..<count { expected += factors[row] * Double(rows[row * columns + column]) }
          #expect(abs(sums[column] - expected) <= 1e-13 * Double(count + 1))
        }
        // Nothing past the end is written.
        #expect(scores[count] == -7 && sums[columns] == before[columns])
      }
    }
  }

  @Test(arguments: NativeKernels.all)
  func `the log-loss and its derivatives are those of the C library`(kernels: NativeKernels) {
    let edges = [0, -0.0, 1e-300, -1e-12, 36, -36, 300, -300, 708, -709, 1e5, -1e5]
    var generator = SplitMix64(seed: 4)
    for count in [1, 7, 8, 9, 12, 100] {
      let scores = (0..<count).map { $0 < edges.count ? edges[$0] : 8 * generator.normal() }
      let targets = (0..<count).map { [0, 1, 0.25][$0 % 3] as Float }
      for weights in [nil, (0..<count).map { Float($0 % 4) / 2 }] {
        var first = scores
        var second = [Double](repeating: 0, count: count)
        var expected = 0.0
        let loss = kernels.table.pointee.logistic.log_loss(
          &first, &second, targets, weights, count)
        for index in 0..<count {
          let weight = Double(weights?[index] ?? 1)
          let (z, target) = (scores[index], Double(targets[index]))
          let probability = Logistic.sigmoid(z)
          expected += weight * (Logistic.softplus(z) - target * z)
          #expect(abs(first[index] - weight * (probability - target)) <= 1e-15)
          #expect(abs(second[index] - weight * probability * Logistic.sigmoid(-z)) <= 1e-15)
        }
        #expect(abs(loss - expected) <= 1e-14 * max(1, abs(expected)))
      }
    }
  }

  @Test(arguments: NativeKernels.all)
  func `a small log-loss keeps its digits`(kernels: NativeKernels) {
    for z in stride(from: 0.5, through: 700, by: 3.7) {
      var score = [z]
      let loss = kernels.table.pointee.logistic.log_loss(&score, nil, [1], nil, 1)
      // softplus(−z), which is loss minus nothing for the target 1.
      #expect(abs(loss - Logistic.softplus(-z)) <= max(1e-15 * Logistic.softplus(-z), 2e-14 * z))
    }
  }

  @Test(arguments: NativeKernels.all)
  func `the squared hinge and its derivatives are those of plain code`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 5)
    for count in [1, 7, 8, 9, 100] {
      let scores = Self.normals(count, &generator)
      let targets = (0..<count).map { Float($0 % 2) }
      for weights in [nil, (0..<count).map { Float($0 % 4) / 2 }] {
        var first = scores
        var second = [Double](repeating: 0, count: count)
        var expected = 0.0
        let loss = kernels.table.pointee.logistic.squared_hinge(
          &first, &second, targets, weights, count)
        for index in 0..<count {
          let weight = Double(weights?[index] ?? 1)
          let sign: Double = targets[index] > 0 ? 1 : -1
          let violation = max(0, 1 - sign * scores[index])
          expected += weight * violation * violation
          #expect(abs(first[index] + 2 * weight * sign * violation) <= 1e-14)
          #expect(second[index] == (violation > 0 ? 2 * weight : 0))
        }
        #expect(abs(loss - expected) <= 1e-13 * max(1, expected))
      }
    }
  }

  @Test(arguments: NativeKernels.all)
  func `the first number that is not finite is found anywhere`(kernels: NativeKernels) {
    let search = kernels.table.pointee.logistic.first_not_finite
    for count in [0, 1, 15, 255, 256, 257, 600] {
      var values = (0..<max(1, count)).map { Float($0) * 1e30 }
      #expect(search(values, count) == count)
      for position in stride(from: 0, to: count, by: 37) {
        let kept = values[position]
        for bad in [Float.nan, .infinity, -.infinity] {
          values[position] = bad
          if position + 1 < count { values[count - 1] = .nan }
          #expect(search(values, count) == position)
          values[count - 1] = Float(count - 1) * 1e30
        }
        values[position] = kept
      }
    }
  }

  @Test(arguments: NativeKernels.all)
  func `rows of a matrix are added by their factors`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 6)
    for stride in [16, 32, 48, 64, 80, 96, 112, 176] {
      for count in [0, 1, 5, 6, 7, 40] {
        let matrix = (0..<20 * stride).map { _ in Float(generator.normal()) }
        let columns = (0..<count).map { _ in Int32(generator.index(below: 20)) }
        let values = (0..<count).map { _ in Float(generator.normal()) }
        let before = (0..<stride).map { _ in Float(generator.normal()) }
        var row = before
        kernels.table.pointee.logistic.add_scaled_rows(&row, matrix, stride, columns, values, count)
        for index in 0..<stride {
          var expected = Double(before[index])
          for entry in 0..<count {
            expected += Double(values[entry]) * Double(matrix[Int(columns[entry]) * stride + index])
          }
          #expect(abs(Double(row[index]) - expected) <= 1e-6 * Double(count + 1))
        }
      }
    }
  }

  @Test(arguments: NativeKernels.all)
  func `a row is added to rows of a matrix by their factors`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 7)
    for count in [0, 1, 5, 6, 7, 20] {
      let before = (0..<20 * 16).map { _ in Float(generator.normal()) }
      var columns = (0..<20).map { Int32($0) }
      generator.shuffle(&columns)
      let values = (0..<count).map { _ in Float(generator.normal()) }
      let row = (0..<16).map { _ in Float(generator.normal()) }
      var matrix = before
      kernels.table.pointee.logistic.add_row_to_rows(&matrix, row, columns, values, count)
      var expected = before.map(Double.init)
      for entry in 0..<count {
        for lane in 0..<16 {
          expected[Int(columns[entry]) * 16 + lane] += Double(values[entry]) * Double(row[lane])
        }
      }
      #expect(zip(matrix, expected).allSatisfy { abs(Double($0) - $1) <= 1e-6 })
    }
  }

  @Test(arguments: NativeKernels.all)
  func `rows of bytes are added by their factors`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 8)
    for stride in [16, 32, 80, 96, 160, 176] {
      for count in [0, 1, 7, 8, 9, 40] {
        let matrix = (0..<20 * stride).map { _ in Int8(generator.index(below: 256) - 128) }
        let columns = (0..<count).map { _ in Int32(generator.index(below: 20)) }
        let values = (0..<count).map { _ in Float(generator.normal()) }
        let before = (0..<stride).map { _ in Float(generator.normal()) }
        var row = before
        kernels.table.pointee.logistic.add_scaled_bytes(
          &row, matrix, stride, columns, values, count)
        for index in 0..<stride {
          var expected = Double(before[index])
          for entry in 0..<count {
            expected += Double(values[entry]) * Double(matrix[Int(columns[entry]) * stride + index])
          }
          #expect(abs(Double(row[index]) - expected) <= 1e-4 * Double(count + 1))
        }
      }
    }
  }
}
