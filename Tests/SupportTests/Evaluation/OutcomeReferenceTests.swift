import Evaluation
import Testing

@testable import Support

/// Figures of texts made by formulas, beside those of scikit-learn and numpy
/// (Reference/intent_metrics.py).
@Suite struct OutcomeReferenceTests {
  private static let intents = 5
  /// Probabilities are single precision on both sides; sums differ in their order.
  private static let tolerance = 1e-7

  private static func weights(_ i: Int) -> [Int] {
    (0..<intents).map { c in
      1 + (i * (13 + c * 17) + c * 29) % 50 + (c == truth(i) && i * 31 % 10 < 6 ? 60 : 0)
    }
  }

  private static func truth(_ i: Int) -> Int { (i * i * 7 + i * 53) % 97 % 6 }

  private static func normalised(_ weights: [Int]) -> [Float] {
    let sum = weights.reduce(0, +)
    return weights.map { Float(Double($0) / Double(sum)) }
  }

  private static let texts = (0..<300).map { i in
    let weights = weights(i)
    let probabilities = normalised(weights)
    let predicted = probabilities.firstIndex(of: probabilities.max() ?? 0)
    let truth = truth(i) < intents ? truth(i) : nil
    return ScoredText(
      text: "\(i)", truth: truth, predicted: predicted, probabilities: probabilities,
      uncalibrated: normalised(weights.map { $0 * $0 }),
      confidence: Double(20 - i * 11 % 7) / 20 * Double((weights.max() ?? 0) / 10) / 12,
      outOfScopeScore: Double(i * 37 % 101 + (truth == nil ? 40 : 0)) / 150,
      isRight: truth != nil && truth == predicted, isAnswered: [])
  }
  private static let outcomes = TextOutcomes(texts)

  private func expect(_ value: Double, _ reference: Double, _ name: String) {
    #expect(abs(value - reference) < Self.tolerance, "\(name): \(value), not \(reference)")
  }

  @Test func `naming and calibration agree with the references`() {
    let (outcomes, once) = (Self.outcomes, Self.outcomes.once)
    expect(outcomes.accuracy(once), 0.6772908366533864, "accuracy")
    expect(outcomes.macroF1(once), 0.6712728012728013, "macro F1")
    expect(outcomes.topThreeAccuracy(once), 0.8366533864541833, "top 3")
    expect(outcomes.calibrationError(once, of: \.calibrated), 0.279874063167439, "ece")
    expect(outcomes.calibrationError(once, of: \.uncalibrated), 0.1942737666496718, "before")
    expect(outcomes.confidenceError(once), 0.2556805555555556, "confidence")
    for (coverage, reference) in [
      (0.95, 0.6971063115957223), (0.9, 0.7259406817175742), (0.8, 0.8067729083665338),
    ] {
      expect(
        outcomes.selectiveAccuracy(once, coverage: coverage), reference, "selective \(coverage)")
    }
  }

  @Test func `scope figures agree with the references`() throws {
    let (outcomes, once) = (Self.outcomes, Self.outcomes.once)
    expect(outcomes.scopeAUROC(once), 0.8274249939019432, "auroc")
    expect(outcomes.falseAcceptance(once), 0.5102040816326531, "fpr95")
    let curve = ScopeCurve(outcomes)
    let (accurate, balanced) = try (#require(curve.mostAccurate), #require(curve.balanced))
    expect(accurate.accuracy, 0.6366666666666667, "most accurate")
    expect(balanced.inScopeAccuracy + balanced.recall, 1.3376697292462802, "balanced")
    // What a point says is what its threshold does.
    let at = TextOutcomes(
      Self.texts, points: [.accepting("balanced", upTo: balanced.threshold)])
    expect(at.inScopeAccuracy(once, at: 0), balanced.inScopeAccuracy, "in scope")
    expect(at.outOfScopeRecall(once, at: 0), balanced.recall, "recall")
    expect(at.outOfScopePrecision(once, at: 0), balanced.precision, "precision")
  }

  @Test func `the temperature agrees with the reference`() {
    let known = (0..<300).filter { Self.truth($0) < Self.intents }
    let temperature = Softmax.temperature(
      known.map { i in Self.weights(i).map { Double($0) / 10 } }, labels: known.map(Self.truth))
    #expect(abs(temperature - 1.7066782643774692) < 1e-3)
  }

  @Test func `suspected labels agree with the reference`() throws {
    let known = Self.texts.filter { $0.truth != nil }
    let found = LabelIssues(
      known.map(\.probabilities), labels: known.compactMap(\.truth), intentCount: Self.intents)
    #expect(found.issues.count == 31)
    #expect(found.issues.prefix(5).map(\.text) == [98, 182, 189, 229, 58])
    #expect(found.issues.prefix(5).allSatisfy { $0.suggested == 1 })
    expect(try #require(found.issues.first).margin, 0.4363636504858732, "margin")
  }
}
