package import Engine
package import Features
import Models

/// A model that is shown beside the one in use, on plain columns and with no
/// setting that depends on the data.
package enum ChurnRival: String, CaseIterable, Sendable {
  /// Logistic regression with scikit-learn's default penalty.
  case logisticRegression = "plain logistic regression"
  /// A linear support vector machine, its margins made probabilities by Platt
  /// scaling on folds it was not fitted to.
  case linearSVM = "linear SVM"
  /// A perceptron of two small hidden layers, stopped where customers left aside
  /// are foretold best.
  case perceptron = "multi-layer perceptron"

  /// A rival need not wait for more rows than these, of which those left out are
  /// spread evenly.
  private static let mostRows = 100_000

  /// The name in reports.
  package var name: String { rawValue }

  /// Fits the model.
  ///
  /// Rows of one customer, such as those of several cut-offs, stay together
  /// wherever some rows are left aside.
  ///
  /// - Parameters:
  ///   - table: training rows.
  ///   - labels: who left.
  ///   - seed: what folds and starting weights follow from.
  ///   - cancellation: checked while fitting.
  /// - Returns: the fitted model.
  /// - Throws: `oneClass`, `tooLittleData` where nothing varies or there are fewer
  ///   customers of either kind than folds, `cancelled`, `failed`.
  /// - Precondition: one label a row.
  package func fit(
    _ table: CustomerTable, labels: [Bool], seed: UInt64, cancellation: Cancellation? = nil
  ) throws(ChurnError) -> FittedChurnRival {
    precondition(
      labels.count == table.count, "\(name): \(table.count) rows, \(labels.count) labels")
    guard labels.contains(true), labels.contains(false) else {
      throw ChurnError(.oneClass, "\(name): all \(labels.count) rows have one label")
    }
    let encoder = PlainEncoder(fitting: table)
    guard encoder.columnCount > 0 else {
      throw ChurnError(.tooLittleData, "\(name): nothing that varies is known of the customers")
    }
    let step = (labels.count + Self.mostRows - 1) / Self.mostRows
    let kept = Array(stride(from: 0, to: labels.count, by: step))
    let sample = step == 1 ? table : table.selecting(kept)
    let rows = RivalRows(
      features: encoder.matrix(of: sample), labels: kept.map { labels[$0] },
      customers: sample.customers, seed: seed, cancellation: cancellation)
    do {
      let scorer: FittedChurnRival.Scorer =
        switch self {
        case .logisticRegression: .logistic(try rows.logisticRegression())
        case .linearSVM: try rows.linearSVM()
        case .perceptron: .perceptron(try rows.perceptron())
        }
      return FittedChurnRival(rival: self, encoder: encoder, scorer: scorer)
    } catch let error as ChurnError {
      throw error
    } catch {
      let isCancelled = ModelError.Code.cancelled ~= error || TrainingError.Code.cancelled ~= error
      throw ChurnError(isCancelled ? .cancelled : .failed, "\(name): \(error)")
    }
  }
}

/// A rival that gives probabilities.
package struct FittedChurnRival: Sendable {
  enum Scorer: Sendable {
    case logistic(LogisticRegression)
    case machine(LinearSVM, PlattScaling)
    case perceptron(FittedPerceptron)
  }

  package let rival: ChurnRival
  let encoder: PlainEncoder
  let scorer: Scorer

  /// The probability of leaving of each row.
  package func probabilities(of table: CustomerTable) -> [Double] {
    let features = encoder.matrix(of: table)
    return switch scorer {
    case .logistic(let model): model.probabilities(features)
    case .machine(let model, let scaling):
      model.scores(features).map(scaling.probability)
    case .perceptron(let model): model.probabilities(features)
    }
  }
}
