import Engine
import Testing

@testable import Models

/// What shapes a fit finds in data whose truth is known.
@Suite struct AdditiveShapeTests {
  @Test func `labels without a cause give flat curves and no pairs`() throws {
    let rows = 4000
    let shuffled = AdditiveData(
      AdditiveData.mixed(rows: rows, seed: 3).columns, seed: 11
    ) { _ in -1 }
    let (train, labels) = shuffled.rows(0..<rows / 2)
    let (test, truth) = shuffled.rows(rows / 2..<rows)
    let model = try AdditiveModel.fit(train, labels: labels)
    let quality = rankingQuality(model.logOdds(test), truth)
    #expect(abs(quality - 0.5) < 0.04, "\(quality)")
    #expect(model.terms.count == train.count)
    #expect(model.terms.allSatisfy { $0.importance < 0.08 }, "\(model.terms.map(\.importance))")
  }

  @Test func `a pair that only works together is found, and noise stays out`() throws {
    let rows = 4000
    let numbers = (0..<6).map { AdditiveData.numbers(rows, seed: 100 + UInt64($0)) }
    let columns = numbers.enumerated().map {
      AdditiveColumn(name: "x\($0.offset)", values: .numbers($0.element))
    }
    let data = AdditiveData(columns, seed: 8) { row in
      (numbers[1][row] > 0) == (numbers[4][row] > 0) ? 1.5 : -1.5
    }
    let model = try AdditiveModel.fit(columns, labels: data.labels)
    let pairs = model.terms.filter { $0.columns.count == 2 }.map(\.columns)
    #expect(pairs == [[1, 4]])
    #expect(rankingQuality(model.logOdds(columns), data.labels) > 0.78)
    #expect(model.terms[1].importance < 0.15 && model.terms[4].importance < 0.15)
  }

  @Test func `a line is found a line, a hump a hump`() throws {
    let rows = 6000
    let x = AdditiveData.numbers(rows, seed: 21)
    let z = AdditiveData.numbers(rows, seed: 22)
    let columns = [
      AdditiveColumn(name: "line", values: .numbers(x)),
      AdditiveColumn(name: "hump", values: .numbers(z)),
    ]
    let data = AdditiveData(columns, seed: 23) { row in
      2 * Double(x[row]) + 2 - 6 * Double(z[row]) * Double(z[row])
    }
    let model = try AdditiveModel.fit(columns, labels: data.labels)
    for (term, truth) in zip(
      model.terms, [{ (v: Double) in 2 * v }, { (v: Double) in 2 - 6 * v * v }])
    {
      for point in model.curve(of: term) where point.isOnLine {
        guard case .number(let number) = point.place else { continue }
        let expected = truth(Double(number))
        #expect(abs(point.value - expected) < 4.5 * point.standardError + 0.25, "\(number)")
        #expect(point.standardError > 0 && point.standardError < 0.5)
      }
    }
    #expect(model.terms[0].degreesOfFreedom < 4)
  }

  @Test func `missing and rare values have effects of their own`() throws {
    let data = AdditiveData.mixed(rows: 6000, seed: 31)
    let model = try AdditiveModel.fit(data.columns, labels: data.labels)
    let b = model.curve(of: model.terms[1])
    let missing = try #require(b.last)
    let zero = try #require(b.first { $0.place == .number(0) && !$0.isOnLine })
    #expect(abs(missing.value - zero.value - 2) < 0.5)
  }

  @Test func `ten thousand levels fit, and those of few rows share one effect`() throws {
    let rows = 6000
    var generator = SplitMix64(seed: 41)
    let codes = (0..<rows).map { _ in
      Int32(generator.uniform() < 0.5 ? generator.index(below: 4) : generator.index(below: 10_000))
    }
    let columns = [
      AdditiveColumn(name: "city", values: .categories(codes, levelCount: 10_000))
    ]
    let data = AdditiveData(columns, seed: 42) { codes[$0] == 2 ? 2 : -1 }
    let model = try AdditiveModel.fit(columns, labels: data.labels)
    let curve = model.curve(of: model.terms[0])
    #expect(curve.count < 20)
    let second = try #require(curve.first { $0.place == .levels([2]) })
    #expect(second.value > 2)
  }

  @Test func `a fit on a sample of many rows ends near that on all of them`() throws {
    let data = AdditiveData.mixed(rows: 12_000, seed: 51)
    let whole = try AdditiveModel.fit(data.columns, labels: data.labels)
    let part = try AdditiveModel.crossFit(
      data.columns, labels: data.labels, configuration: .init(structureRows: 6000))
    let fresh = AdditiveData.mixed(rows: 6000, seed: 52)
    let a = rankingQuality(whole.logOdds(fresh.columns), fresh.labels)
    let b = rankingQuality(part.model.logOdds(fresh.columns), fresh.labels)
    #expect(abs(a - b) < 0.005, "\(a), \(b)")
    let inside = rankingQuality(part.outOfFold, data.labels)
    #expect(abs(inside - b) < 0.02, "\(inside), \(b)")
  }

  @Test func `a rising truth gives a rising curve, and says so`() throws {
    let rows = 3000
    let x = AdditiveData.numbers(rows, seed: 61)
    let z = AdditiveData.numbers(rows, seed: 62)
    let w = AdditiveData.numbers(rows, seed: 63)
    let columns = [
      AdditiveColumn(name: "rising", values: .numbers(x)),
      AdditiveColumn(name: "falling", values: .numbers(z.map { $0 * 100 })),
      AdditiveColumn(name: "hump", values: .numbers(w)),
    ]
    let data = AdditiveData(columns, seed: 64) { row in
      (x[row] > 0.2 ? 1.5 : -1) - Double(z[row]) - 4 * Double(abs(w[row]))
    }
    let model = try AdditiveModel.fit(columns, labels: data.labels)
    #expect(model.terms.map(\.shape).prefix(3) == [.increasing, .decreasing, .free])
    for (term, sign) in [(0, 1.0), (1, -1.0)] {
      let line = model.curve(of: model.terms[term]).filter(\.isOnLine).map { sign * $0.value }
      #expect(zip(line, line.dropFirst()).allSatisfy { $0 <= $1 })
    }
  }
}
