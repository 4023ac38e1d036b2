import Engine
import Testing

@testable import Models

@Suite struct AdditiveModelTests {
  private static let data = AdditiveData.mixed(rows: 3000, seed: 5)
  private static let fitted: AdditiveFit? = try? AdditiveModel.crossFit(
    data.columns, labels: data.labels)

  @Test func `contributions and the intercept sum to the log-odds`() throws {
    let model = try #require(Self.fitted?.model)
    let scores = model.logOdds(Self.data.columns)
    let parts = model.contributions(Self.data.columns)
    for row in scores.indices {
      #expect(abs(parts[row].reduce(model.intercept, +) - scores[row]) < 1e-9)
    }
    for term in model.terms.indices {
      #expect(abs(parts.reduce(0) { $0 + $1[term] }) / Double(parts.count) < 1e-9)
    }
  }

  /// The columns of all subsets of which `includes` says so keep the row's values.
  private static func value(
    of model: AdditiveModel, _ row: Int, _ includes: (Int) -> Bool
  ) -> Double {
    let mixed = data.columns.enumerated().map { index, column in
      guard includes(index) else { return column }
      return column.rows([Int](repeating: row, count: column.count))
    }
    let scores = model.logOdds(mixed)
    return scores.reduce(0, +) / Double(scores.count)
  }

  @Test func `Shapley values equal a sum over all subsets of columns`() throws {
    let model = try #require(Self.fitted?.model)
    #expect(model.terms.contains { $0.columns.count == 2 })
    let count = model.columns.count
    let all = model.shapley(Self.data.columns)
    let scores = model.logOdds(Self.data.columns)
    for row in [0, 17, 1234] {
      let values = (0..<(1 << count)).map { subset in
        Self.value(of: model, row) { subset >> $0 & 1 == 1 }
      }
      let found = model.shapley(Self.data.columns, row: row)
      #expect(found == all[row])
      #expect(abs(found.reduce(model.intercept, +) - scores[row]) < 1e-9)
      for column in 0..<count {
        var expected = 0.0
        for subset in values.indices where subset >> column & 1 == 0 {
          let size = subset.nonzeroBitCount
          let orders = (1...count).reduce(1.0) { $0 * Double($1) }
          let before = (0..<size).reduce(1.0) { $0 * Double($1 + 1) }
          let after = (0..<(count - size - 1)).reduce(1.0) { $0 * Double($1 + 1) }
          expected +=
            before * after / orders * (values[subset | 1 << column] - values[subset])
        }
        #expect(abs(found[column] - expected) < 1e-9, "row \(row), column \(column)")
      }
    }
  }

  @Test func `the number of threads does not change a bit`() throws {
    let model = try #require(Self.fitted)
    for threads in [1, 3] {
      let other = try AdditiveModel.crossFit(
        Self.data.columns, labels: Self.data.labels, configuration: .init(threads: threads))
      #expect(other.model == model.model && other.outOfFold == model.outOfFold)
      #expect(
        model.model.logOdds(Self.data.columns, threads: threads)
          == model.model.logOdds(Self.data.columns))
    }
  }

  @Test func `whole weights count as repeated rows`() throws {
    let rows = Array(0..<1000) + Array(0..<400)
    let weights = (0..<1000).map { Float($0 < 400 ? 2 : 1) }
    let (columns, labels) = Self.data.rows(0..<1000)
    let configuration = AdditiveModel.Configuration(maximumPairs: 0, penaltyScale: 1)
    let weighted = try AdditiveModel.fit(
      columns, labels: labels, sampleWeights: weights, configuration: configuration)
    let repeated = try AdditiveModel.fit(
      columns.map { $0.rows(rows) }, labels: rows.map { labels[$0] },
      configuration: configuration)
    for (a, b) in zip(weighted.logOdds(columns), repeated.logOdds(columns)) {
      #expect(abs(a - b) < 1e-6)
    }
  }

  @Test func `scaling and shifting move the scores and nothing else`() throws {
    let model = try #require(Self.fitted?.model)
    let moved = model.scaled(by: 0.8, shifted: -0.25)
    for (a, b) in zip(model.logOdds(Self.data.columns), moved.logOdds(Self.data.columns)) {
      #expect(abs(0.8 * a - 0.25 - b) < 1e-12)
    }
    #expect(moved.columns == model.columns)
  }

  @Test func `numbers outside the training range score as the nearest inside`() throws {
    let model = try #require(Self.fitted?.model)
    func score(_ a: Float, _ level: Int32) -> Double {
      model.logOdds([
        AdditiveColumn(name: "a", values: .numbers([a])),
        AdditiveColumn(name: "b", values: .numbers([3])),
        AdditiveColumn(name: "c", values: .numbers([1])),
        AdditiveColumn(name: "d", values: .categories([0], levelCount: 3)),
        AdditiveColumn(name: "e", values: .categories([level], levelCount: 50)),
      ])[0]
    }
    #expect(score(1e30, 0) == score(2, 0) && score(-1e30, 0) == score(-2, 0))
    #expect(score(.infinity, 0) == score(2, 0) && score(-.infinity, 0) == score(-2, 0))
    // Levels that were not there in training count as the rare ones.
    #expect(score(0, 49) == score(0, 48) && score(0, 49) == score(0, 5000))
  }

  @Test func `out-of-fold scores rank nearly as well as on fresh rows`() throws {
    let fit = try #require(Self.fitted)
    let fresh = AdditiveData.mixed(rows: 4000, seed: 77)
    let inside = rankingQuality(fit.outOfFold, Self.data.labels)
    let outside = rankingQuality(fit.model.logOdds(fresh.columns), fresh.labels)
    #expect(outside > 0.75 && abs(inside - outside) < 0.03, "\(inside), \(outside)")
  }

  @Test func `curves and grids name each place of a table once`() throws {
    let model = try #require(Self.fitted?.model)
    for term in model.terms {
      if term.columns.count == 1 {
        let curve = model.curve(of: term)
        #expect(curve.map(\.value) == term.values && curve.last?.place == .missing)
        #expect(Set(curve.map(\.place)).count == curve.count)
        #expect(curve.allSatisfy { $0.standardError.isFinite && $0.standardError >= 0 })
      } else {
        let grid = model.grid(of: term)
        #expect(grid.rows.count * grid.columns.count == grid.values.count)
        #expect(grid.standardErrors.count == grid.values.count)
      }
    }
    let b = model.curve(of: model.terms[1])
    #expect(b.contains { $0.place == .number(0) && !$0.isOnLine })
  }
}
