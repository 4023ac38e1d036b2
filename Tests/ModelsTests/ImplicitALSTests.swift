import Engine
import Glibc
import Testing

@testable import Models

@Suite struct ImplicitALSTests {
  /// Users who like even items and users who like odd ones, each without the
  /// item of their own number: the right recommendation is known.
  ///
  /// - Source: implicit's `get_checker_board`, tests/recommender_base_test.py.
  private static func checkerboard(_ size: Int) -> SparseMatrix {
    SparseMatrix(
      rows: (0..<size).map { user in
        (0..<size).filter { ($0 + user) % 2 == 0 && $0 != user }.map { (column: $0, value: 1) }
      }, columnCount: size)
  }

  private static func random(users: Int, items: Int, entries: Int, seed: UInt64) -> SparseMatrix {
    var generator = SplitMix64(seed: seed)
    return SparseMatrix(
      rowCount: users, columnCount: items,
      entryRows: (0..<entries).map { _ in generator.index(below: users) },
      entryColumns: (0..<entries).map { _ in generator.index(below: items) },
      entryValues: (0..<entries).map { _ in 1 + Float(generator.uniform()) })
  }

  private static func history(_ matrix: SparseMatrix, _ user: Int) -> (items: [Int], [Float]) {
    let entries = matrix.entries(ofRow: user)
    return (entries.map { Int(matrix.columns[$0]) }, Array(matrix.values[entries]))
  }

  @Test func `the withheld square of a checkerboard is recommended first`() throws {
    let matrix = Self.checkerboard(50)
    let model = try ImplicitALS.fit(
      matrix, configuration: .init(dimension: 3, unobservedWeight: 0.1, threads: 2))
    for user in 0..<50 {
      let (items, confidences) = Self.history(matrix, user)
      let foldIn = model.foldIn(items: items, confidences: confidences)
      let best = Ranking.top(1, of: model.scores(foldIn), excluding: items)
      #expect(best.first?.index == user)
    }
  }

  @Test(arguments: [1, 3, 16, 33], [1, 0.5])
  func `the loss falls with every iteration`(dimension: Int, penaltyExponent: Double) throws {
    let matrix = Self.random(users: 120, items: 90, entries: 900, seed: 4)
    var losses: [Double] = []
    let model = try ImplicitALS.fit(
      matrix,
      configuration: .init(
        dimension: dimension, iterations: 10, penaltyExponent: penaltyExponent, threads: 1)
    ) { iteration, loss in
      #expect(iteration == losses.count + 1)
      losses.append(loss)
    }
    #expect(losses.count == 10)
    for (earlier, later) in zip(losses, losses.dropFirst()) {
      #expect(later <= earlier * (1 + 1e-6))
    }
    #expect(losses[9] < losses[0])
    #expect(abs(losses[9] - Self.loss(model, matrix)) < 1e-3 * losses[9])
  }

