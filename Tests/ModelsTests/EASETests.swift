import Engine
import Testing

@testable import Models

@Suite struct EASETests {
  private static func random(
    users: Int, items: Int, entries: Int, seed: UInt64
  ) -> SparseMatrix {
    var generator = SplitMix64(seed: seed)
    return SparseMatrix(
      rowCount: users, columnCount: items,
      entryRows: (0..<entries).map { _ in generator.index(below: users) },
      entryColumns: (0..<entries).map { _ in generator.index(below: items) },
      entryValues: (0..<entries).map { _ in 0.5 + Float(generator.uniform()) })
  }

  private static func denseRows(_ matrix: SparseMatrix) -> [[Double]] {
    (0..<matrix.rowCount).map { row in
      var values = [Double](repeating: 0, count: matrix.columnCount)
      for entry in matrix.entries(ofRow: row) {
        values[Int(matrix.columns[entry])] = Double(matrix.values[entry])
      }
      return values
    }
  }

  /// XᵀX by its definition.
  private static func gram(_ matrix: SparseMatrix) -> [[Double]] {
    let rows = denseRows(matrix)
    let size = matrix.columnCount
    return (0..<size).map { i in
      (0..<size).map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } }
    }
  }

  /// The inverse by Gauss-Jordan elimination with row exchanges.
  private static func inverse(_ matrix: [[Double]]) -> [[Double]] {
    let size = matrix.count
    var a = matrix.enumerated().map { i, row in row + (0..<size).map { $0 == i ? 1 : 0 } }
    for column in 0..<size {
      let pivot = (column..<size).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
      a.swapAt(column, pivot)
      let scale = a[column][column]
      for k in 0..<2 * size { a[column][k] /= scale }
      for row in 0..<size where row != column {
        let factor = a[row][column]
        for k in 0..<2 * size { a[row][k] -= factor * a[column][k] }
      }
    }
    return a.map { Array($0[size...]) }
  }

  private static func fit(
    _ matrix: SparseMatrix, regularization: Double, keeping kept: Int? = nil, threads: Int = 2
  ) throws -> ItemToItem {
    try EASE.fit(
      matrix,
      configuration: .init(
        regularization: regularization, weightsPerItem: kept, threads: threads))
  }

  @Test(arguments: [(2, 5), (7, 20), (16, 60), (33, 400)], [0.5, 20])
  func `weights are those of the closed form`(
    size: (items: Int, entries: Int), regularization: Double
  ) throws {
    let matrix = Self.random(users: 25, items: size.items, entries: size.entries, seed: 3)
    let model = try Self.fit(matrix, regularization: regularization)
    var shifted = Self.gram(matrix)
    for item in 0..<size.items { shifted[item][item] += regularization }
    let p = Self.inverse(shifted)
    for i in 0..<size.items {
      for j in 0..<size.items {
        let expected = i == j ? 0 : -p[i][j] / p[j][j]
        #expect(abs(Double(model.weight(of: i, for: j)) - expected) < 1e-5, "(\(i), \(j))")
      }
    }
  }

  @Test func `only the diagonal keeps the gradient from zero`() throws {
    let matrix = Self.random(users: 40, items: 30, entries: 300, seed: 5)
    let model = try Self.fit(matrix, regularization: 4)
    let gram = Self.gram(matrix)
    for j in 0..<30 {
      #expect(model.weight(of: j, for: j) == 0)
      // The derivative of the loss by B[i, j], halved.
      for i in 0..<30 where i != j {
        var gradient = 4 * Double(model.weight(of: i, for: j)) - gram[i][j]
        for k in 0..<30 { gradient += gram[i][k] * Double(model.weight(of: k, for: j)) }
        #expect(abs(gradient) < 1e-4, "(\(i), \(j))")
      }
    }
  }

  @Test(arguments: [nil, 24])
  func `the withheld square of a checkerboard is recommended first`(kept: Int?) throws {
    let size = 50
    let matrix = SparseMatrix(
      rows: (0..<size).map { user in
        (0..<size).filter { ($0 + user) % 2 == 0 && $0 != user }.map { (column: $0, value: 1) }
      }, columnCount: size)
    let model = try Self.fit(matrix, regularization: 1, keeping: kept)
    for user in 0..<size {
      let items = matrix.entries(ofRow: user).map { Int(matrix.columns[$0]) }
      let scores = model.scores(items: items, weights: items.map { _ in 1 })
      #expect(Ranking.top(1, of: scores, excluding: items).first?.index == user)
    }
  }

  @Test func `the strongest weights of each row are kept`() throws {
    let matrix = Self.random(users: 60, items: 40, entries: 900, seed: 6)
    let whole = try Self.fit(matrix, regularization: 2)
    let model = try Self.fit(matrix, regularization: 2, keeping: 7)
    for item in 0..<40 {
      let row = (0..<40).map { whole.weight(of: item, for: $0) }
      let strongest = row.indices.sorted {
        row[$0].magnitude != row[$1].magnitude ? row[$0].magnitude > row[$1].magnitude : $0 < $1
      }.prefix(7)
      for other in 0..<40 {
        #expect(
          model.weight(of: item, for: other) == (strongest.contains(other) ? row[other] : 0))
      }
    }
    #expect(model.scores(items: [3], weights: [1]).count { $0 != 0 } == 7)
    let all = try Self.fit(matrix, regularization: 2, keeping: 39)
    #expect(all == whole)
  }

  @Test(arguments: [nil, 9])
  func `contributions sum to the score`(kept: Int?) throws {
    let model = try Self.fit(
      Self.random(users: 60, items: 40, entries: 900, seed: 7), regularization: 3, keeping: kept)
    let (items, weights) = ([4, 17, 4, 39], [Float(1), 0.5, 0.25, 2])
    let scores = model.scores(items: items, weights: weights)
    for item in 0..<40 {
      let terms = model.contributions(items: items, weights: weights, to: item)
      #expect(terms.count == 4)
      #expect(abs(terms.reduce(0, +) - scores[item]) < 1e-5)
    }
    #expect(model.scores(items: [], weights: []) == [Float](repeating: 0, count: 40))
    #expect(model.contributions(items: [], weights: [], to: 0).isEmpty)
  }

  @Test(arguments: [nil, 20])
  func `any number of threads gives the same bits`(kept: Int?) throws {
    let matrix = Self.random(users: 300, items: 430, entries: 6000, seed: 8)
    let models = try [1, 2, 4, 1000].map {
      try Self.fit(matrix, regularization: 10, keeping: kept, threads: $0)
    }
    #expect(models[0] == models[1])
    #expect(models[0] == models[2])
    #expect(models[0] == models[3])
  }

  @Test func `an item nobody met has no weights`() throws {
    let model = try Self.fit(
      SparseMatrix(rows: [[(0, 1), (1, 1)], [(0, 1), (1, 1)]], columnCount: 3), regularization: 1)
    #expect(model.weight(of: 0, for: 1) > 0)
    #expect((0..<3).allSatisfy { model.weight(of: 2, for: $0) == 0 })
    #expect((0..<3).allSatisfy { model.weight(of: $0, for: 2) == 0 })
  }

  @Test(arguments: [nil, 3])
  func `a saved model is read back equal`(kept: Int?) throws {
    let model = try Self.fit(
      Self.random(users: 20, items: 15, entries: 90, seed: 9), regularization: 2, keeping: kept)
    var checkpoint = Checkpoint(kind: "recommendation")
    model.save(to: &checkpoint, as: "ease")
    checkpoint = try Checkpoint(decoding: checkpoint.encoded())
    #expect(try ItemToItem(checkpoint, as: "ease") == model)
    #expect(throws: CheckpointError.self) { try ItemToItem(checkpoint, as: "other") }
    checkpoint.integers["ease.columns"]?[0] = 15 << 32
    checkpoint.tensors["ease.weights"].map { _ in
      checkpoint.tensors["ease.weights"] = Tensor(zeros: [2, 3])
    }
    #expect(throws: CheckpointError.self) { try ItemToItem(checkpoint, as: "ease") }
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ matrix: SparseMatrix, _ configuration: EASE.Configuration = .init(),
      _ cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try EASE.fit(matrix, configuration: configuration, cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    let matrix = SparseMatrix(rows: [[(0, 1), (1, 1)]], columnCount: 2)
    #expect(code(SparseMatrix(rows: [], columnCount: 0)) == .noData)
    #expect(code(SparseMatrix(rows: [[], []], columnCount: 3)) == .noData)
    #expect(code(SparseMatrix(rows: [[(0, 1)]], columnCount: 1)) == .oneItem)
    let place = #expect(throws: ModelError.self) {
      try EASE.fit(SparseMatrix(rows: [[(0, 1)], [(0, 1), (2, .infinity)]], columnCount: 3))
    }
    #expect(place?.message.contains("row 1, column 2 is inf") == true)
    #expect(code(SparseMatrix(rows: [[(0, .nan)]], columnCount: 3)) == .notFinite)
    #expect(code(SparseMatrix(rows: [[(0, 1e30)]], columnCount: 3)) == .notFinite)
    #expect(code(matrix, .init(regularization: 0)) == .outOfRange)
    #expect(code(matrix, .init(regularization: .nan)) == .outOfRange)
    #expect(code(matrix, .init(weightsPerItem: 0)) == .outOfRange)
    #expect(code(matrix, .init(regularization: 1e-20)) == .singular)
    #expect(code(matrix, .init(memoryLimit: 1000)) == .tooLarge)
    #expect(code(SparseMatrix(rows: [[(0, 1)]], columnCount: 100_000)) == .tooLarge)
    #expect(code(matrix, .init(), cancelled) == .cancelled)
    #expect(code(matrix) == nil)
  }

  @Test func `a fit within its memory limit is allowed`() throws {
    let configuration = EASE.Configuration(weightsPerItem: 5)
    let needed = EASE.memoryNeeded(items: 60, configuration: configuration)
    let matrix = Self.random(users: 30, items: 60, entries: 200, seed: 1)
    var exact = configuration
    exact.memoryLimit = needed
    #expect(try EASE.fit(matrix, configuration: exact).itemCount == 60)
    exact.memoryLimit = needed - 1
    let error = #expect(throws: ModelError.self) { try EASE.fit(matrix, configuration: exact) }
    #expect(error?.code == .tooLarge)
    #expect(EASE.memoryNeeded(items: 1 << 40) == .max)
  }
}
