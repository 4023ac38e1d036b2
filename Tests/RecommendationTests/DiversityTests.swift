import Engine
import Testing

@testable import Recommendation

@Suite struct DiversityTests {
  /// Two products of each of three directions; the better the score, the lower the
  /// row.
  private let vectors = ItemVectors(
    Tensor(rows: [[2, 0], [3, 0], [1, 1], [1, 1.1], [0, 1], [0, 0]], columns: 2))
  private let scores: [Float] = [1, 0.9, 0.8, 0.5, 0.2, 0]

  private func list(_ diversity: Float) -> [SteeredItem] {
    Steering.apply(
      scores: scores, eligible: [Bool](repeating: true, count: scores.count),
      options: SteeringOptions(limit: 6, diversity: diversity), similarity: vectors.similarity)
  }

  @Test func `cosines are those of the vectors, and of zeros nothing`() {
    #expect(abs(vectors.similarity(0, 1) - 1) < 1e-6)
    #expect(abs(vectors.similarity(0, 2) - Float(0.5).squareRoot()) < 1e-6)
    #expect(vectors.similarity(0, 4) == 0 && vectors.similarity(0, 5) == 0)
  }

  /// With d = ½ the values are, in halves: first 1 − 0 for row 0; then
  /// 1: .9 − 1, 2: .8 − .707, 3: .5 − .673, 4: .2 − 0, 5: 0 − 0 → row 4; then
  /// 1: −.1, 2: .8 − .707, 3: .5 − .740, 5: 0 → row 2; then 1: −.1, 3: −.4989,
  /// 5: 0 → row 5; then row 1 and row 3.
  @Test func `one worked example`() {
    let items = list(0.5)
    #expect(items.map(\.row) == [0, 4, 2, 5, 1, 3])
    #expect(
      items.map(\.effects) == [
        [], [.diversified(rank: 5)], [], [.diversified(rank: 6)], [.diversified(rank: 2)],
        [.diversified(rank: 4)],
      ])
    #expect(items.map(\.score) == items.map { scores[$0.row] })
  }

  @Test func `no wish for it keeps the order, and the full one seeks the unlike alone`() {
    #expect(list(0).map(\.row) == [0, 1, 2, 3, 4, 5])
    #expect(list(1).map(\.row).prefix(2) == [0, 4])
  }

  @Test(arguments: UInt64(0)..<60)
  func `it agrees with the definition`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let count = 2 + random.index(below: 40)
    let vectors = ItemVectors(
      Tensor(shape: [count, 4], values: (0..<count * 4).map { _ in Float(random.uniform()) - 0.5 }))
    let scores = (0..<count).map { _ in Float(random.uniform()) * 3 - 1 }
    let diversity = Float(random.uniform())
    let items = Steering.apply(
      scores: scores, eligible: [Bool](repeating: true, count: count),
      options: SteeringOptions(limit: count, diversity: diversity),
      similarity: vectors.similarity)
    let (least, most) = (scores.min() ?? 0, scores.max() ?? 0)
    func value(_ row: Int, after taken: [Int]) -> Float {
      let likeness = taken.map { vectors.similarity(row, $0) }.max() ?? 0
      return (1 - diversity) * (scores[row] - least) / (most - least) - diversity * likeness
    }
    for place in items.indices {
      let taken = items.prefix(place).map(\.row)
      let best = (0..<count).filter { !taken.contains($0) }.map { value($0, after: taken) }.max()
      // Ties may fall either way within rounding.
      #expect(value(items[place].row, after: taken) >= (best ?? 0) - 1e-5)
    }
  }

  @Test func `products of one score, of scores at the limit and of undefined likeness`() {
    for scores: [Float] in [
      [1, 1, 1], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0],
    ] {
      let items = Steering.apply(
        scores: scores, eligible: [true, true, true],
        options: SteeringOptions(diversity: 0.5), similarity: { _, _ in .nan })
      #expect(items.map(\.row) == (scores[0] == 1 ? [0, 1, 2] : [0, 2, 1]))
    }
  }
}