  /// The loss by its definition, in Double, over all pairs.
  private static func loss(_ model: ImplicitALS, _ matrix: SparseMatrix) -> Double {
    let (weight, penalty) = (
      model.configuration.unobservedWeight, model.configuration.regularization
    )
    var loss = 0.0
    for user in 0..<matrix.rowCount {
      let (history, confidences) = history(matrix, user)
      let confidence = Dictionary(uniqueKeysWithValues: zip(history, confidences))
      for item in 0..<matrix.columnCount {
        var score = 0.0
        for (x, y) in zip(model.userFactors.row(user), model.itemFactors.row(item)) {
          score += Double(x) * Double(y)
        }
        loss += weight * score * score
        if let c = confidence[item] { loss += Double(c) * (1 - score) * (1 - score) }
      }
    }
    for (matrix, factors) in [
      (matrix, model.userFactors), (matrix.transposed(), model.itemFactors),
    ] {
      for row in 0..<matrix.rowCount {
        let squares = factors.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }
        let frequency =
          Double(matrix.entries(ofRow: row).count) + weight * Double(matrix.columnCount)
        loss += penalty * pow(frequency, model.configuration.penaltyExponent) * squares
      }
    }
    return loss
  }

  @Test func `folding in a row of a converged model gives its trained vector`() throws {
    let matrix = Self.random(users: 60, items: 40, entries: 500, seed: 9)
    let model = try ImplicitALS.fit(
      matrix,
      configuration: .init(
        dimension: 8, iterations: 300, regularization: 0.05, conjugateGradientSteps: 8, threads: 1))
    for user in 0..<60 {
      let (items, confidences) = Self.history(matrix, user)
      let vector = model.foldIn(items: items, confidences: confidences).vector
      for (solved, trained) in zip(vector, model.userFactors.row(user)) {
        #expect(abs(solved - trained) < 1e-3, "user \(user)")
      }
    }
  }

  @Test func `a fold-in solves its normal equations`() throws {
    let model = try ImplicitALS.fit(
      Self.random(users: 60, items: 40, entries: 500, seed: 2),
      configuration: .init(dimension: 5, iterations: 4, threads: 1))
    let (items, confidences) = ([3, 17, 20], [Float(2), 0.5, 40])
    let foldIn = model.foldIn(items: items, confidences: confidences)
    let scores = model.scores(foldIn)
    // The gradient of the loss by the user's vector vanishes.
    for index in 0..<5 {
      var gradient = 0.0
      for item in 0..<40 {
        gradient += 0.1 * Double(scores[item]) * Double(model.itemFactors[item, index])
      }
      for (item, confidence) in zip(items, confidences) {
        gradient -=
          Double(confidence) * Double(1 - scores[item]) * Double(model.itemFactors[item, index])
      }
      gradient += 0.003 * (3 + 0.1 * 40) * Double(foldIn.vector[index])
      #expect(abs(gradient) < 1e-4)
    }
  }

  @Test func `contributions sum to the score`() throws {
    let matrix = Self.random(users: 80, items: 50, entries: 900, seed: 3)
    let model = try ImplicitALS.fit(
      matrix, configuration: .init(dimension: 16, iterations: 5, threads: 1))
    for user in [0, 7, 79] {
      let (items, confidences) = Self.history(matrix, user)
      let foldIn = model.foldIn(items: items, confidences: confidences)
      let scores = model.scores(foldIn)
      for item in 0..<50 {
        let terms = model.contributions(foldIn, to: item)
        #expect(terms.count == items.count)
        #expect(abs(terms.reduce(0, +) - scores[item]) < 1e-5)
      }
    }
  }

  @Test func `an empty history has no taste`() throws {
    let model = try ImplicitALS.fit(
      Self.checkerboard(10), configuration: .init(dimension: 2, threads: 1))
    let foldIn = model.foldIn(items: [], confidences: [])
    #expect(foldIn.vector == [0, 0])
    #expect(model.scores(foldIn) == [Float](repeating: 0, count: 10))
    #expect(model.contributions(foldIn, to: 3).isEmpty)
  }

  @Test func `enormous confidences and repeated items are solved`() throws {
    let model = try ImplicitALS.fit(
      Self.checkerboard(10), configuration: .init(dimension: 4, threads: 1))
    let foldIn = model.foldIn(items: [2, 2, 4], confidences: [1e30, 1e30, 0])
    #expect(foldIn.vector.allSatisfy { $0.isFinite })
    #expect(abs(model.scores(foldIn)[2] - 1) < 1e-3)
  }

  @Test func `one, two and four threads give the same bits`() throws {
    let matrix = Self.random(users: 500, items: 300, entries: 5000, seed: 6)
    let models = try [1, 2, 4].map { threads in
      try ImplicitALS.fit(
        matrix, configuration: .init(dimension: 24, iterations: 3, threads: threads))
    }
    #expect(models[0].userFactors == models[1].userFactors)
    #expect(models[0].itemFactors == models[1].itemFactors)
    #expect(models[0].userFactors == models[2].userFactors)
    #expect(models[0].itemFactors == models[2].itemFactors)
    let other = try ImplicitALS.fit(
      matrix, configuration: .init(dimension: 24, iterations: 3, seed: 2, threads: 1))
    #expect(other.itemFactors != models[0].itemFactors)
  }

  @Test func `users and items nobody met keep zero factors`() throws {
    let matrix = SparseMatrix(
      rows: [[(0, 1), (1, 1)], [], [(1, 1), (0, 2)]], columnCount: 4)
    let model = try ImplicitALS.fit(
      matrix, configuration: .init(dimension: 2, iterations: 5, threads: 8))
    #expect(model.userFactors.row(1) == [0, 0])
    #expect(model.itemFactors.row(3) == [0, 0])
  }

  @Test func `serving needs the item factors alone`() throws {
    let model = try ImplicitALS.fit(
      Self.checkerboard(12), configuration: .init(dimension: 3, threads: 1))
    let server = ImplicitALS(itemFactors: model.itemFactors, configuration: model.configuration)
    let ours = server.foldIn(items: [0, 4], confidences: [1, 2])
    #expect(ours.vector == model.foldIn(items: [0, 4], confidences: [1, 2]).vector)
  }

  @Test func `a confidence that will not do is found where it lies`() {
    for (value, text) in [(Float.nan, "nan"), (.infinity, "inf"), (-2, "-2.0"), (0, "0.0")] {
      let matrix = SparseMatrix(rows: [[(0, 1)], [], [(1, 1), (2, value)]], columnCount: 4)
      let error = #expect(throws: ModelError.self) { try ImplicitALS.fit(matrix) }
      #expect(error?.message.contains("row 2, column 2 is \(text)") == true)
    }
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ matrix: SparseMatrix, _ configuration: ImplicitALS.Configuration = .init(dimension: 2),
      _ cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try ImplicitALS.fit(
          matrix, configuration: configuration, cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    let board = Self.checkerboard(4)
    #expect(code(SparseMatrix(rows: [], columnCount: 0)) == .noData)
    #expect(code(SparseMatrix(rows: [[], []], columnCount: 3)) == .noData)
    #expect(code(SparseMatrix(rows: [[(0, .nan)]], columnCount: 3)) == .notFinite)
    #expect(code(SparseMatrix(rows: [[(0, .infinity)]], columnCount: 3)) == .notFinite)
    #expect(code(SparseMatrix(rows: [[(0, 0)]], columnCount: 3)) == .outOfRange)
    #expect(code(SparseMatrix(rows: [[(0, -1)]], columnCount: 3)) == .outOfRange)
    #expect(code(board, .init(dimension: 0)) == .outOfRange)
    #expect(code(board, .init(regularization: 0)) == .outOfRange)
    #expect(code(board, .init(regularization: .nan)) == .outOfRange)
    #expect(code(board, .init(unobservedWeight: -1)) == .outOfRange)
    #expect(code(board, .init(penaltyExponent: -1)) == .outOfRange)
    #expect(code(board, .init(penaltyExponent: .nan)) == .outOfRange)
    #expect(code(board, .init(solver: .blocks, blockSize: 0)) == .outOfRange)
    #expect(code(board, .init(dimension: 2), cancelled) == .cancelled)
    #expect(code(board) == nil)
  }

  @Test func `a fit can be stopped from its progress`() {
    let cancellation = Cancellation()
    var last = 0
    let error = #expect(throws: ModelError.self) {
      try ImplicitALS.fit(
        Self.checkerboard(20), configuration: .init(dimension: 2, threads: 1),
        cancellation: cancellation
      ) { iteration, _ in
        last = iteration
        if iteration == 3 { cancellation.cancel() }
      }
    }
    #expect(error?.code == .cancelled)
    #expect(last == 3)
  }
}
