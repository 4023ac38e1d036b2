/// What is counted of scored texts.
///
/// Every figure takes one weight a text: 1 for the texts themselves, how often
/// each was drawn for a resample. The orders that figures need are sorted once,
/// so that a resample costs no sorting.
struct TextOutcomes: Sendable {
  /// One text.
  struct Row: Sendable {
    var isInScope: Bool
    /// The true intent's row, ``ScoredText/untrained``, or -1 out of scope.
    var truth: Int
    /// -1 where none is named.
    var predicted: Int
    var isNamed: Bool
    var isInTopThree: Bool
    var isRight: Bool
    var confidence: Double
    /// The highest probability and whether it is that of the true intent.
    var calibrated: Stated
    var uncalibrated: Stated
    var outOfScopeScore: Double
    /// The operating points at which it is answered, one a bit.
    fileprivate var answered: UInt64

    func isAnswered(at point: Int) -> Bool { answered >> UInt64(point) & 1 == 1 }
  }

  /// A probability that was told and whether it came true.
  struct Stated: Sendable {
    var probability: Double
    var isRight: Bool

    init(_ probability: Double, _ isRight: Bool) {
      self.probability = probability
      self.isRight = isRight
    }

    /// The highest of the probabilities, that of the first among equals.
    init(_ probabilities: [Float], truth: Int?) {
      var top = -1
      for row in probabilities.indices
      where top < 0 || probabilities[row] > probabilities[top] {
        top = row
      }
      self.init(top < 0 ? 0 : Double(probabilities[top]), top >= 0 && top == truth)
    }
  }

  let rows: [Row]
  /// The texts in scope, the surest first, equally sure ones together.
  let surest: [[Int]]
  /// All texts, those that look most like being in scope first, equal ones
  /// together.
  let mostInScope: [[Int]]
  let inScopeCount: Int
  /// One more than the highest row of an intent.
  let intentCount: Int

  /// - Precondition: there are at most 64 points.
  init(_ texts: [ScoredText], points: [OperatingPoint] = []) {
    precondition(points.count <= 64, "outcomes: \(points.count) operating points")
    let rows = texts.map { text in
      Row(
        isInScope: text.truth != nil, truth: text.truth ?? -1, predicted: text.predicted ?? -1,
        isNamed: text.truth != nil && text.predicted == text.truth,
        isInTopThree: text.truth.map { text.likeliest(3).contains($0) } ?? false,
        isRight: text.isRight, confidence: text.confidence,
        calibrated: Stated(text.probabilities, truth: text.truth),
        uncalibrated: Stated(text.uncalibrated, truth: text.truth),
        outOfScopeScore: text.outOfScopeScore,
        answered: points.enumerated().reduce(0) { bits, point in
          point.element.answers(text) ? bits | 1 << UInt64(point.offset) : bits
        })
    }
    self.rows = rows
    inScopeCount = rows.count { $0.isInScope }
    intentCount = 1 + rows.reduce(-1) { max($0, max($1.truth, $1.predicted)) }
    surest = Self.groups(rows.indices.filter { rows[$0].isInScope }) { rows[$0].confidence }
    mostInScope = Self.groups(Array(rows.indices)) { -rows[$0].outOfScopeScore }
  }

  /// The rows by falling value, those of one value together.
  private static func groups(_ rows: [Int], by value: (Int) -> Double) -> [[Int]] {
    var groups: [[Int]] = []
    var latest = Double.nan
    for row in rows.sorted(by: { (value($1), $0) < (value($0), $1) }) {
      if value(row) == latest {
        groups[groups.count - 1].append(row)
      } else {
        groups.append([row])
        latest = value(row)
      }
    }
    return groups
  }

  /// Each text once.
  var once: [Double] { [Double](repeating: 1, count: rows.count) }

  var outOfScopeCount: Int { rows.count - inScopeCount }

  /// The weights under which `share` of the whole is out of scope; as they are
  /// where either kind is missing.
  func assuming(outOfScopeShare share: Double, _ weights: [Double]) -> [Double] {
    guard inScopeCount > 0, outOfScopeCount > 0 else { return weights }
    let factor = share / (1 - share) * Double(inScopeCount) / Double(outOfScopeCount)
    return rows.indices.map { rows[$0].isInScope ? weights[$0] : weights[$0] * factor }
  }
}
