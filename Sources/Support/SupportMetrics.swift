import Engine
import Evaluation

/// One tested text: what was true, what each model said.
struct TestedText: Sendable {
  /// The true intent's row; nil for a text out of scope.
  var truth: Int?
  /// The intent the whole model, the linear leg and BM25 put first; nil where
  /// the text held nothing known or the model took it for out of scope.
  var predicted: Int?
  var linear: Int?
  var keywords: Int?
  var confidence: Double
  /// Whether the answer to `predicted` is the right one.
  var isRight: Bool
  /// What it counts; out-of-scope texts are scaled to their assumed share where
  /// a figure mixes both.
  var weight: Double = 1
}

/// Figures of text classification.
enum SupportMetrics {
  /// The share of texts whose intent was named; texts out of scope left out.
  static func accuracy(_ texts: [TestedText], _ said: (TestedText) -> Int?) -> Double {
    let inScope = texts.filter { $0.truth != nil }
    guard !inScope.isEmpty else { return 0 }
    return Double(inScope.count { said($0) == $0.truth }) / Double(inScope.count)
  }

  /// The mean of the intents' F1, over the intents that occur or are named.
  static func macroF1(_ texts: [TestedText], _ said: (TestedText) -> Int?) -> Double {
    var right: [Int: Int] = [:]
    var named: [Int: Int] = [:]
    var occurring: [Int: Int] = [:]
    for text in texts {
      guard let truth = text.truth else { continue }
      occurring[truth, default: 0] += 1
      guard let answer = said(text) else { continue }
      named[answer, default: 0] += 1
      if answer == truth { right[truth, default: 0] += 1 }
    }
    let intents = Set(occurring.keys).union(named.keys).sorted()
    guard !intents.isEmpty else { return 0 }
    let sum = intents.reduce(0.0) { sum, intent in
      let total = (occurring[intent] ?? 0) + (named[intent] ?? 0)
      return sum + 2 * Double(right[intent] ?? 0) / Double(total)
    }
    return sum / Double(intents.count)
  }

  /// The expected calibration error of the confidence, over ten bins of equal
  /// weight.
  ///
  /// - Source: Naeini, Cooper & Hauskrecht 2015, "Obtaining Well Calibrated
  ///   Probabilities Using Bayesian Binning", AAAI, with equal-count bins.
  static func calibrationError(_ texts: [TestedText], bins: Int = 10) -> Double {
    let sorted = texts.sorted { $0.confidence < $1.confidence }
    let total = sorted.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return 0 }
    var sums = [(confidence: Double, right: Double)](repeating: (0, 0), count: bins)
    var passed = 0.0
    for text in sorted {
      let bin = min(bins - 1, Int((passed + text.weight / 2) / total * Double(bins)))
      sums[bin].confidence += text.weight * text.confidence
      sums[bin].right += text.isRight ? text.weight : 0
      passed += text.weight
    }
    return sums.reduce(0) { $0 + abs($1.confidence - $1.right) } / total
  }

  /// The probability that a text in scope has a higher confidence than one out
  /// of scope, ties counting half; nil where either kind is missing.
  ///
  /// - Source: Mann & Whitney 1947, Annals of Mathematical Statistics 18(1).
  static func scopeAUROC(_ texts: [TestedText]) -> Double? {
    let inScope = texts.count { $0.truth != nil }
    let outside = texts.count - inScope
    guard inScope > 0, outside > 0 else { return nil }
    let sorted = texts.sorted { $0.confidence < $1.confidence }
    var sum = 0.0
    var start = 0
    while start < sorted.count {
      var end = start
      while end < sorted.count, sorted[end].confidence == sorted[start].confidence { end += 1 }
      let rank = Double(start + end + 1) / 2
      sum += rank * Double(sorted[start..<end].count { $0.truth != nil })
      start = end
    }
    let pairs = Double(inScope) * Double(outside)
    return (sum - Double(inScope) * Double(inScope + 1) / 2) / pairs
  }

  /// The share of texts in scope that are answered.
  static func coverage(_ texts: [TestedText], threshold: Double) -> Double {
    let inScope = texts.filter { $0.truth != nil }
    guard !inScope.isEmpty else { return 0 }
    return Double(inScope.count { $0.confidence >= threshold }) / Double(inScope.count)
  }

  /// The share of answers given to texts in scope that are right; 1 where none
  /// is given.
  static func answeredAccuracy(_ texts: [TestedText], threshold: Double) -> Double {
    let answered = texts.filter { $0.truth != nil && $0.confidence >= threshold }
    guard !answered.isEmpty else { return 1 }
    return Double(answered.count { $0.isRight }) / Double(answered.count)
  }

  /// The share of texts out of scope that get no answer.
  static func outOfScopeRecall(_ texts: [TestedText], threshold: Double) -> Double {
    let outside = texts.filter { $0.truth == nil }
    guard !outside.isEmpty else { return 0 }
    return Double(outside.count { $0.confidence < threshold }) / Double(outside.count)
  }

  /// The figure with the 2.5th and 97.5th percentile of 1,000 resamples of the
  /// texts, in scope and out of scope each with replacement.
  ///
  /// - Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap",
  ///   section 13.3.
  static func metric(
    _ name: String, _ texts: [TestedText], seed: UInt64, threads: Int,
    _ figure: @Sendable ([TestedText]) -> Double
  ) -> (name: String, metric: Metric) {
    let groups = [texts.filter { $0.truth != nil }, texts.filter { $0.truth == nil }]
    let values = Parallel.map(count: resamples, threads: threads) { round in
      var generator = Xoshiro256StarStar(seed: seed &+ UInt64(round))
      var sample: [TestedText] = []
      sample.reserveCapacity(texts.count)
      for group in groups {
        for _ in group.indices { sample.append(group[generator.index(below: group.count)]) }
      }
      return figure(sample)
    }.sorted()
    let interval = Metric(
      value: figure(texts), low: values[resamples / 40],
      high: values[resamples - 1 - resamples / 40])
    return (name, interval)
  }

  private static let resamples = 1_000
}
