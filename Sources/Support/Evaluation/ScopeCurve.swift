/// What each threshold on the out-of-scope score makes of texts.
///
/// A text is taken for one in scope where its score is at most the threshold.
package struct ScopeCurve: Sendable {
  /// One threshold.
  package struct Point: Sendable, Hashable {
    package var threshold: Double
    /// The share of texts in scope that pass and whose intent is named.
    package var inScopeAccuracy: Double
    /// The share of texts out of scope that do not pass.
    package var recall: Double
    /// The share of texts that do not pass that are out of scope; 1 without any.
    package var precision: Double
    /// The share of all texts taken rightly, out of scope being one more class.
    package var accuracy: Double
  }

  /// By falling threshold: from everything passes to nothing does.
  package let points: [Point]

  /// The curve of texts of which some are in scope and some are not; without
  /// points where either kind is missing.
  package init(_ texts: [ScoredText]) { self.init(TextOutcomes(texts)) }

  init(_ outcomes: TextOutcomes) {
    let groups = outcomes.mostInScope
    let (inside, outside) = (outcomes.inScopeCount, outcomes.outOfScopeCount)
    guard inside > 0, outside > 0 else {
      points = []
      return
    }
    var named = 0
    var passedOutside = 0
    var passed = 0
    var points: [Point] = []
    func close(_ threshold: Double) {
      let rejected = outcomes.rows.count - passed
      points.append(
        Point(
          threshold: threshold, inScopeAccuracy: Double(named) / Double(inside),
          recall: Double(outside - passedOutside) / Double(outside),
          precision: rejected == 0 ? 1 : Double(outside - passedOutside) / Double(rejected),
          accuracy: Double(named + outside - passedOutside) / Double(outcomes.rows.count)))
    }
    func score(_ group: Int) -> Double { outcomes.rows[groups[group][0]].outOfScopeScore }
    // Halfway between scores, so that texts which are not these may differ a little.
    close(score(0) - 1e-9)
    for (place, group) in groups.enumerated() {
      for row in group.map({ outcomes.rows[$0] }) {
        passed += 1
        if !row.isInScope { passedOutside += 1 }
        if row.isNamed { named += 1 }
      }
      close(
        place + 1 < groups.count
          ? (score(place) + score(place + 1)) / 2 : score(place) + 1e-9)
    }
    self.points = points.reversed()
  }

  /// The point at which most texts are taken rightly, out of scope being one more
  /// class: the threshold of the data set's authors.
  ///
  /// - Source: Larson et al. 2019, "An Evaluation Dataset for Intent Classification
  ///   and Out-of-Scope Prediction", EMNLP, section 4.1 (oos-threshold).
  package var mostAccurate: Point? { best(by: \.accuracy) }

  /// The point at which the mean of the two error rates is least: of texts in
  /// scope not named, and of texts out of scope let through.
  package var balanced: Point? { best { $0.inScopeAccuracy + $0.recall } }

  /// The best point; of equals that nearest to their middle.
  private func best(by figure: (Point) -> Double) -> Point? {
    guard let most = points.map(figure).max() else { return nil }
    let equals = points.filter { figure($0) >= most - 1e-12 }
    return equals[equals.count / 2]
  }
}
