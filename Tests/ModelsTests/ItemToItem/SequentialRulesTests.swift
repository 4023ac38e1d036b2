import Engine
import Glibc
import Testing

@testable import Models

@Suite struct SequentialRulesTests {
  /// Sequences in which some items share a moment and some come again.
  static func random(
    users: Int, items: Int, seed: UInt64
  ) -> (items: [[Int32]], moments: [[Int32]]) {
    var generator = SplitMix64(seed: seed)
    var (sequences, moments): ([[Int32]], [[Int32]]) = ([], [])
    for _ in 0..<users {
      let length = generator.index(below: 9)
      sequences.append((0..<length).map { _ in Int32(generator.index(below: items)) })
      moments.append((0..<length).map { _ in Int32(generator.index(below: 7)) }.sorted())
    }
    return (sequences, moments)
  }

  @Test(arguments: [(1, 0.0, false), (3, 0.5, true), (3, 1, false), (50, 0, true)])
  func `weights are those of the definition`(
    window: Int, sameMoment: Double, countsRepeats: Bool
  ) throws {
    for seed in 0..<5 as Range<UInt64> {
      let data = Self.random(users: 25, items: 8, seed: seed)
      let model = try SequentialRules.fit(
        ItemSequences(data.items, moments: data.moments, itemCount: 8),
        configuration: .init(
          window: window, sameMoment: sameMoment, countsRepeats: countsRepeats, damping: 4,
          popularityExponent: 0.3, weightsPerItem: nil))
      var expected = [[Double]](repeating: [Double](repeating: 0, count: 8), count: 8)
      var popularity = [Double](repeating: 4, count: 8)
      for (items, moments) in zip(data.items, data.moments) {
        for p in items.indices {
          popularity[Int(items[p])] += 1
          for q in items.indices where p != q && moments[q] >= moments[p] {
            let gap = Int(moments[q] - moments[p])
            guard gap <= window else { continue }
            expected[Int(items[p])][Int(items[q])] += gap == 0 ? sameMoment : 1 / Double(gap)
          }
        }
      }
      for i in 0..<8 {
        for j in 0..<8 {
          let weight = expected[i][j] / popularity[i] * pow(popularity[j], -0.3)
          let difference =
            Double(model.weight(of: i, for: j))
            - (i == j && !countsRepeats ? 0 : weight)
          #expect(abs(difference) < 1e-6, "seed \(seed) (\(i), \(j))")
        }
      }
    }
  }

  @Test func `what follows is suggested and what came before is not`() throws {
    let sequences = ItemSequences([[0, 1, 2], [0, 1, 2], [3, 1, 2]], itemCount: 4)
    let model = try SequentialRules.fit(sequences)
    #expect(model.similar(to: 0, limit: 4).map(\.index) == [1, 2])
    #expect(model.similar(to: 1, limit: 4).map(\.index) == [2])
    #expect(model.similar(to: 2, limit: 4).isEmpty)
  }

  @Test func `items of one moment count only where asked`() throws {
    let baskets = ItemSequences([[0, 1, 2]], moments: [[0, 0, 1]], itemCount: 3)
    let apart = try SequentialRules.fit(baskets)
    #expect(apart.weight(of: 0, for: 1) == 0 && apart.weight(of: 1, for: 0) == 0)
    #expect(apart.weight(of: 0, for: 2) == apart.weight(of: 1, for: 2))
    #expect(apart.weight(of: 0, for: 2) > 0)
    let together = try SequentialRules.fit(baskets, configuration: .init(sameMoment: 1))
    #expect(together.weight(of: 0, for: 1) == together.weight(of: 1, for: 0))
    #expect(together.weight(of: 0, for: 1) > 0)
  }

  @Test func `any number of threads gives the same bits`() throws {
    let data = Self.random(users: 4000, items: 400, seed: 8)
    let sequences = ItemSequences(data.items, moments: data.moments, itemCount: 400)
    let models = try [1, 2, 4, 1000].map {
      try SequentialRules.fit(sequences, configuration: .init(weightsPerItem: 20, threads: $0))
    }
    #expect(models.allSatisfy { $0 == models[0] })
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ sequences: ItemSequences, _ configuration: SequentialRules.Configuration = .init(),
      _ cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try SequentialRules.fit(
          sequences, configuration: configuration, cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    let sequences = ItemSequences([[0, 1]], itemCount: 2)
    #expect(code(ItemSequences([], itemCount: 3)) == .noData)
    #expect(code(ItemSequences([[], []], itemCount: 3)) == .noData)
    #expect(code(ItemSequences([[0, 0]], itemCount: 1)) == .oneItem)
    #expect(code(sequences, .init(window: 0)) == .outOfRange)
    #expect(code(sequences, .init(sameMoment: -1)) == .outOfRange)
    #expect(code(sequences, .init(damping: .nan)) == .outOfRange)
    #expect(code(sequences, .init(popularityExponent: .infinity)) == .outOfRange)
    #expect(code(sequences, .init(), cancelled) == .cancelled)
    #expect(code(sequences) == nil)
  }
}
