/// What contacting customers earns, by how many are contacted.
///
/// A customer who is about to leave and is contacted stays with the probability
/// `saveRate` and then brings `value` · `margin`; every contact costs `cost`. So a
/// contact is expected to earn p · saveRate · value · margin − cost, and customers
/// are contacted in descending order of that.
///
/// - Source: Verbraken, Verbeke & Baesens 2013, "A novel profit maximizing metric
///   for measuring classification performance of customer churn prediction
///   models", IEEE TKDE 25(5), equation 1, with the value of each customer; Lemmens
///   & Gupta 2020, "Managing churn to maximize profits", Marketing Science 39(5),
///   for the order by expected profit.
package struct ProfitCurve: Sendable, Hashable {
  /// What has been earned when a share of the customers is contacted.
  package struct Point: Sendable, Hashable {
    package var share: Double
    /// By the probabilities.
    package var expected: Double
    /// By what happened: the leavers among the contacted are the ones to save.
    package var realised: Double
  }

  /// From nobody to everybody, at most 200.
  package let points: [Point]
  /// Up to the last customer who is expected to pay.
  package let best: Point
  /// The most that could have been earned in this order, known afterwards.
  package let hindsight: Point
  /// What as many contacts as at `best` earned in the order of risk alone; nil
  /// where that is the same order.
  package let realisedByRisk: Double?
  /// The probability from which contacting a customer of average value pays;
  /// above 1 where it never does.
  package let threshold: Double
  /// The number of customers.
  package let count: Int

  /// Adds up profits.
  ///
  /// - Parameters:
  ///   - probabilities: of leaving.
  ///   - labels: who left.
  ///   - values: what each customer brings in the period if kept, before margin;
  ///     nil counts each as 1, so that money is in units of a customer's value.
  ///   - cost: of a contact.
  ///   - saveRate: the share of contacted leavers who stay.
  ///   - margin: the share of value that is profit.
  /// - Precondition: as many labels and values as probabilities; all finite.
  package init(
    probabilities: [Double], labels: [Bool], values: [Double]? = nil, cost: Double,
    saveRate: Double, margin: Double
  ) {
    let count = probabilities.count
    precondition(
      labels.count == count && values?.count ?? count == count,
      "profit curve: \(count) probabilities, \(labels.count) labels, \(values?.count ?? count) "
        + "values")
    precondition(
      probabilities.allSatisfy(\.isFinite) && values?.allSatisfy(\.isFinite) ?? true
        && cost.isFinite && saveRate.isFinite && margin.isFinite,
      "profit curve: a probability, a value, the cost, save rate or margin is not finite")
    func gain(_ row: Int) -> Double { (values?[row] ?? 1) * saveRate * margin }
    let profits = probabilities.indices.map { probabilities[$0] * gain($0) - cost }
    func walk(_ order: [Int]) -> [Point] {
      var point = Point(share: 0, expected: 0, realised: 0)
      var found = [point]
      for (place, row) in order.enumerated() {
        point.share = Double(place + 1) / Double(count)
        point.expected += profits[row]
        point.realised += (labels[row] ? gain(row) : 0) - cost
        found.append(point)
      }
      return found
    }
    let byProfit = walk(probabilities.indices.sorted { (profits[$0], $1) > (profits[$1], $0) })
    let contacts = profits.count { $0 > 0 }
    best = byProfit[contacts]
    realisedByRisk = values.map { _ in
      let risky = probabilities.indices.sorted {
        (probabilities[$0], $1) > (probabilities[$1], $0)
      }
      return walk(risky)[contacts].realised
    }
    hindsight = byProfit.max { $0.realised < $1.realised } ?? byProfit[0]
    points = byProfit.thinned(to: 200) { $0.share }
    let mean = count == 0 ? Double.nan : (0..<count).reduce(0) { $0 + gain($1) } / Double(count)
    threshold = mean > 0 ? cost / mean : mean.isNaN ? .nan : .infinity
    self.count = count
  }
}
