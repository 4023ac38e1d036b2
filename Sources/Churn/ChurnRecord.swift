package import Domain
package import Evaluation
import Wording

/// How a churn model was learned, kept with it.
package struct ChurnRecord: Sendable, Codable, Hashable {
  /// One moment that training looked back from.
  package struct Cutoff: Sendable, Codable, Hashable {
    package var date: Timestamp
    package var customers: Int
    /// The share of them who left.
    package var baseRate: Double
  }

  /// One set of measures that was tried on a later cut-off.
  package struct Trial: Sendable, Codable, Hashable {
    package var setting: String
    /// Log loss at the later cut-off, by the best level.
    package var logLoss: Double
    package var isChosen: Bool
  }

  /// The first moment the training labels did not see.
  package var asOf: Timestamp
  /// The share of leavers among the training rows.
  package var baseRate: Double
  /// Newest first; empty where labels were imported.
  package var cutoffs: [Cutoff] = []
  package var trials: [Trial] = []
  /// What was left out, and how probabilities were calibrated, in words.
  package var notes: [String] = []
  /// What a reader must know before trusting it: separation, columns left out.
  package var warnings: [String] = []
  /// The mean of each number over the training rows that have it.
  package var means: [String: Float] = [:]
  /// Each measure among the newest training rows.
  package var distributions: [FeatureDistribution] = []
  /// Each measure among the buyers of ``asOf``, whom the model was made to score;
  /// empty where labels were imported.
  package var scoredDistributions: [FeatureDistribution] = []

  package init(asOf: Timestamp, baseRate: Double) {
    self.asOf = asOf
    self.baseRate = baseRate
  }

  /// What a reader of an evaluation should know, in sentences.
  package var summary: [String] {
    var lines = notes
    if !cutoffs.isEmpty {
      let list = cutoffs.map { cutoff in
        "\(cutoff.date.date) (\(counted(cutoff.customers, "customer")), \(percentage(cutoff.baseRate)) "
          + "left)"
      }
      lines.append("trained on the cut-offs \(list.joined(separator: ", "))")
    }
    return lines
  }
}
