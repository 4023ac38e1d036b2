import Testing

@testable import Engine

@Suite struct EmbeddingTests {
  private static let ids: [Int32] = [1, 4, 1, 0, 2, 2]

  private func plain(
    _ ids: [Int32], _ dy: [Float], _ table: [Float], rows: Int, size: Int
  ) -> (y: [Float], dTable: [Float]) {
    var layout = ParameterLayout()
    let layer = Embedding("e", rows: rows, size: size, in: &layout)
    let slab = ParameterSlab(layout)
    slab.set(layer.table, table)
    var y = [Float](repeating: .nan, count: ids.count * size)
    layer.forward(slab, ids, &y)
    layer.backward(slab, ids, dy)
    return (y, slab.gradient(layer.table).values)
  }

  private func bags(
    _ mode: EmbeddingBag.Mode, _ ids: [Int32], _ offsets: [Int], _ dy: [Float], _ table: [Float],
    rows: Int, size: Int
  ) -> (y: [Float], dTable: [Float]) {
    var layout = ParameterLayout()
    let layer = EmbeddingBag("e", rows: rows, size: size, mode: mode, in: &layout)
    let slab = ParameterSlab(layout)
    slab.set(layer.table, table)
    var y = [Float](repeating: .nan, count: (offsets.count - 1) * size)
    layer.forward(slab, ids, offsets: offsets, &y)
    layer.backward(slab, ids, offsets: offsets, dy)
    return (y, slab.gradient(layer.table).values)
  }

  @Test func `rows and bags agree with PyTorch`() {
    let table = wave(0.1, 15)
    let rows = plain(Self.ids, wave(0.4, 18), table, rows: 5, size: 3)
    expectClose(rows.y, LayerReferences.embeddingY)
    expectClose(rows.dTable, LayerReferences.embeddingTable)
    let offsets = [0, 2, 2, 5, 6]
    let sums = bags(.sum, Self.ids, offsets, wave(0.4, 12), table, rows: 5, size: 3)
    expectClose(sums.y, LayerReferences.sumBagY)
    expectClose(sums.dTable, LayerReferences.sumBagTable)
    let means = bags(.mean, Self.ids, offsets, wave(0.4, 12), table, rows: 5, size: 3)
    expectClose(means.y, LayerReferences.meanBagY)
    expectClose(means.dTable, LayerReferences.meanBagTable)
  }

  @Test(arguments: EmbeddingBag.Mode.allCases, [1, 7, 16, 33])
  func `odd sizes agree with plain loops and central differences`(
    mode: EmbeddingBag.Mode, size: Int
  ) {
    let (table, dy) = (normals(6 * size, seed: 1), normals(4 * size, seed: 2))
    let ids: [Int32] = [5, 0, 5, 5, 3, 1]
    let offsets = [0, 3, 3, 4, 6]
    func forward(_ table: [Double]) -> [Double] {
      (0..<4 * size).map { index in
        let (bag, column) = index.quotientAndRemainder(dividingBy: size)
        let members = ids[offsets[bag]..<offsets[bag + 1]]
        let sum = members.reduce(0) { $0 + table[Int($1) * size + column] }
        return mode == .sum ? sum : sum / Double(max(members.count, 1))
      }
    }
    let run = bags(mode, ids, offsets, dy, table, rows: 6, size: size)
    expectClose(run.y, forward(table.map(Double.init)).map { Float($0) })
    expectClose(run.dTable, centralDifferences(at: table) { weighted(forward($0), dy) }, 1e-5)
  }

  @Test func `an id out of the table stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var layout = ParameterLayout()
      let layer = Embedding("e", rows: 2, size: 1, in: &layout)
      var y: [Float] = [0]
      layer.forward(ParameterSlab(layout), [2], &y)
    }
  }
}
