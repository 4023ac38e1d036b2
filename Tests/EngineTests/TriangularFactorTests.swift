import Testing

@testable import Engine

struct TriangularFactorTests {
  @Test(arguments: [1, 2, 5, 17], [1, 7, 1000])
  func `the solution of a consistent system is found block by block`(
    columns: Int, blockRows: Int
  ) throws {
    var generator = SplitMix64(seed: UInt64(columns))
    let x = (0..<columns).map { _ in generator.normal() }
    var factor = TriangularFactor(columns: columns + 1)
    var block: [Double] = []
    for row in 0..<60 {
      let a = (0..<columns).map { _ in generator.normal() }
      block += a + [zip(a, x).reduce(0) { $0 + $1.0 * $1.1 }]
      if row % blockRows == blockRows - 1 {
        factor.add(block)
        block = []
      }
    }
    factor.add(block)
    for (found, expected) in zip(try factor.solution(), x) {
      #expect(abs(found - expected) < 1e-12)
    }
  }

  @Test func `the residual is at right angles to every column`() throws {
    var generator = SplitMix64(seed: 8)
    let rows = (0..<40).map { _ in (0..<4).map { _ in generator.normal() } }
    var factor = TriangularFactor(columns: 4)
    factor.add(rows.flatMap(\.self))
    let x = try factor.solution()
    for column in 0..<3 {
      var product = 0.0
      for row in rows {
        product += row[column] * (row[3] - zip(row, x).reduce(0) { $0 + $1.0 * $1.1 })
      }
      #expect(abs(product) < 1e-12)
    }
  }

  @Test func `a column that depends on those before it is named`() {
    var factor = TriangularFactor(columns: 4)
    factor.add([1, 2, 3, 1, 2, 1, 3, 1, 3, 5, 8, 1, 4, 1, 5, 1])
    #expect(throws: DependentColumn(column: 2)) { try factor.solution() }
    #expect(throws: DependentColumn(column: 0)) { try TriangularFactor(columns: 2).solution() }
  }
}
