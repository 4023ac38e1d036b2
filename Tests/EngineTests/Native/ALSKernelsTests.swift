import CKernels
import Engine
import Testing

/// One row's equations with random entries, and their solution in Double.
private struct ALSProblem {
  let dimension: Int
  let fixed: [Float]
  let gram: [Float]
  let columns: [Int32]
  let confidences: [Float]
  let start: [Float]
  let penalty: Float = 0.7
  let gramWeight: Float = 0.3

  init(dimension: Int, count: Int, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    self.dimension = dimension
    let columnCount = count + 5
    fixed = (0..<columnCount * dimension).map { _ in
      Float(generator.normal()) / Float(dimension).squareRoot()
    }
    columns = (0..<count).map { _ in Int32(generator.index(below: columnCount)) }
    confidences = (0..<count).map { _ in Float(0.1 + 3 * generator.uniform()) }
    start = (0..<dimension).map { _ in Float(generator.normal()) }
    let size = Kernels.padded(dimension)
    var sum = [Double](repeating: 0, count: dimension * dimension)
    LinearAlgebra.addGram(of: fixed.map { Double($0) }, columns: dimension, to: &sum)
    gram = (0..<size * size).map { [sum] element in
      let (i, j) = (element / size, element % size)
      guard i < dimension && j < dimension else { return 0 }
      return Float(sum[min(i, j) * dimension + max(i, j)])
    }
  }

  /// By Cholesky in Double.
  func solution() throws -> [Double] {
    let size = Kernels.padded(dimension)
    var matrix = (0..<dimension * dimension).map { element in
      let (i, j) = (element / dimension, element % dimension)
      return Double(gramWeight) * Double(gram[i * size + j]) + (i == j ? Double(penalty) : 0)
    }
    var rows: [Double] = []
    rows.reserveCapacity(columns.count * dimension)
    for entry in columns.indices {
      let scale = Double(confidences[entry]).squareRoot()
      for index in 0..<dimension { rows.append(scale * factor(entry, index)) }
    }
    LinearAlgebra.addGram(of: rows, columns: dimension, to: &matrix)
    return try Cholesky(matrix, size: dimension).solve(right)
  }

  private func factor(_ entry: Int, _ index: Int) -> Double {
    Double(fixed[Int(columns[entry]) * dimension + index])
  }

  func image(of x: [Double]) -> [Double] {
    let size = Kernels.padded(dimension)
    var result = (0..<dimension).map { i in
      (0..<dimension).reduce(Double(penalty) * x[i]) {
        $0 + Double(gramWeight) * Double(gram[i * size + $1]) * x[$1]
      }
    }
    for entry in columns.indices {
      let product = (0..<dimension).reduce(0) { $0 + factor(entry, $1) * x[$1] }
      for i in 0..<dimension {
        result[i] += Double(confidences[entry]) * product * factor(entry, i)
      }
    }
    return result
  }

  var right: [Double] {
    (0..<dimension).map { i in
      columns.indices.reduce(0) { $0 + Double(confidences[$1]) * factor($1, i) }
    }
  }

