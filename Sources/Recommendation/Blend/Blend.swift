import Wording

/// The weights with which candidate models add up to one score.
///
/// The score of product i is Σₘ wₘ · sₘ(i) / σₘ, with σₘ the spread of what model m
/// says of this customer's products. There are two sets of weights: what a customer
/// buys again and what a customer buys for the first time follow different models.
package struct Blend: Sendable, Codable, Hashable {
  /// A model and its weights.
  package struct Part: Sendable, Codable, Hashable {
    package var kind: CandidateKind
    /// For lists of any products.
    package var any: Float
    /// For lists of products the customer has not bought.
    package var new: Float

    package init(_ kind: CandidateKind, any: Float, new: Float) {
      self.kind = kind
      self.any = any
      self.new = new
    }

    /// The weight in a list of any products, or of new ones only.
    package func weight(onlyNew: Bool) -> Float { onlyNew ? new : any }
  }

  /// Only models that say something: each has a weight above zero in one of the sets.
  package var parts: [Part]

  package init(_ parts: [Part]) { self.parts = parts }

  /// Whether the model has a part in it.
  package func contains(_ kind: CandidateKind) -> Bool { parts.contains { $0.kind == kind } }

  /// The weight of a model; 0 where it has no part in it.
  package func weight(of kind: CandidateKind, onlyNew: Bool) -> Float {
    parts.first { $0.kind == kind }?.weight(onlyNew: onlyNew) ?? 0
  }

  /// The weights in words, the greatest first, as shares of their sum.
  package func text(onlyNew: Bool) -> String {
    let sum = parts.reduce(0) { $0 + $1.weight(onlyNew: onlyNew) }
    return parts.filter { $0.weight(onlyNew: onlyNew) > 0 }
      .sorted { $0.weight(onlyNew: onlyNew) > $1.weight(onlyNew: onlyNew) }
      .map {
        let share = Double($0.weight(onlyNew: onlyNew) / sum)
        return "\($0.kind.name) \(percentage(share, decimals: 0))"
      }
      .joined(separator: ", ")
  }

  /// Where there is too little held-out history to learn from: taste first, and
  /// popularity only where taste holds products to be alike.
  static func unlearned(_ kinds: [CandidateKind]) -> Blend {
    Blend(
      kinds.compactMap { kind in
        switch kind {
        case .factorisation, .repurchase: Part(kind, any: 1, new: 1)
        case .content: Part(kind, any: 0.3, new: 0.3)
        case .popularity: Part(kind, any: 0.1, new: 0.1)
        default: nil
        }
      })
  }
}

/// The scale of what a candidate model says for one history.
enum Spread {
  /// The standard deviation of the values; 1 where they are all alike.
  static func of(_ values: [Float]) -> Float {
    guard !values.isEmpty else { return 1 }
    let count = Float(values.count)
    let (total, totalSquares) = values.withUnsafeBytes { bytes in
      var (sum, squares) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
      let whole = values.count / 16 * 16
      for index in stride(from: 0, to: whole, by: 16) {
        let lanes = bytes.loadUnaligned(fromByteOffset: 4 * index, as: SIMD16<Float>.self)
        sum += lanes
        squares += lanes * lanes
      }
      var (total, totalSquares) = (sum.sum(), squares.sum())
      for rest in whole..<values.count {
        total += values[rest]
        totalSquares += values[rest] * values[rest]
      }
      return (total, totalSquares)
    }
    let mean = total / count
    let variance = totalSquares / count - mean * mean
    return variance > 1e-12 * max(1e-12, totalSquares / count) ? variance.squareRoot() : 1
  }
}
