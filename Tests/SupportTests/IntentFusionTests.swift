import Engine
import Glibc
import Testing

@testable import Support

@Suite struct IntentFusionTests {
  private func samples(
    weights: [Double], count: Int, seed: UInt64
  ) -> [IntentFusion.Sample] {
    var generator = Xoshiro256StarStar(seed: seed)
    let fusion = IntentFusion(weights: weights)
    return (0..<count).map { _ in
      let features = (0..<4 * IntentFusion.legs).map { _ in generator.normal() }
      var draw = generator.uniform()
      let probabilities = fusion.probabilities(features: features)
      let target = probabilities.firstIndex { probability in
        draw -= probability
        return draw <= 0
      }
      return IntentFusion.Sample(features: features, target: target ?? 3)
    }
  }

  @Test func `the weights that drew the answers are found again`() {
    let truth = [1.5, 0.5, 2, 1, 0.8, 1.2]
    let fusion = IntentFusion.fit(samples(weights: truth, count: 6_000, seed: 3))
    // Standard errors are near 0.03 for 6,000 draws.
    for (found, expected) in zip(fusion.weights, truth) {
      #expect(abs(found - expected) < 0.15)
    }
  }

  @Test func `a leg that speaks against its intent is dropped`() {
    let fusion = IntentFusion.fit(
      samples(weights: [1.5, -1, 2, 1, 0.8, 1.2], count: 2_000, seed: 4))
    #expect(fusion.weights[1] == 0)
    #expect(fusion.weights[0] > 0.5 && fusion.weights[2] > 0.5)
  }

  @Test func `separable samples keep finite weights`() {
    let features: [Double] = [0, 1, 1, 1, 1, 1, -9, 0, 0, 0, 0, 0]
    let sample = IntentFusion.Sample(features: features, target: 0)
    let fusion = IntentFusion.fit([IntentFusion.Sample](repeating: sample, count: 50))
    #expect(fusion.weights.allSatisfy { $0.isFinite && $0 >= 0 })
    #expect(fusion.probabilities(features: features)[0] > 0.99)
  }

  @Test func `without samples all legs count alike`() {
    #expect(IntentFusion.fit([]).weights == [1, 1, 1, 1, 1, 1])
  }
}
