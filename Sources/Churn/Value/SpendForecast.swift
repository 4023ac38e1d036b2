import Evaluation

/// Predictions of spend beside what was spent, a case a customer.
///
/// Ranks and orders are taken once over all cases; a resample says how often it
/// drew each.
struct SpendForecast: Sendable {
  /// What is measured, and whether greater is better.
  enum Measure: String, CaseIterable {
    case spearman
    case topTenthShare = "spend_in_top_10_percent"
    case meanAbsoluteError = "mae"
    case rootMeanSquaredError = "rmse"
    /// All that was predicted over all that was spent, less 1.
    case bias
  }

  let predicted: [Double]
  let actual: [Double]
  private let predictedRanks: [Double]
  private let actualRanks: [Double]
  private let order: [Int]

  init(predicted: [Double], actual: [Double]) {
    precondition(
      predicted.count == actual.count,
      "spend forecast: \(predicted.count) predictions, \(actual.count) outcomes")
    self.predicted = predicted
    self.actual = actual
    predictedRanks = Self.ranks(predicted)
    actualRanks = Self.ranks(actual)
    order = predicted.indices.sorted { (predicted[$0], $1) > (predicted[$1], $0) }
  }

  /// A measure of the cases as often as `draws` says; NaN where it is not defined.
  func value(of measure: Measure, draws: [Int]) -> Double {
    switch measure {
    case .spearman: correlation(draws)
    case .topTenthShare: spendShare(ofFirst: 0.1, draws: draws)
    case .meanAbsoluteError: meanError(draws) { abs($0) }
    case .rootMeanSquaredError: meanError(draws) { $0 * $0 }.squareRoot()
    case .bias: total(predicted, draws) / total(actual, draws) - 1
    }
  }

  /// The share of all spend that the customers predicted highest account for.
  func spendShare(ofFirst share: Double, draws: [Int]) -> Double {
    let wanted = share * Double(draws.reduce(0, +))
    var (taken, spend) = (0.0, 0.0)
    for index in order {
      // The last customer counts in part, so that the share is met exactly.
      let count = min(Double(draws[index]), wanted - taken)
      guard count > 0 || taken < wanted else { break }
      taken += count
      spend += count * actual[index]
    }
    return spend / total(actual, draws)
  }

  /// Cases in tenths from the lowest prediction to the highest, with the means of
  /// both.
  func tenths() -> [(predicted: Double, actual: Double)] {
    (0..<10).map { tenth in
      let low = order.count * (9 - tenth) / 10
      let members = order[low..<(order.count * (10 - tenth) / 10)]
      let count = Double(max(1, members.count))
      return (
        members.reduce(0) { $0 + predicted[$1] } / count,
        members.reduce(0) { $0 + actual[$1] } / count
      )
    }
  }

  private func meanError(_ draws: [Int], _ body: (Double) -> Double) -> Double {
    var (sum, count) = (0.0, 0.0)
    for index in draws.indices where draws[index] > 0 {
      sum += Double(draws[index]) * body(predicted[index] - actual[index])
      count += Double(draws[index])
    }
    return sum / count
  }

  private func total(_ values: [Double], _ draws: [Int]) -> Double {
    zip(values, draws).reduce(0) { $0 + $1.0 * Double($1.1) }
  }

  /// The correlation of the ranks among all cases.
  ///
  /// - Source: C. Spearman 1904, "The Proof and Measurement of Association between
  ///   Two Things", American J. of Psychology 15(1).
  private func correlation(_ draws: [Int]) -> Double {
    let count = Double(draws.reduce(0, +))
    let meanX = total(predictedRanks, draws) / count
    let meanY = total(actualRanks, draws) / count
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for index in draws.indices where draws[index] > 0 {
      let x = predictedRanks[index] - meanX
      let y = actualRanks[index] - meanY
      let weight = Double(draws[index])
      xy += weight * x * y
      xx += weight * x * x
      yy += weight * y * y
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : .nan
  }

  /// Places from 0; equal values share the middle of theirs.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 }
      start = end
    }
    return ranks
  }
}
