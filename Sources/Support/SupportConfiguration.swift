import Engine
package import Features

/// How a support model is trained and when it answers.
package struct SupportConfiguration: Sendable, Hashable {
  package var seed: UInt64
  /// Folds of the out-of-fold scores that fusion and confidence learn from.
  package var folds: Int
  /// The share of messages expected to be about something no intent covers.
  package var outOfScopeShare: Double
  /// The bot answers from this confidence on.
  ///
  /// At 0.5 an answer is likelier right than wrong.
  package var answerThreshold: Double
  /// The inverse penalty of the linear leg: its loss is summed over texts and
  /// multiplied by this against ½‖w‖².
  package var inversePenalty: Double
  package var vectorizer: TextVectorizer.Configuration
  /// At most this many texts of each kind calibrate fusion and confidence.
  package var calibrationLimit: Int
  package var threads: Int

  // Accuracy on held-out texts stops rising well before the optimum.
  let maximumIterations = 40
  let tolerance = 1e-4

  package init(
    seed: UInt64 = 1, folds: Int = 5, outOfScopeShare: Double = 0.2,
    answerThreshold: Double = 0.5, inversePenalty: Double = 10,
    vectorizer: TextVectorizer.Configuration = TextVectorizer.Configuration(),
    calibrationLimit: Int = 2_000, threads: Int = Parallel.coreCount
  ) {
    self.seed = seed
    self.folds = folds
    self.outOfScopeShare = outOfScopeShare
    self.answerThreshold = answerThreshold
    self.inversePenalty = inversePenalty
    self.vectorizer = vectorizer
    self.calibrationLimit = calibrationLimit
    self.threads = threads
  }

  func validate() throws(SupportError) {
    guard folds >= 2, folds <= 20 else {
      throw SupportError(
        .invalidConfiguration, "support: \(folds) folds; choose between 2 and 20")
    }
    guard outOfScopeShare > 0, outOfScopeShare < 1 else {
      throw SupportError(
        .invalidConfiguration,
        "support: an out-of-scope share of \(outOfScopeShare); choose one between 0 and 1, "
          + "such as 0.2")
    }
    guard answerThreshold > 0, answerThreshold <= 1 else {
      throw SupportError(
        .invalidConfiguration,
        "support: an answer threshold of \(answerThreshold); choose one above 0 and up to 1")
    }
    guard inversePenalty > 0, inversePenalty.isFinite, calibrationLimit > 0, threads > 0 else {
      throw SupportError(
        .invalidConfiguration,
        "support: inverse penalty \(inversePenalty), calibration limit \(calibrationLimit) and "
          + "threads \(threads) must be above 0")
    }
  }
}
