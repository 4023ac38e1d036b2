import Engine
import Glibc
import Testing

@testable import Models

@Suite struct ItemCosineTests {
  static func random(
    users: Int, items: Int, entries: Int, seed: UInt64
  ) -> SparseMatrix {
    var generator = SplitMix64(seed: seed)
    return SparseMatrix(
      rowCount: users, columnCount: items,
      entryRows: (0..<entries).map { _ in generator.index(below: users) },
      entryColumns: (0..<entries).map { _ in generator.index(below: items) },
      entryValues: (0..<entries).map { _ in Float(1 + generator.index(below: 3)) })
  }

  static func dense(_ matrix: SparseMatrix) -> [[Double]] {
    (0..<matrix.rowCount).map { row in
      var values = [Double](repeating: 0, count: matrix.columnCount)
      for entry in matrix.entries(ofRow: row) {
        values[Int(matrix.columns[entry])] = Double(matrix.values[entry])
      }
      return values
    }
  }

  /// The weight of an interaction by the formulas.
  private static func weighted(
    _ rows: [[Double]], _ weighting: ItemCosine.Weighting
  ) -> [[Double]] {
    let itemCount = rows[0].count
    let lengths = (0..<itemCount).map { item in rows.reduce(0) { $0 + $1[item] } }
    let mean = lengths.reduce(0, +) / Double(itemCount)
    return rows.map { row in
      let met = Double(row.count { $0 > 0 })
      let rarity = max(0, log(Double(itemCount) / (1 + met)))
      return row.enumerated().map { item, value in
        switch weighting {
        case .plain: value
        case .inverseFrequency: value.squareRoot() * rarity
        case .bm25(let k, let b):
          value * (k + 1) / (value + k * (1 - b + b * lengths[item] / mean)) * rarity
        }
      }
    }
  }

  @Test(
    arguments: [
      ItemCosine.Weighting.plain, .inverseFrequency,
      .bm25(saturation: 1.2, lengthNormalization: 0.75),
    ], [0.0, 7])
  func `weights are those of the formula`(
    weighting: ItemCosine.Weighting, shrinkage: Double
  ) throws {
    for seed in 0..<5 as Range<UInt64> {
      let matrix = Self.random(users: 30, items: 17, entries: 120, seed: seed)
      let model = try ItemCosine.fit(
        matrix,
        configuration: .init(weighting: weighting, shrinkage: shrinkage, weightsPerItem: nil))
      let rows = Self.weighted(Self.dense(matrix), weighting)
      func product(_ i: Int, _ j: Int) -> Double { rows.reduce(0) { $0 + $1[i] * $1[j] } }
      for i in 0..<17 {
        for j in 0..<17 {
          let scale = (product(i, i) * product(j, j)).squareRoot() + shrinkage
          let expected = i == j || product(i, j) == 0 ? 0 : product(i, j) / scale
          #expect(
            abs(Double(model.weight(of: i, for: j)) - expected) < 1e-5, "seed \(seed) (\(i), \(j))")
        }
      }
    }
  }

  @Test func `the strongest weights of each row are kept`() throws {
    let matrix = Self.random(users: 60, items: 40, entries: 900, seed: 6)
    let whole = try ItemCosine.fit(matrix, configuration: .init(weightsPerItem: nil))
    let model = try ItemCosine.fit(matrix, configuration: .init(weightsPerItem: 7))
    for item in 0..<40 {
      let row = (0..<40).map { whole.weight(of: item, for: $0) }
      let strongest = Set(Ranking.top(7, of: row).map(\.index))
      for other in 0..<40 {
        #expect(
          model.weight(of: item, for: other) == (strongest.contains(other) ? row[other] : 0))
      }
      #expect(model.similar(to: item, limit: 40).map(\.index).count == 7)
      #expect(
        model.similar(to: item, limit: 3).map(\.index) == Ranking.top(3, of: row).map(\.index))
    }
  }

  @Test func `any number of threads gives the same bits`() throws {
    let matrix = Self.random(users: 300, items: 430, entries: 6000, seed: 8)
    let models = try [1, 2, 4, 1000].map {
      try ItemCosine.fit(
        matrix, configuration: .init(weighting: .inverseFrequency, weightsPerItem: 20, threads: $0))
    }
    #expect(models.allSatisfy { $0 == models[0] })
  }

  @Test func `a wide catalogue needs no square of it`() throws {
    // A dense square of 300,000 items would take 360 GB.
    let model = try ItemCosine.fit(
      Self.random(users: 2000, items: 300_000, entries: 5000, seed: 2),
      configuration: .init(weightsPerItem: 5))
    guard case .sparse(let weights) = model.weights else {
      Issue.record("the weights are dense")
      return
    }
    #expect(weights.entryCount > 0 && weights.entryCount < 50_000)
  }

  @Test func `an item nobody met and interactions of zero have no weights`() throws {
    let model = try ItemCosine.fit(
      SparseMatrix(rows: [[(0, 1), (1, 1), (3, 0)], [(0, 1), (1, 2)]], columnCount: 4),
      configuration: .init(shrinkage: 0))
    #expect(model.weight(of: 0, for: 1) > 0.9)
    for item in 0..<4 {
      #expect(model.weight(of: item, for: item) == 0)
      #expect(model.weight(of: item, for: 2) == 0 && model.weight(of: 2, for: item) == 0)
      #expect(model.weight(of: item, for: 3) == 0 && model.weight(of: 3, for: item) == 0)
    }
    #expect(model.similar(to: 2, limit: 3).isEmpty)
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ matrix: SparseMatrix, _ configuration: ItemCosine.Configuration = .init(),
      _ cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try ItemCosine.fit(matrix, configuration: configuration, cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    let matrix = SparseMatrix(rows: [[(0, 1), (1, 1)]], columnCount: 2)
    #expect(code(SparseMatrix(rows: [[], []], columnCount: 3)) == .noData)
    #expect(code(SparseMatrix(rows: [[(0, 1)]], columnCount: 1)) == .oneItem)
    #expect(code(SparseMatrix(rows: [[(0, .nan)]], columnCount: 3)) == .notFinite)
    let negative = SparseMatrix(rows: [[(0, 1), (1, -1)]], columnCount: 3)
    #expect(code(negative) == nil)
    #expect(code(negative, .init(weighting: .inverseFrequency)) == .outOfRange)
    #expect(code(matrix, .init(shrinkage: -1)) == .outOfRange)
    #expect(code(matrix, .init(shrinkage: .nan)) == .outOfRange)
    #expect(code(matrix, .init(weightsPerItem: 0)) == .outOfRange)
    let bm25 = ItemCosine.Weighting.bm25(saturation: 1, lengthNormalization: 1.5)
    #expect(code(matrix, .init(weighting: bm25)) == .outOfRange)
    #expect(code(matrix, .init(), cancelled) == .cancelled)
    #expect(code(matrix) == nil)
  }
}
