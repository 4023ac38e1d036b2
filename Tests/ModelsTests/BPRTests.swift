import Engine
import Testing

@testable import Models

@Suite struct BPRTests {
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
      entryColumns: (0..<entries).map { _ in
        min(generator.index(below: items), generator.index(below: items))
      }, entryValues: [Float](repeating: 1, count: entries))
  }

  /// 20 gives one block, 100 three.
  @Test(arguments: [20, 100])
  func `the withheld square of a checkerboard is recommended first`(size: Int) throws {
    let matrix = Self.checkerboard(size)
    let model = try BPR.fit(
      matrix, configuration: .init(dimension: 4, epochs: 200, regularization: 0.001, threads: 2))
    for user in 0..<size {
      let items = matrix.entries(ofRow: user).map { Int(matrix.columns[$0]) }
      let best = Ranking.top(1, of: model.scores(user: user), excluding: items)
      #expect(best.first?.index == user)
    }
  }

  @Test func `the loss falls from chance`() throws {
    let matrix = Self.random(users: 200, items: 150, entries: 3000, seed: 2)
    var losses: [Double] = []
    let model = try BPR.fit(
      matrix, configuration: .init(dimension: 16, epochs: 60, threads: 1)
    ) { epoch, loss in
      #expect(epoch == losses.count + 1)
      losses.append(loss)
    }
    // ln 2 is the loss of not knowing.
    #expect(abs(losses[0] - 0.693) < 0.02)
    #expect(losses[59] < 0.5 * losses[0])
    // What a user met ranks above most of what they did not.
    var (right, pairs) = (0, 0)
    for user in 0..<200 {
      let scores = model.scores(user: user)
      let met = Set(matrix.entries(ofRow: user).map { Int(matrix.columns[$0]) })
      for i in met {
        for j in 0..<150 where !met.contains(j) {
          pairs += 1
          if scores[i] > scores[j] { right += 1 }
        }
      }
    }
    #expect(Double(right) > 0.9 * Double(pairs))
  }

  @Test func `one, two and four threads give the same bits`() throws {
    let matrix = Self.random(users: 400, items: 300, entries: 4000, seed: 3)
    func fit(threads: Int, seed: UInt64 = 1) throws -> BPR {
      try BPR.fit(
        matrix, configuration: .init(dimension: 8, epochs: 3, seed: seed, threads: threads))
    }
    let one = try fit(threads: 1)
    #expect(try fit(threads: 2) == one)
    #expect(try fit(threads: 4) == one)
    #expect(try fit(threads: 1, seed: 2) != one)
  }

  @Test func `users and items nobody met keep zeros, and users a one for the bias`() throws {
    let matrix = SparseMatrix(rows: [[(0, 1)], [], [(1, 1)]], columnCount: 3)
    let model = try BPR.fit(matrix, configuration: .init(dimension: 2, epochs: 5))
    #expect(model.userFactors.row(1) == [0, 0, 1])
    #expect(model.itemFactors.row(2) == [0, 0, 0])
    #expect((0..<3).allSatisfy { model.userFactors[$0, 2] == 1 })
    #expect(model.scores(user: 1) == (0..<3).map { model.itemFactors[$0, 2] })
  }

  @Test func `users who met everything teach nothing and do no harm`() throws {
    let model = try BPR.fit(
      SparseMatrix(rows: [[(0, 1), (1, 1)]], columnCount: 2),
      configuration: .init(dimension: 2, epochs: 5)
    ) { #expect($1 == 0) }
    #expect(model.itemFactors.isFinite)
  }

  @Test func `a saved model is read back equal`() throws {
    let model = try BPR.fit(Self.checkerboard(6), configuration: .init(dimension: 2, epochs: 2))
    var checkpoint = Checkpoint(kind: "recommendation")
    model.save(to: &checkpoint, as: "bpr")
    checkpoint = try Checkpoint(decoding: checkpoint.encoded())
    #expect(try BPR(checkpoint, as: "bpr") == model)
    #expect(throws: CheckpointError.self) { try BPR(checkpoint, as: "other") }
    checkpoint.tensors["bpr.userFactors"] = Tensor(zeros: [6, 2])
    #expect(throws: CheckpointError.self) { try BPR(checkpoint, as: "bpr") }
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ matrix: SparseMatrix, _ configuration: BPR.Configuration = .init(dimension: 2, epochs: 2),
      _ cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try BPR.fit(matrix, configuration: configuration, cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    let board = Self.checkerboard(6)
    #expect(code(SparseMatrix(rows: [[], []], columnCount: 3)) == .noData)
    #expect(code(SparseMatrix(rows: [[(0, 1)]], columnCount: 1)) == .oneItem)
    #expect(code(board, .init(dimension: 0)) == .outOfRange)
    #expect(code(board, .init(learningRate: .nan)) == .outOfRange)
    #expect(code(board, .init(regularization: -1)) == .outOfRange)
    #expect(code(board, .init(dimension: 2, learningRate: 1e30)) == .notFinite)
    #expect(code(board, .init(dimension: 2), cancelled) == .cancelled)
    #expect(code(board) == nil)
  }
}
