package import Domain
package import Engine
import Features
import Glibc
import Models
import Wording

/// Trains a ``ValueModel``.
package struct ValueTrainer: Sendable {
  /// What to predict, and from which cut-offs to learn.
  package struct Configuration: Sendable, Codable, Hashable {
    /// Days of spend that are predicted.
    package var horizonDays: Int
    /// Cut-offs stacked into one training set, and the days between them.
    package var cutoffCount: Int
    package var cutoffStepDays: Int
    /// History that a cut-off needs before it.
    package var leastHistoryDays: Int
    /// Ridge penalties on the standardised columns, of which each part takes the one
    /// that predicts customers left out best.
    package var penalties: [Double]

    /// The defaults, chosen on outcomes up to 1997-12-30 of CDNOW and up to
    /// 2011-09-11 of UCI Online Retail, before their test parts.
    package init(
      horizonDays: Int = 90, cutoffCount: Int = 4, cutoffStepDays: Int = 15,
      leastHistoryDays: Int = 30, penalties: [Double] = [10, 100, 1000]
    ) {
      precondition(!penalties.isEmpty, "value trainer: no penalties")
      self.horizonDays = horizonDays
      self.cutoffCount = cutoffCount
      self.cutoffStepDays = cutoffStepDays
      self.leastHistoryDays = leastHistoryDays
      self.penalties = penalties
    }
  }

  /// The fewest customers who spent something to learn from.
  private static let fewestSpenders = 20
  /// Parts of the customers, each predicted by a model of the others.
  private static let folds = 5

  package let configuration: Configuration
  package let cancellation: Cancellation?
  private let features: CustomerFeatures

  package init(
    configuration: Configuration, cancellation: Cancellation? = nil,
    features: @escaping CustomerFeatures = ValueRows.purchaseFeatures
  ) {
    self.configuration = configuration
    self.cancellation = cancellation
    self.features = features
  }

  /// Learns from all data up to `asOf`: the last horizon ends there.
  ///
  /// - Throws: `tooLittleData` where there is no horizon with enough history before
  ///   it or too few spend anything, saying what is possible; `leakage`,
  ///   `cancelled`, `failed`.
  package func train(on log: InteractionLog, asOf: Timestamp) throws(ChurnError) -> ValueModel {
    let sample = try sample(of: log, asOf: asOf)
    try checkSpend(sample)
    let encoder = DesignEncoder(fitting: sample.table)
    guard encoder.columnCount > 0 else {
      throw ChurnError(
        .tooLittleData,
        "nothing that varies is known of the "
          + counted(Set(sample.table.customers).count, "customer") + ": import more interactions")
    }
    let matrix = encoder.matrix(of: sample.table)
    let outOfFold = try outOfFold(matrix, sample: sample)
    let parts = try fit(
      matrix, spend: sample.spend, buyingL2: outOfFold.buyingL2,
      spendingL2: outOfFold.spendingL2)
    let distribution = distribution(outOfFold, spend: sample.spend)
    let newest = try ValueRows(
      of: log, cutoff: asOf, horizonDays: configuration.horizonDays, features: features)
    var model = ValueModel(
      horizonDays: configuration.horizonDays, encoder: encoder, buying: parts.buying,
      spending: parts.spending, distribution: distribution,
      rates: PurchaseRates(fitting: newest.days), medianValue: 0,
      observationCount: sample.spend.count, trainedAsOf: asOf)
    model.medianValue = median(model.predictions(of: newest).map(\.spendIfBuying))
    return model
  }

  /// Customers as of several cut-offs with what they spent afterwards.
  struct Sample {
    var table: CustomerTable
    var spend: [Double]
  }

  private func sample(
    of log: InteractionLog, asOf: Timestamp
  ) throws(ChurnError) -> Sample {
    guard let first = log.occurredAt.first else {
      throw ChurnError(
        .tooLittleData,
        "there are no interactions to learn from: import some with "
          + "'rapport import interactions FILE'")
    }
    let horizon = configuration.horizonDays
    var sample: Sample?
    for step in 0..<configuration.cutoffCount {
      let cutoff = asOf.adding(days: -horizon - step * configuration.cutoffStepDays)
      guard cutoff.days(since: first) >= Double(configuration.leastHistoryDays) else { break }
      if cancellation?.isCancelled == true { throw ChurnError(.cancelled, "cancelled") }
      var rows = try ValueRows(
        of: log, cutoff: cutoff, horizonDays: horizon, features: features)
      guard rows.count > 0 else { break }
      // Each cut-off has the rates that were known by it.
      rows.addRates(PurchaseRates(fitting: rows.days), horizonDays: horizon)
      let spend = rows.spend(in: log, from: cutoff, horizonDays: horizon)
      if sample == nil {
        sample = Sample(table: rows.table, spend: spend)
      } else {
        sample?.table.append(rows.table)
        sample?.spend += spend
      }
    }
    guard let sample else {
      guard log.kinds.contains(.purchase) else {
        throw ChurnError(.tooLittleData, "nobody has bought anything yet")
      }
      let span = Int(asOf.days(since: first))
      let most = span - configuration.leastHistoryDays
      throw ChurnError(
        .tooLittleData,
        "the interactions span \(counted(span, "day")); spend within \(horizon) days needs at least "
          + "\(horizon + configuration.leastHistoryDays): "
          + (most > 0 ? "choose '--horizon \(most)' or shorter, or " : "") + "import more history")
    }
    return sample
  }

  private func checkSpend(_ sample: Sample) throws(ChurnError) {
    let spenders = sample.spend.count { $0 > 0 }
    guard spenders < Self.fewestSpenders else { return }
    throw ChurnError(
      .tooLittleData,
      spenders == 0
        ? "nobody of \(counted(Set(sample.table.customers).count, "customer")) spent anything in the "
          + "\(counted(configuration.horizonDays, "day")) after a cut-off: import purchases with their "
          + "prices, or choose a longer '--horizon'"
        : "only \(counted(spenders, "observation")) of customers who spent anything within "
          + "\(counted(configuration.horizonDays, "day")): \(Self.fewestSpenders) are the least")
  }

  private typealias Parts = (buying: LogisticRegression, spending: LinearRegression)

  /// Fits both parts; where all spend something, the first is a constant.
  private func fit(
    _ matrix: Tensor, spend: [Double], buyingL2: Double, spendingL2: Double
  ) throws(ChurnError) -> Parts {
    let spenders = spend.indices.filter { spend[$0] > 0 }
    do {
      let buying: LogisticRegression
      if spenders.count < spend.count {
        buying = try LogisticRegression.fit(
          matrix, labels: spend.map { $0 > 0 ? 1 : 0 },
          configuration: LogisticRegression.Configuration(l2: buyingL2),
          cancellation: cancellation)
      } else {
        // Half a customer who spent nothing keeps the log-odds finite.
        buying = LogisticRegression(
          weights: [Double](repeating: 0, count: matrix.columns),
          intercept: log(2 * Double(spend.count)))
      }
      let spending = try LinearRegression.fit(
        matrix.selecting(spenders), targets: spenders.map { Float(log1p(spend[$0])) },
        configuration: LinearRegression.Configuration(l2: spendingL2))
      return (buying, spending)
    } catch {
      throw ChurnError(
        error.code == .cancelled ? .cancelled : .failed, "value training: \(error)")
    }
  }

  /// Predictions for customers who were not fitted on, by the penalties that make
  /// them best.
  private struct OutOfFold {
    var buyingL2: Double
    var spendingL2: Double
    var logOdds: [Double]
    var logSpends: [Double]
  }

  /// A customer is in one fold with the rows of all cut-offs.
  private func outOfFold(_ matrix: Tensor, sample: Sample) throws(ChurnError) -> OutOfFold {
    let penalties = configuration.penalties
    let empty = [Double](repeating: 0, count: sample.spend.count)
    var logOdds = penalties.map { _ in empty }
    var logSpends = logOdds
    for fold in 0..<Self.folds {
      let isOutside = sample.table.customers.map {
        Int($0.rawValue.magnitude % UInt64(Self.folds)) == fold
      }
      let outside = isOutside.indices.filter { isOutside[$0] }
      guard !outside.isEmpty else { continue }
      var inside = isOutside.indices.filter { !isOutside[$0] }
      // Where one fold holds nearly all who spend, the others teach nothing.
      if inside.count(where: { sample.spend[$0] > 0 }) < Self.fewestSpenders / 2 {
        inside = Array(isOutside.indices)
      }
      let (known, unknown) = (matrix.selecting(inside), matrix.selecting(outside))
      let spend = inside.map { sample.spend[$0] }
      for (index, penalty) in penalties.enumerated() {
        let parts = try fit(known, spend: spend, buyingL2: penalty, spendingL2: penalty)
        for (row, value) in zip(outside, parts.buying.logOdds(unknown)) {
          logOdds[index][row] = value
        }
        for (row, value) in zip(outside, parts.spending.predict(unknown)) {
          logSpends[index][row] = value
        }
      }
    }
    let spenders = sample.spend.indices.filter { sample.spend[$0] > 0 }
    let buying = best(
      logOdds.map { odds in
        sample.spend.indices.reduce(0) {
          $0 + Logistic.softplus(sample.spend[$1] > 0 ? -odds[$1] : odds[$1])
        }
      })
    let spending = best(
      logSpends.map { logs in
        spenders.reduce(0) {
          let error = log1p(sample.spend[$1]) - logs[$1]
          return $0 + error * error
        }
      })
    return OutOfFold(
      buyingL2: penalties[buying], spendingL2: penalties[spending], logOdds: logOdds[buying],
      logSpends: logSpends[spending])
  }

  /// The first of the smallest losses.
  private func best(_ losses: [Double]) -> Int {
    losses.indices.min { (losses[$0], $0) < (losses[$1], $1) } ?? 0
  }

  /// The scatter about predictions for customers who were not fitted on.
  private func distribution(_ outOfFold: OutOfFold, spend: [Double]) -> SpendDistribution {
    let spenders = spend.indices.filter { spend[$0] > 0 }
    var distribution = SpendDistribution(
      residuals: spenders.map { log1p(spend[$0]) - outOfFold.logSpends[$0] })
    distribution.calibrate(
      buyProbabilities: outOfFold.logOdds.map(Logistic.sigmoid),
      logSpends: outOfFold.logSpends, spend: spend)
    return distribution
  }
}

extension Tensor {
  /// The rows with these indices, in this order.
  fileprivate func selecting(_ rows: [Int]) -> Tensor {
    var values: [Float] = []
    values.reserveCapacity(rows.count * columns)
    withUnsafeBufferPointer { all in
      for row in rows { values += all[(row * columns)..<((row + 1) * columns)] }
    }
    return Tensor(shape: [rows.count, columns], values: values)
  }
}

/// The middle of values, 0 of none.
private func median(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
