/// When the bot answers, asks and hands over.
package struct SupportPolicy: Sendable, Hashable {
  /// How dear a wrong answer is, in needless hand-overs.
  package enum Preset: String, Sendable, Hashable, Codable, CaseIterable {
    /// A wrong answer costs as much as four needless hand-overs.
    case strict
    /// Both cost the same.
    case balanced
    /// A needless hand-over costs as much as four wrong answers.
    case open

    /// The cost of a wrong answer over that of a needless hand-over.
    package var costRatio: Double {
      switch self {
      case .strict: 4
      case .balanced: 1
      case .open: 0.25
      }
    }
  }

  /// The bot answers from this confidence on.
  package var answerThreshold: Double

  /// - Precondition: the threshold lies in 0...1.
  package init(answerThreshold: Double) {
    precondition(
      (0...1).contains(answerThreshold), "support policy: a threshold of \(answerThreshold)")
    self.answerThreshold = answerThreshold
  }

  /// The policy of the least expected cost where a wrong answer costs
  /// `costRatio` and a needless hand-over 1.
  ///
  /// With a probability p of being right an answer costs ratio · (1 − p), a
  /// hand-over p; the answer is the cheaper from p = ratio / (1 + ratio) on.
  ///
  /// - Precondition: the ratio is positive and finite.
  /// - Source: Chow 1970, "On Optimum Recognition Error and Reject Tradeoff",
  ///   IEEE Transactions on Information Theory 16(1), equation 4.
  package init(costRatio: Double) {
    precondition(
      costRatio > 0 && costRatio.isFinite, "support policy: a cost ratio of \(costRatio)")
    self.init(answerThreshold: costRatio / (1 + costRatio))
  }

  package init(_ preset: Preset) { self.init(costRatio: preset.costRatio) }

  package static let standard = SupportPolicy(.balanced)
}
