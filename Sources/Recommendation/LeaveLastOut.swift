package import Domain
import Engine
package import Features

/// Splits a log by leaving each customer's last event out.
///
/// The last thing done is the one test item; a model trained on `train` ranks
/// the whole catalogue for the history before it. With a validation part, a
/// sample of the customers gives up the event before the last too, by which
/// settings are chosen.
///
/// - Source: the split of Kang & McAuley 2018, "Self-attentive sequential
///   recommendation", ICDM, section IV-A, with a sample of customers validated
///   as in Petrov & Macdonald 2023, "gSASRec", RecSys.
package struct LeaveLastOut: Sendable {
  /// The item that one customer is to be shown.
  package struct Case: Sendable, Hashable {
    package var customer: Customer.Key
    package var product: Product.Key
    /// Where the event stands in the whole log; all before it is history.
    package var index: Int
  }

  /// What models are trained on while settings are chosen: all without the test
  /// events and those of `validation`.
  package let train: InteractionLog
  /// The event before the last of the sampled customers, by ascending key.
  package let validation: [Case]
  /// The last event of each customer who has enough, by ascending key.
  package let test: [Case]
  /// What the test histories are: `train` with the validation events back in
  /// their places.
  package let history: InteractionLog

  /// Splits a log that is in time order, in which the order of the log breaks
  /// ties.
  ///
  /// Events count that speak for a product (their weight is above zero); a
  /// customer is tested who has such events of two products, and can be sampled
  /// for validation with three. Whatever a customer did after the event that is
  /// left out is left out with it, so that nothing later tells of it; where the
  /// product left out occurs earlier, it stays in the history.
  ///
  /// - Parameters:
  ///   - log: all events.
  ///   - weights: which kinds speak for a product.
  ///   - validationCustomers: how many customers to sample for validation; all
  ///     that can be where there are fewer.
  ///   - seed: what the sample follows from.
  package init(
    of log: InteractionLog, weights: InteractionWeights = InteractionWeights(),
    validationCustomers: Int = 0, seed: UInt64
  ) {
    precondition(validationCustomers >= 0, "leave last out: \(validationCustomers) customers")
    let positives = Self.positives(of: log, weights: weights)
    let customers = positives.keys.sorted { $0.rawValue < $1.rawValue }
    func products(_ customer: Customer.Key, until count: Int) -> Int {
      var seen = Set<Product.Key>()
      for index in positives[customer] ?? [] where seen.count < count {
        seen.insert(log.products[Int(index)])
      }
      return seen.count
    }
    func leftOut(_ customer: Customer.Key, fromEnd: Int) -> Case? {
      guard let events = positives[customer], events.count > fromEnd else { return nil }
      let index = Int(events[events.count - 1 - fromEnd])
      return Case(customer: customer, product: log.products[index], index: index)
    }
    let tested = customers.filter { products($0, until: 2) >= 2 }
    test = tested.compactMap { leftOut($0, fromEnd: 0) }
    var sampled = tested.filter { products($0, until: 3) >= 3 }
    if validationCustomers < sampled.count {
      var generator = SplitMix64(seed: seed)
      generator.shuffle(&sampled)
      sampled = sampled.prefix(validationCustomers).sorted { $0.rawValue < $1.rawValue }
    }
    validation = sampled.compactMap { leftOut($0, fromEnd: 1) }
    var ends: [Customer.Key: Int] = [:]
    for item in test { ends[item.customer] = item.index }
    history = log.filtered { $0 < ends[log.customers[$0], default: .max] }
    for item in validation { ends[item.customer] = item.index }
    train = log.filtered { $0 < ends[log.customers[$0], default: .max] }
  }

  /// The places of each customer's events that speak for a product.
  private static func positives(
    of log: InteractionLog, weights: InteractionWeights
  ) -> [Customer.Key: [Int32]] {
    var result: [Customer.Key: [Int32]] = [:]
    for index in 0..<log.count {
      precondition(
        index == 0 || log.occurredAt[index - 1] <= log.occurredAt[index],
        "leave last out: event \(index) lies before the one that precedes it")
      if weights.weight(of: log.kinds[index], value: log.values[index]) > 0 {
        result[log.customers[index], default: []].append(Int32(index))
      }
    }
    return result
  }
}
