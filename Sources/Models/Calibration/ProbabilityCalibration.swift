import Engine

/// How the log-odds of a model become probabilities.
package enum ProbabilityCalibration: Sendable, Equatable, Codable {
  /// As they are.
  case none
  case platt(PlattScaling)
  case isotonic(IsotonicCalibration)

  /// Whether every score has a probability; what was read from a file may be anything.
  package var isSound: Bool {
    if case .isotonic(let curve) = self { !curve.knots.isEmpty } else { true }
  }

  /// In words, for reports.
  package var name: String {
    switch self {
    case .none: "none"
    case .platt: "Platt scaling"
    case .isotonic: "isotonic regression"
    }
  }

  /// The probability that belongs to log-odds.
  package func probability(logOdds: Double) -> Double {
    switch self {
    case .none: Logistic.sigmoid(logOdds)
    case .platt(let scaling): scaling.probability(logOdds)
    case .isotonic(let curve): curve.probability(logOdds)
    }
  }
}
