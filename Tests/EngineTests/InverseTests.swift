import Testing

@testable import Engine

@Suite struct InverseTests {
  private static func positiveDefinite(_ size: Int, seed: UInt64) -> Tensor {
    var generator = SplitMix64(seed: seed)
    let rows = size + 10
    var gram = LinearAlgebra.gram(
      Tensor(
        shape: [rows, size], values: (0..<rows * size).map { _ in Float(generator.normal()) }))
    for index in 0..<size { gram[index, index] += Float(size) / 4 + 1 }
    return gram
  }

  @Test(arguments: [1, 2, 7, 15, 16, 17, 33, 64, 129], [1, 5, 16, 192])
  func `a matrix times its inverse is the identity`(size: Int, blockSize: Int) throws {
    let matrix = Self.positiveDefinite(size, seed: UInt64(size))
    var inverse = matrix
    // The lower triangle is not read.
    for i in 0..<size {
      for j in 0..<i { inverse[i, j] = .nan }
    }
    #expect(
      try LinearAlgebra.invertPositiveDefinite(&inverse, blockSize: blockSize, threads: 3))
    for i in 0..<size {
      for j in 0..<size {
        #expect(inverse[i, j] == inverse[j, i])
        var sum = 0.0
        for k in 0..<size { sum += Double(matrix[i, k]) * Double(inverse[k, j]) }
        #expect(abs(sum - (i == j ? 1 : 0)) < 1e-4, "(\(i), \(j))")
      }
    }
  }

  @Test func `one, two and four threads give the same bits`() throws {
    let inverses = try [1, 2, 4].map { threads in
      var matrix = Self.positiveDefinite(210, seed: 8)
      _ = try LinearAlgebra.invertPositiveDefinite(&matrix, blockSize: 32, threads: threads)
      return matrix
    }
    #expect(inverses[0] == inverses[1])
    #expect(inverses[0] == inverses[2])
  }

  @Test func `a matrix that is not positive definite is refused at its row`() {
    for (row, value) in [(0, Float(-1)), (5, 0), (9, .nan), (19, .infinity)] {
      var matrix = Tensor(zeros: [20, 20])
      for index in 0..<20 { matrix[index, index] = index == row ? value : 2 }
      let error = #expect(throws: NotPositiveDefinite.self) {
        try LinearAlgebra.invertPositiveDefinite(&matrix, blockSize: 4, threads: 2)
      }
      #expect(error?.minor == row + 1)
    }
    var dependent = Tensor(shape: [2, 2], values: [1, 1, 1, 1])
    #expect(throws: NotPositiveDefinite.self) {
      try LinearAlgebra.invertPositiveDefinite(&dependent)
    }
  }

  @Test func `an inversion can be cancelled`() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    var matrix = Self.positiveDefinite(9, seed: 1)
    #expect(try !LinearAlgebra.invertPositiveDefinite(&matrix, cancellation: cancellation))
    var empty = Tensor(zeros: [0, 0])
    #expect(try LinearAlgebra.invertPositiveDefinite(&empty))
  }
}
