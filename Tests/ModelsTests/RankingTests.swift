import Engine
import Testing

@testable import Models

@Suite struct RankingTests {
  @Test func `the best come first, ties by index`() {
    let top = Ranking.top(3, of: [1, 5, 3, 5, 2])
    #expect(top.map(\.index) == [1, 3, 2])
    #expect(top.map(\.score) == [5, 5, 3])
  }

  @Test func `excluded, masked and undefined scores are never returned`() {
    let scores: [Float] = [9, .nan, -.infinity, 1, 8]
    #expect(Ranking.top(5, of: scores, excluding: [0]).map(\.index) == [4, 3])
    #expect(Ranking.top(5, of: scores, excluding: [0, 3, 4, 4]).isEmpty)
    #expect(Ranking.top(0, of: scores).isEmpty)
    #expect(Ranking.top(-1, of: scores).isEmpty)
    #expect(Ranking.top(3, of: []).isEmpty)
  }

  @Test(arguments: UInt64(0)..<50)
  func `it agrees with sorting everything`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let count = generator.index(below: 300)
    // Few distinct values, so that ties abound.
    let scores = (0..<count).map { _ in Float(generator.index(below: 20)) }
    let excluded = (0..<count).filter { _ in generator.index(below: 4) == 0 }
    let limit = generator.index(below: 40)
    let expected = scores.indices.filter { !excluded.contains($0) }
      .sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
      .prefix(limit)
    let top = Ranking.top(limit, of: scores, excluding: excluded)
    #expect(top.map(\.index) == Array(expected))
    #expect(top.allSatisfy { scores[$0.index] == $0.score })
  }
}
