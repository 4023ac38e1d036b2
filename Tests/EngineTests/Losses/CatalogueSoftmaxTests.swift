import Glibc
import Testing

@testable import Engine

@Suite struct CatalogueSoftmaxTests {
  private func run(
    _ loss: CatalogueSoftmax, _ example: CatalogueCase, start: Float = 0, scale: Float? = nil
  ) -> CatalogueCase.Result {
    example.run(start: start) { table, dHidden in
      // Exactly what is announced, so that more would end the test.
      let arena = Arena(
        capacity: loss.scratchCount(
          n: example.n, items: example.items, dimension: example.dimension))
      return loss.loss(
        example.hidden, example.labels, n: example.n, table, dHidden: dHidden,
        scale: scale, arena: arena)
    }
  }

  @Test func `small cases agree with PyTorch`() {
    CatalogueCase.expect(
      run(CatalogueSoftmax(), .reference), LossReferences.catalogueLoss,
      LossReferences.catalogueHidden, LossReferences.catalogueTable, LossReferences.catalogueBias)
    CatalogueCase.expect(
      run(CatalogueSoftmax(labelSmoothing: 0.2), .reference), LossReferences.smoothedLoss,
      LossReferences.smoothedHidden, LossReferences.smoothedTable, LossReferences.smoothedBias)
  }

  @Test(arguments: 1...40)
  func `random shapes and tiles agree with plain loops`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let example = CatalogueCase.random(&generator)
    let smoothing: Float = generator.uniform() < 0.5 ? 0 : 0.3
    let loss = CatalogueSoftmax(
      labelSmoothing: smoothing, blockRows: 1 + generator.index(below: 8),
      tileItems: 1 + generator.index(below: 50))
    example.expect(run(loss, example), "seed \(seed)") { z, label in
      let logSum = log(z.reduce(0) { $0 + exp($1) })
      let mean = z.reduce(0, +) / Double(z.count)
      return logSum - (1 - Double(smoothing)) * z[label] - Double(smoothing) * mean
    }
  }

  @Test func `gradients are added to what is there and none are asked for by nil`() {
    let plain = run(CatalogueSoftmax(), .reference)
    let added = run(CatalogueSoftmax(), .reference, start: 2)
    expectClose(added.hidden, plain.hidden.map { $0 + 2 }, 1e-6)
    expectClose(added.table, plain.table.map { $0 + 2 }, 1e-6)
    expectClose(added.bias, plain.bias.map { $0 + 2 }, 1e-6)
    let example = CatalogueCase.reference
    let value = example.run { table, _ in
      let loss = CatalogueSoftmax()
      return loss.loss(
        example.hidden, example.labels, n: 4, table, dHidden: nil,
        arena: Arena(capacity: loss.scratchCount(n: 4, items: 6, dimension: 3)))
    }
    #expect(value.loss == plain.loss && value.table.allSatisfy { $0 == 0 })
  }

  @Test func `shards by the scale of the batch sum to its loss`() {
    let whole = CatalogueCase.reference
    let shards = [0..<1, 1..<4].map { rows in
      run(
        CatalogueSoftmax(),
        CatalogueCase(
          n: rows.count, items: 6, dimension: 3,
          hidden: Array(whole.hidden[3 * rows.lowerBound..<3 * rows.upperBound]),
          table: whole.table, bias: whole.bias, labels: Array(whole.labels[rows])),
        scale: 1 / 3)
    }
    let expected = run(CatalogueSoftmax(), whole)
    #expect(abs(shards[0].loss + shards[1].loss - expected.loss) < 1e-6)
    expectClose(zip(shards[0].table, shards[1].table).map { $0 + $1 }, expected.table, 1e-6)
  }

  @Test func `rows that do not count may hold anything`() {
    let example = CatalogueCase(
      n: 2, items: 3, dimension: 1, hidden: [.nan, 1], table: [1, 2, 3], bias: nil,
      labels: [-1, 2])
    let result = run(CatalogueSoftmax(), example)
    #expect(abs(result.loss - 0.407_605_96) < 1e-6)
    #expect(result.hidden[0] == 0 && result.table.allSatisfy { $0.isFinite })
    let none = CatalogueCase(
      n: 1, items: 3, dimension: 1, hidden: [1], table: [1, 2, 3], bias: nil, labels: [-1])
    #expect(run(CatalogueSoftmax(), none).loss == 0)
  }

  @Test(arguments: [1, 2, 8192])
  func `great logits neither overflow nor lose the loss, and NaN shows`(tile: Int) {
    let loss = CatalogueSoftmax(labelSmoothing: 0, blockRows: 1, tileItems: tile)
    let great = CatalogueCase(
      n: 2, items: 2, dimension: 1, hidden: [1, -1], table: [900, 100], bias: nil, labels: [1, 1])
    #expect(run(loss, great).loss == 400)
    let broken = CatalogueCase(
      n: 1, items: 2, dimension: 1, hidden: [1], table: [.nan, 1], bias: nil, labels: [1])
    #expect(run(loss, broken).loss.isNaN)
  }
}
