import Engine
package import Features
import Glibc

/// What a model that cannot be read goes by near one customer, approximately.
///
/// The customer's columns are replaced at random by those of training rows, and a
/// linear model of which columns are as the customer's is fitted to what the model
/// says of the mixtures, near ones counting more. Categories are as the customer's
/// where they are equal, numbers where they lie in the same quarter of the training
/// rows. Its weights are approximate: other seeds give
/// slightly others, and `rSquared` says how well a line fits at all.
///
/// - Source: Ribeiro, Singh & Guestrin 2016, "Why should I trust you? Explaining
///   the predictions of any classifier", KDD, equation 1 and algorithm 1, with the
///   kernel, its width and the ridge penalty of the authors' program.
package struct LocalExplanation: Sendable, Hashable {
  /// A column and its share in the probability.
  package struct Factor: Sendable, Hashable {
    package var column: String
    /// How much higher the probability is with the customer's value than with that
    /// of anybody.
    package var weight: Double
  }

  /// What the model says of the customer.
  package let probability: Double
  /// What the line has where no column is the customer's.
  package let intercept: Double
  /// All columns, the strongest first.
  package let factors: [Factor]
  /// The share of the variance near the customer that the line explains; NaN where
  /// there is none.
  package let rSquared: Double

  private static let ridge = 1.0

  /// Explains what a model says of a row.
  ///
  /// - Parameters:
  ///   - row: of `table`.
  ///   - table: where the customer is.
  ///   - background: training rows, from which values are drawn.
  ///   - samples: how many mixtures the model is asked about.
  ///   - seed: what the draws follow from.
  ///   - model: gives the probability of each row of a table.
  /// - Precondition: `background` has rows and the columns of `table` in their
  ///   order.
  package init(
    of row: Int, in table: CustomerTable, background: CustomerTable, samples: Int = 4000,
    seed: UInt64, model: (CustomerTable) -> [Double]
  ) {
    precondition(
      background.count > 0 && samples > 0
        && background.numeric.map(\.name) == table.numeric.map(\.name)
        && background.categorical.map(\.name) == table.categorical.map(\.name),
      "local explanation: \(background.count) background rows, \(samples) samples, other columns")
    let mixtures = Mixtures(
      of: table.selecting([row]), background, count: samples, seed: seed)
    let answers = model(mixtures.table)
    let line = WeightedRidge(
      mixtures.isSame, answers, weights: mixtures.weights, penalty: Self.ridge)
    probability = answers[0]
    intercept = line.intercept
    rSquared = line.rSquared
    factors = zip(mixtures.names, line.weights).map(Factor.init).sorted {
      (abs($1.weight), $0.column) < (abs($0.weight), $1.column)
    }
  }
}

/// Rows that are partly the customer's and partly those of others.
private struct Mixtures {
  let names: [String]
  /// The customer first.
  let table: CustomerTable
  /// By column: 1 where a mixture is as the customer, else 0.
  let isSame: [[Double]]
  let weights: [Double]

  init(of customer: CustomerTable, _ background: CustomerTable, count: Int, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var isSame: [[Double]] = []
    func mix<Value>(
      _ own: Value, _ others: [Value], _ isEqual: (Value, Value) -> Bool
    ) -> [Value] {
      var same = [1.0]
      var values = [own]
      for _ in 1..<max(count, 1) {
        let value = generator.next() & 1 == 0 ? own : others[generator.index(below: others.count)]
        same.append(isEqual(value, own) ? 1 : 0)
        values.append(value)
      }
      isSame.append(same)
      return values
    }
    let numeric = zip(customer.numeric, background.numeric).map { own, others in
      CustomerTable.NumericColumn(
        name: own.name,
        values: mix(own.values[0], others.values, Quarters(others.values).areTogether))
    }
    let categorical = zip(customer.categorical, background.categorical).map { own, others in
      CustomerTable.CategoricalColumn(
        name: own.name, values: mix(own.values[0], others.values, ==))
    }
    table = CustomerTable(
      customers: [_](repeating: customer.customers[0], count: count), numeric: numeric,
      categorical: categorical)
    names = numeric.map(\.name) + categorical.map(\.name)
    self.isSame = isSame
    // exp(−d² / width²)^½ with width = ¾ √columns and d² the columns that differ.
    let width = 0.75 * 0.75 * Double(max(1, names.count))
    weights = (0..<count).map { sample in
      let differing = isSame.reduce(0) { $0 + 1 - $1[sample] }
      return exp(-differing / width / 2)
    }
  }
}

/// The quarters of a column's numbers.
private struct Quarters {
  private let edges: [Float]

  init(_ values: [Float]) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    edges = (1...3).compactMap { sorted.isEmpty ? nil : sorted[(sorted.count - 1) * $0 / 4] }
  }

  /// Whether both are missing or lie in one quarter.
  func areTogether(_ a: Float, _ b: Float) -> Bool {
    a.isNaN == b.isNaN && edges.allSatisfy { (a > $0) == (b > $0) }
  }
}
