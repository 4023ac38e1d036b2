/// Texts that may stand under the wrong intent.
///
/// A text is suspected where the probability of its own intent is below the
/// mean that the texts of this intent give it, and that of another is above the
/// mean of the texts of the other. The probabilities must come from models
/// that did not learn from the text.
///
/// - Source: Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating
///   Uncertainty in Dataset Labels", JAIR 70, equations 1 and 2.
package struct LabelIssues: Sendable {
  /// One suspected text.
  package struct Issue: Sendable, Hashable {
    /// Its place among the texts.
    package var text: Int
    package var given: Int
    /// The likeliest of the intents that are above their means.
    package var suggested: Int
    package var givenProbability: Double
    package var suggestedProbability: Double

    /// By how much the suggested intent is likelier than the given one.
    package var margin: Double { suggestedProbability - givenProbability }
  }

  /// The widest margin first.
  package let issues: [Issue]

  /// - Parameters:
  ///   - probabilities: by text, by intent; a text without any says nothing.
  ///   - labels: the given intent of each text.
  ///   - intentCount: how many intents there are.
  package init(_ probabilities: [[Float]], labels: [Int], intentCount: Int) {
    precondition(
      probabilities.count == labels.count,
      "label issues: \(probabilities.count) texts, \(labels.count) labels")
    var sums = [Double](repeating: 0, count: intentCount)
    var counts = [Double](repeating: 0, count: intentCount)
    for (row, label) in zip(probabilities, labels) where !row.isEmpty {
      sums[label] += Double(row[label])
      counts[label] += 1
    }
    let means = zip(sums, counts).map { $1 > 0 ? $0 / $1 : .infinity }
    var issues: [Issue] = []
    for (text, (row, label)) in zip(probabilities, labels).enumerated()
    where !row.isEmpty && Double(row[label]) < means[label] {
      let above = row.indices.filter { $0 != label && Double(row[$0]) >= means[$0] }
      guard let suggested = above.max(by: { (row[$0], $1) < (row[$1], $0) }) else { continue }
      issues.append(
        Issue(
          text: text, given: label, suggested: suggested,
          givenProbability: Double(row[label]), suggestedProbability: Double(row[suggested])))
    }
    self.issues = issues.sorted { ($1.margin, $0.text) < ($0.margin, $1.text) }
  }
}
