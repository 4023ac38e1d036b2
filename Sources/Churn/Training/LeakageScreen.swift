import Evaluation
package import Features

/// Finds attributes that tell the outcome by themselves.
///
/// An export often holds the label as a column of its own ("Churn", "status",
/// "cancelled on"). Learned from, it makes a perfect model of the past and a
/// useless one of the future.
package enum LeakageScreen {
  /// From this share of right answers a single column is taken for the label.
  private static let tooGood = 0.995

  /// What a reader is told of columns left out.
  package static func note(_ names: [String]) -> String {
    "left out: \(names.joined(separator: ", ")), which alone \(names.count == 1 ? "tells" : "tell") "
      + "who left"
  }

  /// The names of columns that alone name almost every outcome.
  package static func leaks(in table: CustomerTable, labels: [Bool]) -> [String] {
    let leavers = labels.count { $0 }
    guard leavers > 0, leavers < labels.count else { return [] }
    var names: [String] = []
    for column in table.numeric {
      let scores = column.values.map { $0.isNaN ? -.infinity : Double($0) }
      let area = ClassificationMetrics.auc(scores: scores, labels: labels)
      if max(area, 1 - area) >= tooGood { names.append(column.name) }
    }
    let base = Double(max(leavers, labels.count - leavers)) / Double(labels.count)
    for column in table.categorical {
      var counts: [String: (left: Int, stayed: Int)] = [:]
      for (value, hasLeft) in zip(column.values, labels) {
        if hasLeft {
          counts[value ?? "", default: (0, 0)].left += 1
        } else {
          counts[value ?? "", default: (0, 0)].stayed += 1
        }
      }
      // A column of names fits any outcome and tells none.
      guard counts.count * 10 <= labels.count else { continue }
      let right = counts.values.reduce(0) { $0 + max($1.left, $1.stayed) }
      let accuracy = Double(right) / Double(labels.count)
      if accuracy >= tooGood, 1 - accuracy < (1 - base) / 4 { names.append(column.name) }
    }
    return names.sorted()
  }
}
