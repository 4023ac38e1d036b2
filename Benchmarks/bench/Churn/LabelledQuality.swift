import Churn
import Domain
import Engine
import Evaluation
import Features

/// The churn model on customers whose outcome is known, beside the plain regression.
enum LabelledQuality {
  static func rows(_ setting: Setting) throws -> [Row] {
    var rows: [Row] = []
    for customers in [LabelledCustomers.telco, .bank] {
      guard let path = setting.path(of: customers.file) else { continue }
      let (table, labels) = try customers.read(path)
      let splits = RepeatedFolds(labels: labels).splits
      setting.say("Churn, \(customers.name): \(splits.count) fits of \(labels.count) rows")
      let title = "churn/\(customers.name)"
      rows += try scores(of: table, labels, splits, by: fitted).rows("\(title)/in use")
      rows += try scores(of: table, labels, splits, by: plain).rows("\(title)/plain one-hot")
      if customers.name == LabelledCustomers.telco.name {
        rows.append(try shuffled(table, labels))
      }
    }
    return rows
  }

  /// Learns from some rows and tells the probabilities of others.
  static func fitted(
    _ table: CustomerTable, _ labels: [Bool], _ test: CustomerTable
  ) throws -> [Double] {
    let model = try ChurnTrainer(configuration: ChurnTrainer.Configuration())
      .fit(
        ChurnRows(table: table, labels: labels), definition: .label,
        asOf: Timestamp(seconds: 0))
    return model.probabilities(of: test)
  }

  private static func plain(
    _ table: CustomerTable, _ labels: [Bool], _ test: CustomerTable
  ) throws -> [Double] {
    try PlainRegression(fitting: table, labels: labels).probabilities(of: test)
  }

  private static func scores(
    of table: CustomerTable, _ labels: [Bool], _ splits: [RepeatedFolds.Split],
    by fit: (CustomerTable, [Bool], CustomerTable) throws -> [Double]
  ) throws -> FoldScores {
    var scores = FoldScores()
    for split in splits {
      let (training, test) = (table.selecting(split.training), table.selecting(split.test))
      var probabilities: [Double] = []
      let seconds = try elapsedSeconds {
        probabilities = try fit(training, split.training.map { labels[$0] }, test)
      }
      scores.append(
        probabilities: probabilities, labels: split.test.map { labels[$0] }, seconds: seconds)
    }
    return scores
  }

  /// Labels that have nothing to do with the rows: whatever rises above chance leaks.
  private static func shuffled(_ table: CustomerTable, _ labels: [Bool]) throws -> Row {
    var generator = Xoshiro256StarStar(seed: 1)
    var labels = labels
    generator.shuffle(&labels)
    let scores = try scores(
      of: table, labels, RepeatedFolds(labels: labels).splits, by: fitted)
    return Row(
      "churn/telco, labels shuffled/in use", "auc",
      scores.mean { ClassificationMetrics.auc(scores: $0, labels: $1) }, unit: "score")
  }
}
