import Engine
import FoundationEssentials
import Testing

@testable import Models

@Suite struct ImplicitALSSolverTests {
  private static func random(users: Int, items: Int, entries: Int, seed: UInt64) -> SparseMatrix {
    var generator = SplitMix64(seed: seed)
    return SparseMatrix(
      rowCount: users, columnCount: items,
      entryRows: (0..<entries).map { _ in generator.index(below: users) },
      entryColumns: (0..<entries).map { _ in generator.index(below: items) },
      entryValues: (0..<entries).map { _ in 1 + Float(generator.uniform()) })
  }

  @Test(arguments: [1, 3, 16, 33])
  func `by Cholesky the loss falls at least as fast as by steps`(dimension: Int) throws {
    let matrix = Self.random(users: 120, items: 90, entries: 900, seed: 4)
    func losses(_ solver: ImplicitALS.Solver) throws -> [Double] {
      var losses: [Double] = []
      _ = try ImplicitALS.fit(
        matrix,
        configuration: .init(dimension: dimension, iterations: 8, solver: solver, threads: 1)
      ) { losses.append($1) }
      return losses
    }
    let exact = try losses(.cholesky)
    for (earlier, later) in zip(exact, exact.dropFirst()) {
      #expect(later <= earlier * (1 + 1e-6))
    }
    #expect(try exact[0] <= losses(.conjugateGradient)[0] * (1 + 1e-6))
  }

  /// Blocks of part of the vector, and one that is longer than it.
  @Test(arguments: [1, 5, 16, 64])
  func `by blocks the loss falls, nearly as far as exactly`(blockSize: Int) throws {
    let matrix = Self.random(users: 120, items: 90, entries: 900, seed: 4)
    func losses(_ solver: ImplicitALS.Solver) throws -> [Double] {
      var losses: [Double] = []
      _ = try ImplicitALS.fit(
        matrix,
        configuration: .init(
          dimension: 33, iterations: 12, solver: solver, blockSize: blockSize, threads: 1)
      ) { losses.append($1) }
      return losses
    }
    let blocks = try losses(.blocks)
    for (earlier, later) in zip(blocks, blocks.dropFirst()) {
      #expect(later <= earlier * (1 + 1e-6))
    }
    let exact = try losses(.cholesky)
    #expect(abs(blocks[11] - exact[11]) < 0.1 * exact[11])
    if blockSize > 33 { #expect(abs(blocks[0] - exact[0]) < 1e-4 * exact[0]) }
  }

  @Test(arguments: [ImplicitALS.Solver.cholesky, .blocks], [1, 0.5])
  func `folding in an item from its users gives its trained vector`(
    solver: ImplicitALS.Solver, penaltyExponent: Double
  ) throws {
    let matrix = Self.random(users: 60, items: 40, entries: 500, seed: 9)
    let model = try ImplicitALS.fit(
      matrix,
      configuration: .init(
        dimension: 8, iterations: 3, penaltyExponent: penaltyExponent, solver: solver, threads: 1))
    // Items are solved last, from the user factors of the model.
    let transposed = matrix.transposed()
    for item in 0..<40 {
      let entries = transposed.entries(ofRow: item)
      let folded = model.foldIn(
        users: entries.map { Int(transposed.columns[$0]) },
        confidences: Array(transposed.values[entries]))
      let vector = try #require(folded)
      for (solved, trained) in zip(vector, model.itemFactors.row(item)) {
        #expect(abs(solved - trained) < 1e-4, "item \(item)")
      }
    }
  }

  @Test func `an item folds in from the users of a model that has them`() throws {
    let matrix = Self.random(users: 30, items: 20, entries: 200, seed: 3)
    let model = try ImplicitALS.fit(
      matrix, configuration: .init(dimension: 4, iterations: 2, threads: 1))
    #expect(model.foldIn(users: [], confidences: []) == [0, 0, 0, 0])
    let server = ImplicitALS(itemFactors: model.itemFactors, configuration: model.configuration)
    #expect(server.foldIn(users: [], confidences: []) == nil)
  }

  /// A penalty that Float32 takes for zero, and equations that need one: fewer
  /// entries than dimensions and no weight on what was not observed.
  @Test(arguments: [ImplicitALS.Solver.conjugateGradient, .cholesky, .blocks])
  func `a penalty below Float32 ends in factors or an error`(solver: ImplicitALS.Solver) {
    let matrix = SparseMatrix(rows: [[(0, 1)], [(0, 1), (1, 1)], [(2, 1)]], columnCount: 3)
    for penaltyExponent in [0.0, 1] {
      let configuration = ImplicitALS.Configuration(
        dimension: 6, iterations: 2, regularization: 1e-60, unobservedWeight: 0,
        penaltyExponent: penaltyExponent, solver: solver, blockSize: 4, threads: 1)
      do {
        let model = try ImplicitALS.fit(matrix, configuration: configuration)
        #expect(model.userFactors.isFinite && model.itemFactors.isFinite)
      } catch {
        #expect(error.code == .notFinite)
      }
    }
  }

  /// Large enough for several pieces of work.
  @Test(arguments: [ImplicitALS.Solver.conjugateGradient, .cholesky, .blocks])
  func `one, two and four threads give the same bits`(solver: ImplicitALS.Solver) throws {
    let matrix = Self.random(users: 1500, items: 900, entries: 12_000, seed: 6)
    let models = try [1, 2, 4].map {
      try ImplicitALS.fit(
        matrix,
        configuration: .init(
          dimension: 24, iterations: 2, solver: solver, blockSize: 10, threads: $0))
    }
    for model in models {
      #expect(model.userFactors == models[0].userFactors)
      #expect(model.itemFactors == models[0].itemFactors)
    }
  }

  @Test(arguments: [ImplicitALS.Solver.cholesky, .blocks])
  func `rows nobody met stay zero and huge confidences finite`(
    solver: ImplicitALS.Solver
  ) throws {
    let matrix = SparseMatrix(
      rows: [[(0, 1), (1, 1e20)], [], [(1, 1e-20), (0, 2)]], columnCount: 4)
    let model = try ImplicitALS.fit(
      matrix, configuration: .init(dimension: 3, iterations: 4, solver: solver, threads: 8))
    #expect(model.userFactors.row(1) == [0, 0, 0])
    #expect(model.itemFactors.row(3) == [0, 0, 0])
    #expect(model.userFactors.isFinite && model.itemFactors.isFinite)
  }

  @Test func `a configuration is read back equal, an older one as it was meant`() throws {
    let configuration = ImplicitALS.Configuration(dimension: 7, solver: .cholesky, seed: .max)
    let text = try String(decoding: JSONEncoder().encode(configuration), as: UTF8.self)
    func decoded(_ text: String) throws -> ImplicitALS.Configuration {
      try JSONDecoder().decode(ImplicitALS.Configuration.self, from: Data(text.utf8))
    }
    #expect(try decoded(text) == configuration)
    #expect(!text.contains("penaltyExponent") && !text.contains("blockSize"))
    let unusual = ImplicitALS.Configuration(
      penaltyExponent: 0.5, solver: .blocks, blockSize: 32)
    #expect(
      try decoded(String(decoding: JSONEncoder().encode(unusual), as: UTF8.self)) == unusual)
    var older = configuration
    older.solver = .conjugateGradient
    #expect(try decoded(text.replacing("\"solver\"", with: "\"other\"")) == older)
    #expect(throws: DecodingError.self) { try decoded(text.replacing("cholesky", with: "magic")) }
  }
}
