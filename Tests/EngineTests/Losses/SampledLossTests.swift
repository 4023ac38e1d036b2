import Glibc
import Testing

@testable import Engine

@Suite struct SampledLossTests {
  private func softmax(
    _ example: CatalogueCase, _ negatives: [Int32], _ logProbabilities: [Float]?
  ) -> CatalogueCase.Result {
    let loss = SampledSoftmax()
    return example.run { table, dHidden in
      loss.loss(
        example.hidden, example.labels, n: example.n, table, negatives: negatives,
        count: negatives.count, logProbabilities: logProbabilities, dHidden: dHidden,
        arena: Arena(
          capacity: loss.scratchCount(
            n: example.n, negatives: negatives.count, dimension: example.dimension)))
    }
  }

  private func generalized(
    _ example: CatalogueCase, _ negatives: [Int32], calibration: Float = 0.75
  ) -> CatalogueCase.Result {
    let loss = GeneralizedBinaryCrossEntropy(calibration: calibration)
    return example.run { table, dHidden in
      loss.loss(
        example.hidden, example.labels, n: example.n, table, negatives: negatives,
        count: negatives.count, dHidden: dHidden,
        arena: Arena(
          capacity: loss.scratchCount(
            n: example.n, negatives: negatives.count, dimension: example.dimension)))
    }
  }

  @Test func `small cases agree with PyTorch`() {
    let logProbabilities = [0.3, 0.2, 0.1, 0.1, 0.2, 0.1].map { Float(log($0)) }
    CatalogueCase.expect(
      softmax(.reference, [1, 5, 1, 3], logProbabilities), LossReferences.sampledLoss,
      LossReferences.sampledHidden, LossReferences.sampledTable, LossReferences.sampledBias)
    CatalogueCase.expect(
      generalized(.reference, [1, 5, 1, 3]), LossReferences.generalizedLoss,
      LossReferences.generalizedHidden, LossReferences.generalizedTable,
      LossReferences.generalizedBias)
  }

  @Test(arguments: 1...30)
  func `random shapes agree with plain loops`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let example = CatalogueCase.random(&generator)
    let negatives = (0..<generator.index(below: 40)).map { _ in
      Int32(generator.index(below: example.items))
    }
    let logProbabilities = (0..<example.items).map { _ in Float(generator.normal()) }
    for q in [nil, logProbabilities] {
      example.expect(softmax(example, negatives, q), "seed \(seed)") { z, label in
        let corrected = z.indices.map { z[$0] - Double(q?[$0] ?? 0) }
        let others = negatives.filter { $0 != label }.map { exp(corrected[Int($0)]) }
        return log(exp(corrected[label]) + others.reduce(0, +)) - corrected[label]
      }
    }
    let m = Double(negatives.count)
    let rate = min(1, m / max(Double(example.items - 1), 1))
    let power = 1 - 0.5 * (1 - rate)
    example.expect(generalized(example, negatives, calibration: 0.5), "seed \(seed)") { z, label in
      let others = negatives.filter { $0 != label }.map { Logistic.softplus(z[Int($0)]) }
      return (power * Logistic.softplus(-z[label]) + others.reduce(0, +)) / (m + 1)
    }
  }

  @Test func `every item drawn once is the softmax over the catalogue`() {
    let example = CatalogueCase.reference
    let sampled = softmax(example, [0, 1, 2, 3, 4, 5], nil)
    #expect(abs(sampled.loss - LossReferences.catalogueLoss) < 1e-6)
    expectClose(sampled.table, LossReferences.catalogueTable, 1e-6)
  }

  @Test func `the power of positives follows the sampling rate`() {
    // alpha = 4/16, t = 0.75: 0.25·(0.75·(1 − 4) + 4).
    let loss = GeneralizedBinaryCrossEntropy(calibration: 0.75)
    #expect(loss.power(negatives: 4, items: 17) == 0.437_5)
    #expect(GeneralizedBinaryCrossEntropy(calibration: 0).power(negatives: 4, items: 17) == 1)
    #expect(GeneralizedBinaryCrossEntropy(calibration: 1).power(negatives: 4, items: 17) == 0.25)
    #expect(loss.power(negatives: 50, items: 17) == 1)
  }

  @Test func `rows that do not count may hold anything and NaN shows elsewhere`() {
    let example = CatalogueCase(
      n: 2, items: 3, dimension: 1, hidden: [.nan, 1], table: [1, 2, 3], bias: nil,
      labels: [-1, 2])
    #expect(softmax(example, [0, 1], nil).table.allSatisfy { $0.isFinite })
    #expect(generalized(example, [0, 1]).table.allSatisfy { $0.isFinite })
    let broken = CatalogueCase(
      n: 1, items: 3, dimension: 1, hidden: [1], table: [.nan, 2, 3], bias: nil, labels: [2])
    #expect(softmax(broken, [0, 1], nil).loss.isNaN)
    #expect(generalized(broken, [0, 1]).loss.isNaN)
  }
}
