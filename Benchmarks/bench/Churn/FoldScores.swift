import Engine
import Evaluation

/// What the fits of a repeated cross-validation said of the rows they had not seen.
struct FoldScores {
  private static let drawCount = 20

  private var folds: [(probabilities: [Double], labels: [Bool])] = []
  private var seconds: [Double] = []

  mutating func append(probabilities: [Double], labels: [Bool], seconds: Double) {
    folds.append((probabilities, labels))
    self.seconds.append(seconds)
  }

  /// The mean of a metric over the folds, as scikit-learn's `cross_val_score` has it.
  func mean(_ metric: ([Double], [Bool]) -> Double) -> Double {
    values(metric).reduce(0, +) / Double(folds.count)
  }

  /// Means over the folds, with the least and greatest of a fold.
  ///
  /// A fold has few rows, so that its calibration error is above zero even where every
  /// probability is right: `ece by chance` is what it would then be. The error is also
  /// taken over all rows of a repeat at once.
  func rows(_ name: String) -> [Row] {
    func row(_ metric: String, _ statistic: ([Double], [Bool]) -> Double) -> Row {
      let values = values(statistic)
      return Row(
        name, metric, mean(statistic), low: values.min(), high: values.max(), unit: "score")
    }
    return [
      row("auc") { ClassificationMetrics.auc(scores: $0, labels: $1) },
      row("average_precision") { ClassificationMetrics.averagePrecision(scores: $0, labels: $1) },
      row("brier") { ClassificationMetrics.brier(probabilities: $0, labels: $1) },
      row("log_loss") { ClassificationMetrics.logLoss(probabilities: $0, labels: $1) },
      row("ece") {
        ClassificationMetrics.expectedCalibrationError(probabilities: $0, labels: $1)
      },
      Row(name, "ece by chance", calibrationErrorByChance, unit: "score"),
      Row(name, "ece, all rows", pooledCalibrationError, unit: "score"),
      Row(name, "fit", Sample(seconds), unit: "s"),
    ]
  }

  private func values(_ metric: ([Double], [Bool]) -> Double) -> [Double] {
    folds.map { metric($0.probabilities, $0.labels) }
  }

  /// The mean error of a fold whose outcomes are drawn from its own probabilities.
  private var calibrationErrorByChance: Double {
    var generator = Xoshiro256StarStar(seed: 1)
    let errors = folds.flatMap { fold in
      (0..<Self.drawCount).map { _ in
        ClassificationMetrics.expectedCalibrationError(
          probabilities: fold.probabilities,
          labels: fold.probabilities.map { generator.uniform() < $0 })
      }
    }
    return errors.reduce(0, +) / Double(errors.count)
  }

  private var pooledCalibrationError: Double {
    let size = RepeatedFolds.foldCount
    let errors = stride(from: 0, to: folds.count, by: size).map { start in
      let part = folds[start..<min(start + size, folds.count)]
      return ClassificationMetrics.expectedCalibrationError(
        probabilities: part.flatMap(\.probabilities), labels: part.flatMap(\.labels))
    }
    return errors.reduce(0, +) / Double(errors.count)
  }
}
