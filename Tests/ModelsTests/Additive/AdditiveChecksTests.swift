import Engine
import FoundationEssentials
import Testing

@testable import Models

@Suite struct AdditiveChecksTests {
  private static let data = AdditiveData.mixed(rows: 400, seed: 1)

  @Test func `errors name the column, the row and the cause`() throws {
    func code(
      _ columns: [AdditiveColumn], _ labels: [Float], _ weights: [Float]? = nil,
      _ configuration: AdditiveModel.Configuration = .init()
    ) -> (ModelError.Code?, String) {
      do throws(ModelError) {
        _ = try AdditiveModel.fit(
          columns, labels: labels, sampleWeights: weights, configuration: configuration)
        return (nil, "")
      } catch { return (error.code, error.message) }
    }
    let (columns, labels) = Self.data.rows(0..<400)
    #expect(code(columns.map { $0.rows([]) }, []).0 == .noData)
    #expect(code([], labels).0 == .noData)
    #expect(code(columns, [Float](repeating: 1, count: 400)).0 == .oneClass)
    #expect(code(columns, Array(labels.dropLast())).0 == .shapeMismatch)
    #expect(code(columns, labels, [1]).0 == .shapeMismatch)
    #expect(code(columns, labels, [Float](repeating: 0, count: 400)).0 == .noData)
    #expect(code(columns, labels, [Float](repeating: -1, count: 400)).0 == .outOfRange)
    #expect(code(columns, labels.map { $0 * 2 }).0 == .outOfRange)
    #expect(code(columns, labels, nil, .init(folds: 1)).0 == .outOfRange)
    var numbers = AdditiveData.numbers(400, seed: 2)
    numbers[37] = .infinity
    let bad = code([AdditiveColumn(name: "spend", values: .numbers(numbers))], labels)
    #expect(bad.0 == .notFinite && bad.1.contains("spend") && bad.1.contains("row 37"))
    let level = code(
      [AdditiveColumn(name: "plan", values: .categories(labels.map { Int32($0) }, levelCount: 1))],
      labels)
    #expect(level.0 == .outOfRange && level.1.contains("plan"))
  }

  @Test func `a cancelled fit stops`() {
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect {
      try AdditiveModel.fit(
        Self.data.columns, labels: Self.data.labels, cancellation: cancellation)
    } throws: {
      ModelError.Code.cancelled ~= $0
    }
  }

  @Test func `columns that say nothing or all are named`() throws {
    let (columns, labels) = Self.data.rows(0..<400)
    let constant = AdditiveColumn(
      name: "country", values: .numbers([Float](repeating: 7, count: 400)))
    let empty = AdditiveColumn(
      name: "empty", values: .numbers([Float](repeating: .nan, count: 400)))
    let leak = AdditiveColumn(name: "closed", values: .numbers(labels))
    let model = try AdditiveModel.fit(columns + [constant, empty, leak], labels: labels)
    #expect(model.warnings.contains(.constantColumn("country")))
    #expect(model.warnings.contains(.constantColumn("empty")))
    #expect(model.warnings.contains(.separation("closed")))
    #expect(!model.warnings.contains(.separation("a")))
    #expect(model.logOdds(columns + [constant, empty, leak]).allSatisfy { $0.isFinite })
  }

  @Test func `a stored model comes back the same`() throws {
    let model = try AdditiveModel.fit(Self.data.columns, labels: Self.data.labels)
    let stored = try JSONEncoder().encode(model)
    let read = try JSONDecoder().decode(AdditiveModel.self, from: stored)
    #expect(read == model)
  }

  @Test func `data of any shape give finite, additive scores`() throws {
    for seed in UInt64(1)...12 {
      var generator = SplitMix64(seed: seed)
      let rows = 2 + generator.index(below: 200)
      let columns = (0..<1 + generator.index(below: 5)).map { index -> AdditiveColumn in
        let kind = generator.index(below: 3)
        let levels = 1 + generator.index(below: 30)
        let values: AdditiveColumn.Values =
          kind == 0
          ? .categories(
            (0..<rows).map { _ in Int32(generator.index(below: levels + 1)) - 1 },
            levelCount: levels)
          : .numbers(
            (0..<rows).map { _ in
              generator.uniform() < 0.2
                ? .nan
                : kind == 1
                  ? Float(generator.index(below: levels))
                  : Float(generator.normal() * 1e6)
            })
        return AdditiveColumn(name: "\(index)", values: values)
      }
      let labels = (0..<rows).map { Float($0 == 0 ? 0 : $0 == 1 ? 1 : generator.index(below: 2)) }
      let fit = try AdditiveModel.crossFit(columns, labels: labels)
      let scores = fit.model.logOdds(columns)
      let parts = fit.model.contributions(columns)
      #expect(scores.allSatisfy { $0.isFinite }, "seed \(seed)")
      #expect(fit.outOfFold.allSatisfy { $0.isFinite }, "seed \(seed)")
      for row in 0..<rows {
        #expect(
          abs(parts[row].reduce(fit.model.intercept, +) - scores[row]) < 1e-9, "seed \(seed)")
      }
    }
  }
}
