import Engine
import Evaluation
import Testing

@testable import Recommendation

@Suite struct RecommenderFiguresTests {
  /// Four items, of which 0 is shown to all and 3 to nobody.
  private func tally(hits: [Bool]) -> RankingTally {
    let traits = CatalogueTraits(
      owners: [3, 2, 1, 0], customers: 4,
      vectors: Tensor(shape: [4, 1], values: [1, 1, 1, 1]))
    var tally = RankingTally(at: 2, of: traits)
    for (customer, isHit) in hits.enumerated() {
      tally.add(top: [0, 1 + customer % 2], relevant: [isHit ? 0 : 3], topNew: [1], known: [0])
    }
    return tally
  }

  private func figures(known: [Int]) -> [String: Figure] {
    let whole = tally(hits: [true, true, true, false])
    let other = tally(hits: [true, false, false, false])
    var report = EvaluationReport(
      task: "recommender", protocol: "", trainCount: 4, testCount: 4,
      metrics: whole.metrics(seed: 1), models: [],
      seconds: EvaluationReport.Seconds(train: 0, predict: 0))
    report.models = [
      EvaluationReport.Model(
        name: "popularity", metrics: other.metrics(seed: 1),
        differences: whole.differences(from: other, seed: 1))
    ]
    let figures = RecommenderFigures(of: report, whole: whole, known: known, seed: 1).all
    return Dictionary(uniqueKeysWithValues: figures.map { ($0.name, $0) })
  }

  @Test func `the blend stands above the models, best first`() throws {
    let figure = try #require(figures(known: [1, 1, 1, 1])["models"])
    guard case .intervals(let chart) = figure.content else { return #expect(Bool(false)) }
    #expect(chart.rows.map(\.name) == ["in use", "popularity"])
    #expect(chart.rows.map(\.metric.value) == [0.75, 0.25])
    #expect(figure.sentence.contains("NDCG@2 of 0.750"))
    let gap = try #require(figures(known: [1, 1, 1, 1])["advantage"])
    guard case .intervals(let gaps) = gap.content else { return #expect(Bool(false)) }
    #expect(gaps.rows.map(\.metric.value) == [0.5])
  }

  @Test func `customers are told apart by what is known of them`() throws {
    let figure = try #require(figures(known: [1, 3, 40, 40])["histories"])
    guard case .bars(let chart) = figure.content else { return #expect(Bool(false)) }
    #expect(chart.categories == ["1", "2–3", "32+"])
    #expect(chart.series[0].values == [1, 1, 0.5])
    for (value, interval) in zip(chart.series[0].values, chart.series[0].intervals) {
      #expect(interval.contains(value))
    }
    #expect(figures(known: [1, 1, 1, 1])["histories"] == nil, "one class tells nothing apart")
  }

  @Test func `the share of places ends at all for all products`() throws {
    let figure = try #require(figures(known: [1, 1, 1, 1])["exposure"])
    guard case .lines(let chart) = figure.content else { return #expect(Bool(false)) }
    #expect(chart.lines[0].points.map(\.x) == [0, 0.25, 0.5, 0.75, 1])
    #expect(chart.lines[0].points.map(\.y) == [0, 0.5, 0.75, 1, 1])
    #expect(figure.sentence.contains("25.0% of the products are never shown"))
  }
}
