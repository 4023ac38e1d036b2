import Engine

/// How a support model is trained.
package struct SupportConfiguration: Sendable, Hashable {
  package var seed: UInt64
  /// Folds of the out-of-fold scores that fusion and confidence learn from.
  package var folds: Int
  /// The share of messages expected to be about something no intent covers.
  package var outOfScopeShare: Double
  var linear: LinearLeg.Configuration
  /// Nil trains without a network.
  var neural: NeuralLeg.Configuration?
  /// Texts from which on a network is trained: with fewer it takes longer than all
  /// the rest and adds next to nothing.
  package var leastNetworkTexts: Int
  /// At most this many texts of each kind calibrate fusion and confidence.
  package var calibrationLimit: Int
  package var threads: Int

  package init(
    seed: UInt64 = 1, folds: Int = 5, outOfScopeShare: Double = 0.2,
    hasNetwork: Bool = true, leastNetworkTexts: Int = 500,
    calibrationLimit: Int = 2_000, threads: Int = Parallel.coreCount
  ) {
    self.seed = seed
    self.folds = folds
    self.outOfScopeShare = outOfScopeShare
    linear = LinearLeg.Configuration()
    // Two networks that differ in their seed err on different texts.
    neural = hasNetwork ? NeuralLeg.Configuration(networks: 2) : nil
    self.leastNetworkTexts = leastNetworkTexts
    self.calibrationLimit = calibrationLimit
    self.threads = threads
  }

  /// The same without a network where that many texts of so many intents are too
  /// few for one.
  func fitting(texts: Int, intents: Int) -> SupportConfiguration {
    var configuration = self
    if texts < max(leastNetworkTexts, Self.leastTextsAnIntent * intents) {
      configuration.neural = nil
    }
    return configuration
  }

  /// One or two wordings an intent teach a network nothing that n-grams do not.
  private static let leastTextsAnIntent = 3

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
    guard calibrationLimit > 0, threads > 0 else {
      throw SupportError(
        .invalidConfiguration,
        "support: calibration limit \(calibrationLimit) and threads \(threads) must be above 0")
    }
  }
}
