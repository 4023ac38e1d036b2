import Testing

@testable import Engine

@Suite struct LinearAlgebraTests {
  /// BLAS orders its sums by processor: values agree, bits need not.
  private static let tolerance: Float = 1e-4

  private func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Tensor {
    var generator = SplitMix64(seed: seed)
    return Tensor(
      shape: [rows, columns],
      values: (0..<rows * columns).map { _ in Float(generator.normal()) })
  }

  private func transposed(_ a: Tensor) -> Tensor {
    var result = Tensor(zeros: [a.columns, a.rows])
    for i in 0..<a.rows {
      for j in 0..<a.columns { result[j, i] = a[i, j] }
    }
    return result
  }

  private func close(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < Self.tolerance }
  }

  @Test(arguments: [false, true], [false, true])
  func `products agree with the definition`(transposeA: Bool, transposeB: Bool) {
    for (m, k, n) in [(1, 1, 1), (2, 3, 4), (17, 5, 33), (3, 0, 2), (0, 3, 2), (64, 31, 7)] {
      let (a, b) = (random(m, k, seed: 1), random(k, n, seed: 2))
      var expected = Tensor(zeros: [m, n])
      for i in 0..<m {
        for j in 0..<n {
          for inner in 0..<k { expected[i, j] += a[i, inner] * b[inner, j] }
        }
      }
      let product = LinearAlgebra.product(
        transposeA ? transposed(a) : a, transposed: transposeA, transposeB ? transposed(b) : b,
        transposed: transposeB)
      #expect(product.shape == [m, n])
      #expect(close(product.values, expected.values), "[\(m), \(k)] × [\(k), \(n)]")
    }
  }

  @Test func `a vector is a matrix of one column`() {
    let (a, x) = (random(9, 5, seed: 3), random(5, 1, seed: 4))
    let product = LinearAlgebra.product(a, x).values
    #expect(close(LinearAlgebra.product(a, x.values), product))
    #expect(close(LinearAlgebra.product(transposed(a), transposed: true, x.values), product))
  }

  @Test(arguments: [0, 1, 5, 40])
  func `a Cholesky factor's inverse times the matrix is the identity`(size: Int) throws {
    let a = random(size + 3, max(1, size), seed: 6).values.map(Double.init)
    var matrix = [Double](repeating: 0, count: size * size)
    if size > 0 { LinearAlgebra.addGram(of: a, columns: size, to: &matrix) }
    let inverse = try Cholesky(matrix, size: size).inverse()
    func element(_ m: [Double], _ i: Int, _ j: Int) -> Double {
      m[min(i, j) * size + max(i, j)]
    }
    for i in 0..<size {
      for j in 0..<size {
        let sum = (0..<size).reduce(0) {
          $0 + element(matrix, i, $1) * element(inverse, $1, j)
        }
        #expect(abs(sum - (i == j ? 1 : 0)) < 1e-8)
      }
    }
  }

  @Test(arguments: [0, 1, 2, 7, 16, 33])
  func `the Gram matrix is the product with the transpose`(columns: Int) {
    let a = random(21, columns, seed: 5)
    let gram = LinearAlgebra.gram(a)
    #expect(close(gram.values, LinearAlgebra.product(a, transposed: true, a).values))
    var sum = [Double](repeating: 0, count: columns * columns)
    guard columns > 0 else { return }
    for row in 0..<21 {
      LinearAlgebra.addGram(of: a.row(row).map { Double($0) }, columns: columns, to: &sum)
    }
    for i in 0..<columns {
      for j in i..<columns { #expect(abs(sum[i * columns + j] - Double(gram[i, j])) < 1e-4) }
    }
  }

  @Test(arguments: [1, 2, 7, 16, 33])
  func `Cholesky solves`(size: Int) throws {
    let gram = LinearAlgebra.gram(random(2 * size + 3, size, seed: 6))
    let x = random(size, 1, seed: 7).values
    let rightHandSide = LinearAlgebra.product(gram, x)
    let solution = try Cholesky(gram.values.map { Double($0) }, size: size)
      .solve(rightHandSide.map { Double($0) })
    #expect(zip(solution, x).allSatisfy { abs($0 - Double($1)) < 1e-4 })
  }

  @Test(arguments: [0, 1, 2, 7, 33])
  func `the factor times its transpose is the matrix, and its inverse undoes it`(
    size: Int
  ) throws {
    let gram = LinearAlgebra.gram(random(2 * size + 3, size, seed: 8)).values.map { Double($0) }
    let factor = try Cholesky(gram, size: size)
    let x = (0..<size).map { Double($0 % 5) - 1.5 }
    var product = x
    factor.multiply(&product)
    factor.multiply(&product, transposed: true)
    for row in 0..<size {
      let expected = (0..<size).reduce(0.0) { $0 + gram[row * size + $1] * x[$1] }
      #expect(abs(product[row] - expected) < 1e-9 * Double(size))
    }
    factor.divide(&product, transposed: true)
    factor.divide(&product)
    for (found, expected) in zip(product, x) { #expect(abs(found - expected) < 1e-6) }
  }

  @Test func `a matrix that is not positive definite is refused`() {
    let cases: [(matrix: [Double], minor: Int)] = [
      ([-1], 1), ([0], 1), ([1, 2, 2, 1], 2), ([1, 1, 1, 1], 2),
      ([1, 0, 0, 0, .nan, 0, 0, 0, 1], 2), ([.infinity], 1),
    ]
    for (matrix, minor) in cases {
      let size = matrix.count == 9 ? 3 : matrix.count == 4 ? 2 : 1
      let error = #expect(throws: NotPositiveDefinite.self) {
        try Cholesky(matrix, size: size)
      }
      #expect(error?.minor == minor, "\(matrix)")
    }
  }

  @Test func `sizes that do not fit stop the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = LinearAlgebra.product(Tensor(zeros: [2, 3]), Tensor(zeros: [2, 3]))
    }
    await #expect(processExitsWith: .failure) {
      _ = LinearAlgebra.product(Tensor(zeros: [2, 3]), [1, 2])
    }
  }
}
