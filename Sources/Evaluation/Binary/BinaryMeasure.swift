/// A figure of probabilities of a binary outcome.
package enum BinaryMeasure: Int, CaseIterable, Sendable {
  case auc
  case averagePrecision
  case brier
  case logLoss
  case calibrationError
  case calibrationSlope
  /// By how much the log-odds are too low on the whole.
  case calibrationIntercept
  case liftTopTenth

  /// The name in reports.
  package var name: String {
    switch self {
    case .auc: "auc"
    case .averagePrecision: "average_precision"
    case .brier: "brier"
    case .logLoss: "log_loss"
    case .calibrationError: "ece"
    case .calibrationSlope: "calibration_slope"
    case .calibrationIntercept: "calibration_intercept"
    case .liftTopTenth: "lift_top_10_percent"
    }
  }
}
