import Domain
package import Engine
package import Evaluation
import Ingest
import Recommendation

extension EvaluationFiles {
  /// Trains the recommender on one file of interactions and measures it on the
  /// purchases of the other.
  ///
  /// The columns are customer_id, product_id and, where known, occurred_at and
  /// kind. Without a kind all are purchases. Without a time the order of the
  /// lines is the order in time, a second from line to line: events keep their
  /// order, and the days over which they fade are few (86,400 lines a day). Such
  /// test lines come after the last training line.
  ///
  /// - Throws: ``ImportError`` where a file cannot be read, ``ServiceError`` where
  ///   the two have nothing to measure in common.
  package static func recommender(
    train: String, test: String, budget: Double, seed: UInt64, cancellation: Cancellation,
    progress: ((String, Double) -> Void)?
  ) throws -> EvaluationReport {
    var numbering = Numbering()
    let past = try log(of: train, numbering: &numbering, start: firstMoment)
    let last = past.occurredAt.last ?? firstMoment
    let future = try log(
      of: test, numbering: &numbering, start: Timestamp(seconds: last.seconds + 1))
    try checkOverlap(of: past, in: train, and: future, in: test)
    return try Rapport.translating {
      try RecommenderEvaluation.evaluate(
        HeldOut(
          past: past, future: future, asOf: max(last, future.occurredAt.first ?? last),
          text: "trained on one file, tested on the purchases of the other; all products ranked, "
            + "none sampled; 'new' leaves out of the lists what the customer had"),
        trainer: RecommenderTrainer(
          configuration: .standard, budget: budget, keepsAll: true, seed: seed,
          cancellation: cancellation, progress: progress))
    }
  }

  /// The moment of the first training line where no time is given.
  private static let firstMoment = Timestamp(year: 2000, month: 1, day: 1)

  /// Fails, saying why, where nobody bought in both files.
  private static func checkOverlap(
    of past: InteractionLog, in train: String, and future: InteractionLog, in test: String
  ) throws(ServiceError) {
    func buyers(_ log: InteractionLog) -> Set<Customer.Key> {
      Set((0..<log.count).lazy.filter { log.kinds[$0] == .purchase }.map { log.customers[$0] })
    }
    let (before, after) = (buyers(past), buyers(future))
    for (path, found) in [(train, before), (test, after)] where found.isEmpty {
      throw ServiceError(
        .nothingToLearn, "\(path) has no purchases, and only purchases are predicted",
        hint: "leave out the column kind where every line is one")
    }
    guard before.isDisjoint(with: after) else {
      guard !Set(past.products).isDisjoint(with: future.products) else {
        throw ServiceError(
          .nothingToLearn, "no product of \(test) occurs in \(train)",
          hint: "both files must name products alike, such as p17 or 17")
      }
      return
    }
    throw ServiceError(
      .nothingToLearn,
      "no customer bought in both files: \(before.count) in \(train), \(after.count) in \(test)",
      hint: "both files must name customers alike, such as c17 or 17, and the test file must hold "
        + "later purchases of the same customers")
  }

  /// Keys for the ids of files that share no database.
  private struct Numbering {
    private var customers: [Customer.ID: Customer.Key] = [:]
    private var products: [Product.ID: Product.Key] = [:]

    mutating func key(of id: Customer.ID) -> Customer.Key {
      if let key = customers[id] { return key }
      let key = Customer.Key(Int64(customers.count + 1))
      customers[id] = key
      return key
    }

    mutating func key(of id: Product.ID) -> Product.Key {
      if let key = products[id] { return key }
      let key = Product.Key(Int64(products.count + 1))
      products[id] = key
      return key
    }
  }

  /// Appends interactions to a log as they are read.
  private struct LogSink: ImportSink {
    var log = InteractionLog()
    var numbering: Numbering
    /// The moment of the first line where the file gives none.
    let start: Timestamp?
    private var customers: [Customer.Key] = []
    private var products: [Product.Key] = []

    init(numbering: Numbering, start: Timestamp?) {
      self.numbering = numbering
      self.start = start
    }

    mutating func receive(_ record: SourceRecord, line: Int) throws -> Refusal? {
      guard case .interaction(let record) = record else { return nil }
      let event = record.interaction
      if record.customerOrdinal == customers.count {
        customers.append(numbering.key(of: event.customer))
      }
      if record.productOrdinal == products.count {
        products.append(numbering.key(of: event.product))
      }
      let time = start.map { Timestamp(seconds: $0.seconds + Int64(log.count)) }
      log.append(
        customer: customers[record.customerOrdinal], product: products[record.productOrdinal],
        kind: event.kind, quantity: Float(event.quantity), value: Float(event.value ?? 0),
        occurredAt: time ?? event.occurredAt)
      return nil
    }

    mutating func checkpoint(_ checkpoint: ImportCheckpoint) throws {}
  }

  /// The interactions of a file in time order, lines of one moment in that of the
  /// file.
  private static func log(
    of path: String, numbering: inout Numbering, start: Timestamp
  ) throws -> InteractionLog {
    var set: [String: String] = [:]
    while true {
      var sink = LogSink(
        numbering: numbering, start: set["occurred_at"] == nil ? nil : start)
      do {
        try read(path, options: ImportOptions(kind: .interactions, set: set), into: &sink)
        numbering = sink.numbering
        return sorted(sink.log)
      } catch let error as ImportError where error.code == .missingField {
        // The two fields that a list of pairs may leave out.
        if set["kind"] == nil, error.field == "kind" {
          set["kind"] = "purchase"
        } else if set["occurred_at"] == nil, error.field == "occurred_at" {
          set["occurred_at"] = firstMoment.date
        } else {
          throw missingColumn(error)
        }
      }
    }
  }

  /// The error without the advice to use options that evaluations do not have.
  private static func missingColumn(_ error: ImportError) -> ImportError {
    ImportError(
      .missingField, error.message,
      hint: "Name the columns customer_id and product_id; occurred_at and kind may be left out.")
  }

  private static func sorted(_ log: InteractionLog) -> InteractionLog {
    let times = log.occurredAt
    guard !zip(times, times.dropFirst()).allSatisfy(<=) else { return log }
    var result = InteractionLog()
    for index in times.indices.sorted(by: { (times[$0], $0) < (times[$1], $1) }) {
      result.append(
        customer: log.customers[index], product: log.products[index], kind: log.kinds[index],
        quantity: log.quantities[index], value: log.values[index], occurredAt: times[index])
    }
    return result
  }
}