  /// Plain conjugate gradients.
  func solution(steps: Int) -> [Double] {
    func inner(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var x = start.map(Double.init)
    var residual = zip(right, image(of: x)).map { $0 - $1 }
    var direction = residual
    var squared = inner(residual, residual)
    for _ in 0..<steps where squared > 1e-20 {
      let image = image(of: direction)
      let length = squared / inner(direction, image)
      for i in x.indices {
        x[i] += length * direction[i]
        residual[i] -= length * image[i]
      }
      let next = inner(residual, residual)
      for i in x.indices { direction[i] = residual[i] + next / squared * direction[i] }
      squared = next
    }
    return x
  }

  /// Calls `body` with the equations and scratch memory full of NaN.
  func withEquations<Result>(
    _ kernels: NativeKernels, penalty: Float? = nil,
    _ body: (UnsafePointer<als_side>, UnsafePointer<als_row>, UnsafeMutablePointer<Float>) -> Result
  ) throws -> Result {
    let scratchCount = kernels.table.pointee.als.scratch_count(dimension)
    return try fixed.withUnsafeBufferPointer { fixed in
      try gram.withUnsafeBufferPointer { gram in
        try columns.withUnsafeBufferPointer { columns in
          try confidences.withUnsafeBufferPointer { confidences in
            try withUnsafeTemporaryAllocation(byteCount: 4 * scratchCount, alignment: 64) {
              let scratch = $0.bindMemory(to: Float.self)
              scratch.initialize(repeating: .nan)
              var side = try als_side(
                fixed: #require(fixed.baseAddress), dimension: dimension,
                gram: #require(gram.baseAddress),
                gram_weight: gramWeight)
              var row = try als_row(
                columns: #require(columns.baseAddress),
                confidences: #require(confidences.baseAddress),
                count: columns.count, known: columns.count, penalty: penalty ?? self.penalty)
              return try body(&side, &row, #require(scratch.baseAddress))
            }
          }
        }
      }
    }
  }
}

struct ALSKernelsTests {
  /// Dimensions around the vectors, counts around the groups and segments.
  static let shapes: [(dimension: Int, count: Int)] =
    [
      (1, 1), (2, 5), (3, 4), (15, 16), (16, 17), (17, 3), (33, 40), (48, 64), (64, 1), (64, 15),
      (64, 16), (64, 65), (64, 200), (64, 1_100), (80, 30), (100, 129), (128, 70), (150, 20),
    ] + longRows

  /// Rows too long to keep their packed factors, with a rest in every grouping.
  static let longRows: [(dimension: Int, count: Int)] = [
    (17, 4_500), (40, 2_903), (64, 2_200), (80, 1_777),
  ]

  @Test(arguments: NativeKernels.all)
  func `the long rows are longer than what is kept of a row`(kernels: NativeKernels) {
    for (dimension, count) in Self.longRows {
      let size = Kernels.padded(dimension)
      #expect(count * size > kernels.table.pointee.als.scratch_count(dimension))
    }
  }

  private func expectClose(
    _ x: [Float], _ expected: [Double], _ tolerance: Double, _ shape: (dimension: Int, count: Int)
  ) {
    let scale = expected.map(abs).max() ?? 0
    for (ours, theirs) in zip(x, expected) {
      #expect(abs(Double(ours) - theirs) <= tolerance * max(scale, 1), "\(shape)")
    }
  }

  @Test(arguments: NativeKernels.all)
  func `steps follow those of plain conjugate gradients`(kernels: NativeKernels) throws {
    for shape in Self.shapes {
      let problem = ALSProblem(dimension: shape.dimension, count: shape.count, seed: 1)
      for steps in [1, 3] {
        var x = problem.start
        try problem.withEquations(kernels) { side, row, scratch in
          kernels.table.pointee.als.take_steps(side, row, steps, &x, scratch)
        }
        expectClose(x, problem.solution(steps: steps), 1e-3, shape)
      }
    }
  }

  @Test(arguments: NativeKernels.all)
  func `solving satisfies the equations`(kernels: NativeKernels) throws {
    for shape in Self.shapes {
      let problem = ALSProblem(dimension: shape.dimension, count: shape.count, seed: 2)
      var x = problem.start
      let isSolved = try problem.withEquations(kernels) { side, row, scratch in
        kernels.table.pointee.als.solve(side, row, &x, scratch)
      }
      #expect(isSolved)
      expectClose(x, try problem.solution(), 1e-4, shape)
    }
  }

  @Test(arguments: NativeKernels.all)
  func `blocks reach the solution, one block at once`(kernels: NativeKernels) throws {
    for shape in Self.shapes {
      let problem = ALSProblem(dimension: shape.dimension, count: shape.count, seed: 3)
      let solution = try problem.solution()
      var predictions = [Float](repeating: .nan, count: shape.count)
      var blocks = [(width: shape.dimension, sweeps: 1), (shape.dimension + 9, 1)]
      // Small blocks take many sweeps.
      if shape.dimension < 20 { blocks.append((7, 100)) }
      for (width, sweeps) in blocks {
        var x = problem.start
        for _ in 0..<sweeps {
          let isSolved = try problem.withEquations(kernels) { side, row, scratch in
            kernels.table.pointee.als.solve_blocks(side, row, width, &x, &predictions, scratch)
          }
          #expect(isSolved)
        }
        expectClose(x, solution, 1e-3, shape)
      }
    }
  }

  @Test(arguments: NativeKernels.all)
  func `the observed loss is that of Double`(kernels: NativeKernels) throws {
    for shape in Self.shapes {
      let problem = ALSProblem(dimension: shape.dimension, count: shape.count, seed: 4)
      let loss = try problem.withEquations(kernels) { side, row, scratch in
        kernels.table.pointee.als.observed_loss(side, row, problem.start, scratch)
      }
      var expected = 0.0
      for entry in 0..<shape.count {
        let start = Int(problem.columns[entry]) * shape.dimension
        let product = (0..<shape.dimension).reduce(0.0) {
          $0 + Double(problem.fixed[start + $1]) * Double(problem.start[$1])
        }
        expected += Double(problem.confidences[entry]) * (1 - product) * (1 - product)
      }
      #expect(abs(loss - expected) <= 1e-5 * expected, "\(shape)")
    }
  }

  @Test(arguments: NativeKernels.all)
  func `equations without a solution are refused`(kernels: NativeKernels) throws {
    let problem = ALSProblem(dimension: 20, count: 3, seed: 5)
    var predictions = [Float](repeating: 0, count: 3)
    for penalty in [-1e6, Float.infinity, .nan] {
      var x = problem.start
      let (whole, blocks) = try problem.withEquations(kernels, penalty: penalty) {
        side, row, scratch in
        (
          kernels.table.pointee.als.solve(side, row, &x, scratch),
          kernels.table.pointee.als.solve_blocks(side, row, 6, &x, &predictions, scratch)
        )
      }
      #expect(!whole && !blocks)
      #expect(x == problem.start)
    }
  }
}
