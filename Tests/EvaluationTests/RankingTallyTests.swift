import Engine
import Testing

@testable import Evaluation

@Suite struct RankingTallyTests {
  /// Five items: two nobody has, one of three customers has item 2, all have 4.
  private let traits = CatalogueTraits(
    owners: [0, 0, 1, 2, 3], customers: 3,
    vectors: Tensor(shape: [5, 2], values: [3, 0, 0, 2, 1, 0, 1, 1, 0, 0]))

  private func random(
    customers: Range<Int>, seed: UInt64, traits: CatalogueTraits
  ) -> RankingTally {
    var tally = RankingTally(at: 3, of: traits)
    for customer in customers {
      var generator = SplitMix64(seed: seed &+ UInt64(customer))
      var items = Array(0..<traits.count)
      generator.shuffle(&items)
      let relevant = Set((0...generator.index(below: 3)).map { _ in generator.index(below: 5) })
      tally.add(
        top: Array(items.prefix(3)), relevant: relevant, topNew: Array(items.suffix(2)),
        known: Set(items.prefix(2)))
    }
    return tally
  }

  @Test func `what nobody has surprises most, what all have not at all`() {
    for (found, expected) in zip(traits.surprise, [2, 2, 1, 2 - log2OfThree, 0]) {
      #expect(abs(found - expected) < 1e-12)
    }
    #expect(traits.percentile == [0.125, 0.125, 0.5, 0.75, 1])
  }

  private let log2OfThree = 1.584_962_500_721_156

  @Test func `the mean cosine equals that of the pairs one by one`() {
    // Items 0 and 1 are at right angles, 2 is 0's direction, 3 lies between.
    #expect(traits.meanCosine(of: [0, 1]) == 0)
    #expect(abs(traits.meanCosine(of: [0, 2]) - 1) < 1e-6)
    let half = 0.5.squareRoot()
    // Pairs 0–1: 0, 0–3: √½, 1–3: √½.
    #expect(abs(traits.meanCosine(of: [0, 1, 3]) - 2 * half / 3) < 1e-6)
    #expect(traits.meanCosine(of: [0, 4]) == 0, "a zero vector is like no other")
    #expect(traits.meanCosine(of: [0]).isNaN)
    let blind = CatalogueTraits(owners: [1, 2], customers: 3)
    #expect(blind.meanCosine(of: [0, 1]).isNaN)
  }

  @Test func `a customer's figures equal the hand-computed ones`() {
    var tally = RankingTally(at: 3, of: traits)
    tally.add(top: [4, 0], relevant: [0, 3], topNew: [0, 1, 2], known: [3])
    #expect(tally[.hitRate] == [1])
    #expect(tally[.recall] == [0.5])
    #expect(tally[.reciprocalRank] == [0.5])
    #expect(tally[.newNDCG] == [1], "0 is the only one that is new")
    #expect(tally[.novelty] == [1])
    #expect(tally[.popularityBias] == [(1 + 0.125) / 2 - (0.125 + 0.75) / 2])
    #expect(tally[.fullList] == [0])
    #expect(tally.coverage == 0.4)
    #expect(tally.exposure == [1, 0, 0, 0, 1])
  }

  @Test func `an item outside the catalogue is missed`() {
    var tally = RankingTally(at: 3, of: traits)
    tally.add(top: [4, 0, 1], relevant: [4, -7])
    tally.add(top: [4, 0, 1], relevant: [-7])
    #expect(tally[.recall] == [0.5, 0])
    #expect(tally[.popularityBias][0].isFinite)
    #expect(tally[.popularityBias][1].isNaN)
    #expect(tally[.newNDCG].count { $0.isNaN } == 2)
  }

  @Test func `exposure is even where all are shown equally often and not where one is`() {
    var even = RankingTally(at: 1, of: traits)
    for item in 0..<5 { even.add(top: [item], relevant: [item]) }
    #expect(even.gini == 0)
    #expect(even.coverage == 1)
    var one = RankingTally(at: 1, of: traits)
    for _ in 0..<5 { one.add(top: [2], relevant: [2]) }
    #expect(abs(one.gini - 0.8) < 1e-12, "1 − 1/n")
    #expect(RankingTally(at: 1, of: traits).gini.isNaN)
  }

  @Test func `chunks merged in order equal the whole, whoever counts them`() {
    let whole = random(customers: 0..<40, seed: 5, traits: traits)
    var merged = RankingTally(at: 3, of: traits)
    for start in stride(from: 0, to: 40, by: 7) {
      merged.merge(random(customers: start..<min(40, start + 7), seed: 5, traits: traits))
    }
    #expect(merged.metrics(seed: 1) == whole.metrics(seed: 1))
    #expect(merged.exposure == whole.exposure)
    #expect(whole.count == 40)
  }

  @Test func `a report has every measure once, and none that no customer has`() {
    let names = random(customers: 0..<20, seed: 2, traits: traits)
      .metrics(seed: 1).entries.map(\.name)
    #expect(
      names == [
        "hr@3", "ndcg@3", "recall@3", "precision@3", "mrr@3", "map@3", "hr@3_new", "ndcg@3_new",
        "novelty@3", "diversity@3", "popularity_bias@3", "full_lists@3", "coverage@3", "gini@3",
      ])
    var plain = RankingTally(at: 3, of: CatalogueTraits(owners: [1, 2], customers: 3))
    plain.add(top: [0, 1], relevant: [0])
    let metrics = plain.metrics(seed: 1)
    #expect(metrics["diversity@3"] == nil)
    #expect(metrics["ndcg@3_new"] == nil)
    #expect(metrics["hr@3"]?.value == 1)
  }

  @Test func `differences compare the same customers`() throws {
    let (a, b) = (
      random(customers: 0..<30, seed: 1, traits: traits),
      random(customers: 0..<30, seed: 900, traits: traits)
    )
    let differences = a.differences(from: b, seed: 3)
    let ndcg = try #require(differences.first { $0.name == "ndcg@3" }).difference
    let own = try #require(a.metrics(seed: 3)["ndcg@3"]).value
    let other = try #require(b.metrics(seed: 3)["ndcg@3"]).value
    #expect(abs(ndcg.metric.value - (own - other)) < 1e-12)
    #expect(a.differences(from: a, seed: 3).allSatisfy { $0.difference.p == 1 })
  }

  @Test func `every figure of a report is explained`() {
    let text = RankingMeasure.explanation(at: 3)
    for entry in random(customers: 0..<9, seed: 2, traits: traits).metrics(seed: 1).entries {
      let word = entry.name.prefix { $0 != "@" }
      #expect(text.contains(word), "\(entry.name)")
    }
  }
}
