import Engine
import Testing

@testable import Models

@Suite struct BatchRankingTests {
  /// Small whole numbers: every sum of products is exact, and ties abound.
  private static func wholeNumbers(
    _ rows: Int, _ columns: Int, _ generator: inout SplitMix64
  ) -> Tensor {
    Tensor(
      shape: [rows, columns],
      values: (0..<rows * columns).map { _ in Float(generator.index(below: 9) - 4) })
  }

  private static func product(_ a: Tensor, _ b: Tensor, _ i: Int, _ j: Int) -> Double {
    zip(a.row(i), b.row(j)).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  private static func seen(
    users: Int, items: Int, entries: Int, _ generator: inout SplitMix64
  ) -> SparseMatrix {
    SparseMatrix(
      rowCount: users, columnCount: items,
      entryRows: (0..<entries).map { _ in generator.index(below: users) },
      entryColumns: (0..<entries).map { _ in generator.index(below: items) },
      entryValues: [Float](repeating: 0, count: entries))
  }

  @Test(arguments: [
    (1, 1, 1, 1), (2, 15, 3, 20), (257, 31, 7, 5), (3, 511, 16, 10), (5, 513, 2, 33),
    (60, 1030, 5, 10), (33, 64, 33, 64),
  ])
  func `the lists are those of scoring and sorting everything`(
    users: Int, items: Int, dimension: Int, limit: Int
  ) {
    var generator = SplitMix64(seed: UInt64(users + items))
    let (w, h) = (
      Self.wholeNumbers(users, dimension, &generator),
      Self.wholeNumbers(items, dimension, &generator)
    )
    let seen = Self.seen(users: users, items: items, entries: users * items / 3, &generator)
    for mask in [nil, seen] {
      let ranking = BatchRanking(limit: limit, users: w, items: h, excluding: mask, threads: 3)
      #expect(ranking.userCount == users)
      for user in 0..<users {
        let scores = (0..<items).map { Float(Self.product(w, h, user, $0)) }
        let excluded = mask.map { mask in
          mask.entries(ofRow: user).map { Int(mask.columns[$0]) }
        }
        let expected = Ranking.top(limit, of: scores, excluding: excluded ?? [])
        #expect(ranking[user].map(\.index) == expected.map(\.index), "user \(user)")
        #expect(ranking[user].map(\.score) == expected.map(\.score), "user \(user)")
      }
    }
  }

  @Test func `rounding changes no more than near ties`() {
    var generator = SplitMix64(seed: 4)
    func normal(_ rows: Int) -> Tensor {
      Tensor(shape: [rows, 48], values: (0..<rows * 48).map { _ in Float(generator.normal()) })
    }
    let (w, h) = (normal(20), normal(700))
    let ranking = BatchRanking(limit: 10, users: w, items: h, threads: 2)
    for user in 0..<20 {
      let scores = (0..<700).map { Self.product(w, h, user, $0) }
      let tenth = scores.sorted(by: >)[9]
      #expect(ranking[user].count == 10)
      for (item, score) in ranking[user] {
        #expect(abs(Double(score) - scores[item]) < 1e-4)
        #expect(scores[item] > tenth - 1e-4)
      }
    }
  }

  @Test func `one, two and four threads give the same bits`() {
    var generator = SplitMix64(seed: 5)
    func normal(_ rows: Int) -> Tensor {
      Tensor(shape: [rows, 20], values: (0..<rows * 20).map { _ in Float(generator.normal()) })
    }
    let (w, h) = (normal(900), normal(600))
    let rankings = [1, 2, 4].map { BatchRanking(limit: 7, users: w, items: h, threads: $0) }
    #expect(rankings[0] == rankings[1])
    #expect(rankings[0] == rankings[2])
  }

  @Test func `seen and undefined items never fill a list`() {
    let h = Tensor(shape: [5, 1], values: [3, .nan, -.infinity, 1, 2])
    let w = Tensor(shape: [2, 1], values: [1, -1])
    let seen = SparseMatrix(rows: [[(0, 1), (4, -2)], []], columnCount: 5)
    let ranking = BatchRanking(limit: 5, users: w, items: h, excluding: seen)
    #expect(ranking.counts == [1, 4])
    #expect(ranking[0].map(\.index) == [3])
    #expect(ranking[1].map(\.index) == [2, 3, 4, 0])
    #expect(BatchRanking(limit: 0, users: w, items: h)[0].isEmpty)
    let none = BatchRanking(limit: 3, users: w, items: Tensor(zeros: [0, 1]))
    #expect(none.counts == [0, 0])
    #expect(BatchRanking(limit: 3, users: Tensor(zeros: [0, 1]), items: h).userCount == 0)
  }

  @Test func `a catalogue of several slabs of items is ranked as a whole`() {
    var generator = SplitMix64(seed: 6)
    let (w, h) = (
      Self.wholeNumbers(3, 4096, &generator), Self.wholeNumbers(2100, 4096, &generator)
    )
    let seen = Self.seen(users: 3, items: 2100, entries: 900, &generator)
    let ranking = BatchRanking(limit: 40, users: w, items: h, excluding: seen, threads: 64)
    for user in 0..<3 {
      let scores = (0..<2100).map { Float(Self.product(w, h, user, $0)) }
      let excluded = seen.entries(ofRow: user).map { Int(seen.columns[$0]) }
      let expected = Ranking.top(40, of: scores, excluding: excluded)
      #expect(ranking[user].map(\.index) == expected.map(\.index), "user \(user)")
      #expect(ranking[user].map(\.score) == expected.map(\.score), "user \(user)")
    }
  }

  @Test func `a user whose factors are not numbers has an empty list`() {
    let w = Tensor(shape: [3, 2], values: [1, 1, .nan, 0, 0, 0])
    let h = Tensor(shape: [2, 2], values: [1, 2, 3, 4])
    let ranking = BatchRanking(limit: 9, users: w, items: h)
    #expect(ranking.counts == [2, 0, 2])
    #expect(ranking[0].map(\.index) == [1, 0])
    #expect(ranking[2].map(\.index) == [0, 1])
  }
}
