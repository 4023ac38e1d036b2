import Engine
import Glibc

/// Joins the legs into one probability for each intent.
///
/// p = softmax(w₁ · margin + w₂ · ln p_network + w₃ · cosine + w₄ · BM25 of
/// phrasings + w₅ · coverage of the phrasing + w₆ · BM25 of answers).
///
/// w₁ and w₂ are the inverse temperatures of the linear leg and of the networks.
/// The weights maximise the likelihood of out-of-fold texts and are never
/// negative.
///
/// - Source: McFadden 1974, "Conditional logit analysis of qualitative choice
///   behavior", equations 11 to 15.
struct IntentFusion: Sendable, Hashable {
  static let legs = 6

  /// One weight a leg.
  var weights: [Double]

  /// What the legs say of one text whose intent is known.
  struct Sample: Sendable {
    /// By class, `legs` numbers each.
    var features: [Double]
    /// The right class.
    var target: Int
  }

  /// The legs' numbers by class, in the order of the weights.
  static func features(_ scores: IntentScores) -> [Double] {
    var features: [Double] = []
    features.reserveCapacity(scores.margins.count * legs)
    for index in scores.margins.indices {
      features.append(Double(scores.margins[index]))
      features.append(scores.network.isEmpty ? 0 : Double(scores.network[index]))
      features.append(Double(scores.cosines[index]))
      features.append(Double(scores.keywords[index]))
      features.append(Double(scores.coverage[index]))
      features.append(Double(scores.answers[index]))
    }
    return features
  }

  func probabilities(_ scores: IntentScores) -> [Double] {
    probabilities(features: Self.features(scores))
  }

  func probabilities(features: [Double]) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(features.count / Self.legs)
    for start in stride(from: 0, to: features.count, by: Self.legs) {
      var sum = 0.0
      for leg in 0..<Self.legs { sum += weights[leg] * features[start + leg] }
      values.append(sum)
    }
    return Softmax.probabilities(values)
  }

  /// Fits the weights by Newton's method, dropping a leg that would count
  /// against its own intent.
  static func fit(_ samples: [Sample]) -> IntentFusion {
    var active = Array(0..<legs)
    while true {
      let fusion = newton(samples, active: active)
      guard let worst = active.min(by: { fusion.weights[$0] < fusion.weights[$1] }),
        fusion.weights[worst] < 0, active.count > 1
      else { return fusion }
      active.removeAll { $0 == worst }
    }
  }

  /// Half the precision of the weak prior around 1 that keeps separable data
  /// from driving the weights to infinity.
  private static let priorPrecision = 0.1

  private static func newton(_ samples: [Sample], active: [Int]) -> IntentFusion {
    var fusion = IntentFusion(weights: (0..<legs).map { active.contains($0) ? 1 : 0 })
    var likelihood = fusion.logPosterior(samples, active: active)
    for _ in 0..<50 {
      let (gradient, curvature) = fusion.derivatives(samples, active: active)
      guard let factor = try? Cholesky(curvature, size: active.count) else { break }
      let step = factor.solve(gradient)
      var scale = 1.0
      var next = fusion
      var nextLikelihood = -Double.infinity
      while scale > 1e-6 {
        for (index, leg) in active.enumerated() {
          next.weights[leg] = fusion.weights[leg] + scale * step[index]
        }
        nextLikelihood = next.logPosterior(samples, active: active)
        if nextLikelihood >= likelihood { break }
        scale /= 2
      }
      guard nextLikelihood >= likelihood else { break }
      let gain = nextLikelihood - likelihood
      fusion = next
      likelihood = nextLikelihood
      if gain < 1e-9 * (1 + abs(likelihood)) { break }
    }
    return fusion
  }

  private func logPosterior(_ samples: [Sample], active: [Int]) -> Double {
    var sum = 0.0
    for sample in samples {
      sum += log(max(probabilities(features: sample.features)[sample.target], 1e-300))
    }
    for leg in active { sum -= Self.priorPrecision * (weights[leg] - 1) * (weights[leg] - 1) }
    return sum
  }

  /// The gradient and the negated Hessian of the log posterior, row-major.
  private func derivatives(
    _ samples: [Sample], active: [Int]
  ) -> (gradient: [Double], curvature: [Double]) {
    let count = active.count
    var gradient = active.map { -2 * Self.priorPrecision * (weights[$0] - 1) }
    var curvature = [Double](repeating: 0, count: count * count)
    for row in 0..<count { curvature[row * count + row] = 2 * Self.priorPrecision }
    for sample in samples {
      let probabilities = probabilities(features: sample.features)
      var mean = [Double](repeating: 0, count: count)
      var products = [Double](repeating: 0, count: count * count)
      for (index, probability) in probabilities.enumerated() where probability > 1e-12 {
        for first in 0..<count {
          let value = sample.features[index * Self.legs + active[first]] * probability
          mean[first] += value
          for second in 0...first {
            products[first * count + second] +=
              value * sample.features[index * Self.legs + active[second]]
          }
        }
      }
      for first in 0..<count {
        gradient[first] +=
          sample.features[sample.target * Self.legs + active[first]] - mean[first]
        for second in 0...first {
          // The upper triangle is what is factored.
          curvature[second * count + first] +=
            products[first * count + second] - mean[first] * mean[second]
        }
      }
    }
    return (gradient, curvature)
  }
}
