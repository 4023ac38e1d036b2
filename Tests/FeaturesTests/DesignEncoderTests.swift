import Domain
import Engine
import Testing

@testable import Features

@Suite struct DesignEncoderTests {
  private func table(_ values: [Float], _ levels: [String?]) -> CustomerTable {
    CustomerTable(
      customers: values.indices.map { Customer.Key(Int64($0)) },
      numeric: [CustomerTable.NumericColumn(name: "x", values: values)],
      categorical: [CustomerTable.CategoricalColumn(name: "plan", values: levels)])
  }

  @Test func `training columns have mean zero and variance one`() {
    let rows = table((0..<40).map { Float($0 * $0) }, (0..<40).map { $0 % 3 == 0 ? "a" : "b" })
    let encoder = DesignEncoder(fitting: rows)
    let matrix = encoder.matrix(of: rows)
    #expect(encoder.measures.map(\.name) == ["x", "plan"])
    for column in 0..<encoder.columnCount {
      let values = (0..<40).map { matrix[$0, column] }
      let mean = values.reduce(0, +) / 40
      let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 40
      #expect(abs(mean) < 1e-5)
      #expect(abs(variance - 1) < 1e-4)
    }
  }

  @Test func `a missing number stands at the mean of its columns and has one of its own`() {
    let rows = table([1, 2, 4, 8, .nan, .nan], Array(repeating: "a", count: 6))
    let encoder = DesignEncoder(fitting: rows)
    let matrix = encoder.matrix(of: rows)
    let last = encoder.columnCount - 1
    for column in 0..<last { #expect(abs(matrix[4, column]) < 1e-6) }
    #expect(matrix[4, last] > 0 && matrix[0, last] < 0)
  }

  @Test func `a constant column and an unknown level carry nothing`() {
    let rows = table([3, 3, 3, 3], ["a", "b", "a", "b"])
    let encoder = DesignEncoder(fitting: rows)
    #expect(encoder.measures.map(\.name) == ["plan"])
    let unknown = encoder.matrix(of: table([3], ["never seen"]))
    #expect((0..<encoder.columnCount).allSatisfy { unknown[0, $0].isFinite })
  }
}
