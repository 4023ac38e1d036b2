import Engine
import Glibc
import Testing

@testable import Models

@Suite struct BoughtTogetherTests {
  @Test(arguments: BoughtTogether.Measure.allCases, [0.0, 3])
  func `weights are those of the definition`(
    measure: BoughtTogether.Measure, smoothing: Double
  ) throws {
    for seed in 0..<5 as Range<UInt64> {
      let baskets = ItemCosineTests.random(users: 40, items: 12, entries: 130, seed: seed)
      let model = try BoughtTogether.fit(
        baskets,
        configuration: .init(
          measure: measure, smoothing: smoothing, minimumSupport: 3, weightsPerItem: nil))
      let rows = ItemCosineTests.dense(baskets)
      func support(_ items: Int...) -> Double {
        Double(rows.count { row in items.allSatisfy { row[$0] > 0 } })
      }
      for i in 0..<12 {
        for j in 0..<12 {
          let lift =
            (support(i, j) + smoothing) / (support(i) * support(j) / 40 + smoothing)
          let value =
            switch measure {
            case .lift: lift
            case .logLift: log(lift)
            case .conditional: support(i, j) / (support(i) + smoothing)
            }
          let expected = i == j || support(i, j) < 3 ? 0 : value
          #expect(
            abs(Double(model.weight(of: i, for: j)) - expected) < 1e-5, "seed \(seed) (\(i), \(j))")
        }
      }
    }
  }

  @Test func `smoothing puts a pair met by chance behind one met often`() throws {
    // 0 and 1 once together and nowhere else; 2 and 3 together in 20 of 22 baskets.
    let rows =
      [[(0, 1), (1, 1)]] + (0..<20).map { _ in [(2, 1), (3, 1)] } + [[(2, 1)], [(3, 1)]]
      + (0..<200).map { [(4 + $0 % 3, 1)] }
    let baskets = SparseMatrix(
      rows: rows.map { $0.map { (column: $0.0, value: Float($0.1)) } }, columnCount: 7)
    func model(_ smoothing: Double) throws -> ItemToItem {
      try BoughtTogether.fit(
        baskets, configuration: .init(measure: .lift, smoothing: smoothing, minimumSupport: 1))
    }
    let (plain, smooth) = (try model(0), try model(5))
    #expect(plain.weight(of: 0, for: 1) > plain.weight(of: 2, for: 3))
    #expect(smooth.weight(of: 0, for: 1) < smooth.weight(of: 2, for: 3))
  }

  @Test func `any number of threads gives the same bits`() throws {
    let matrix = ItemCosineTests.random(users: 300, items: 430, entries: 6000, seed: 8)
    let models = try [1, 2, 4].map {
      try BoughtTogether.fit(matrix, configuration: .init(weightsPerItem: 20, threads: $0))
    }
    #expect(models.allSatisfy { $0 == models[0] })
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ matrix: SparseMatrix, _ configuration: BoughtTogether.Configuration = .init(),
      _ cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try BoughtTogether.fit(matrix, configuration: configuration, cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    let matrix = SparseMatrix(rows: [[(0, 1), (1, 1)]], columnCount: 2)
    #expect(code(SparseMatrix(rows: [], columnCount: 0)) == .noData)
    #expect(code(SparseMatrix(rows: [[(0, 1)]], columnCount: 1)) == .oneItem)
    #expect(code(SparseMatrix(rows: [[(0, .infinity)]], columnCount: 3)) == .notFinite)
    #expect(code(matrix, .init(smoothing: -1)) == .outOfRange)
    #expect(code(matrix, .init(minimumSupport: 0)) == .outOfRange)
    #expect(code(matrix, .init(weightsPerItem: 0)) == .outOfRange)
    #expect(code(matrix, .init(), cancelled) == .cancelled)
    #expect(code(matrix) == nil)
  }
}
