extension Metric {
  /// A proportion with its Wilson score interval of 95 %; not a number for no
  /// trials.
  ///
  /// Unlike the textbook interval it stays within 0 and 1 and holds its promise for
  /// few successes. It takes the trials for independent.
  ///
  /// - Precondition: 0 ≤ `successes` ≤ `trials`.
  /// - Source: E. B. Wilson 1927, "Probable Inference, the Law of Succession, and
  ///   Statistical Inference", JASA 22(158).
  package static func proportion(_ successes: Int, of trials: Int) -> Metric {
    precondition(
      successes >= 0 && successes <= trials, "\(successes) successes in \(trials) trials")
    return proportion(Double(successes), of: Double(trials))
  }

  /// The same for shares of rows that cannot be told apart, within 0 and `trials`
  /// but for rounding.
  static func proportion(_ successes: Double, of trials: Double) -> Metric {
    let successes = min(max(successes, 0), trials)
    guard trials > 0 else { return Metric(value: .nan, low: .nan, high: .nan) }
    /// The 97.5 % quantile of the normal distribution.
    let z = 1.959_963_984_540_054
    let n = trials
    let share = successes / n
    let scale = 1 + z * z / n
    let centre = (share + z * z / (2 * n)) / scale
    let margin = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    // Rounding must not move an end that is exactly 0 or 1.
    return Metric(
      value: share, low: successes == 0 ? 0 : centre - margin,
      high: successes == trials ? 1 : centre + margin)
  }
}
