import Engine
import Models

/// The additive model fitted to the rows of ``LogisticCase``.
struct AdditiveCase: EngineCase {
  private let columns: [AdditiveColumn]
  private let labels: [Float]
  private var model: AdditiveModel?

  init(_ folder: ArrayFolder) throws {
    let drawn = try DrawnCustomers(folder)
    columns = drawn.columns
    labels = drawn.labels
  }

  mutating func seconds() throws -> Double {
    try elapsedSeconds {
      model = try AdditiveModel.fit(
        columns, labels: labels,
        configuration: AdditiveModel.Configuration(threads: EngineCaseName.threads))
    }
  }

  mutating func figures() throws -> [Figure] {
    if model == nil { _ = try seconds() }
    guard let model else { return [] }
    var loss = 0.0
    for (logOdds, label) in zip(model.logOdds(columns), labels) {
      loss += Logistic.softplus(logOdds) - Double(label) * logOdds
    }
    return [
      Figure("log loss", loss / Double(labels.count)),
      Figure("pairs", Double(model.terms.count { $0.columns.count == 2 }), unit: "count"),
    ]
  }
}

/// The probabilities of a million rows by a fitted additive model, beside those of a
/// logistic regression.
struct ScoringCase: EngineCase {
  private static let trainingRows = 50_000
  private static let turns = 3

  private let features: Tensor
  private let columns: [AdditiveColumn]
  private let model: AdditiveModel
  private let regression: LogisticRegression
  private var fastest = Double.infinity

  init(_ folder: ArrayFolder) throws {
    let drawn = try DrawnCustomers(folder)
    features = drawn.features
    columns = drawn.columns
    regression = try LogisticRegression.fit(features, labels: drawn.labels)
    model = try AdditiveModel.fit(
      columns.map { $0.prefix(Self.trainingRows) },
      labels: Array(drawn.labels.prefix(Self.trainingRows)),
      configuration: AdditiveModel.Configuration(threads: EngineCaseName.threads))
  }

  mutating func seconds() -> Double {
    let taken = elapsedSeconds { _ = model.probabilities(columns) } / Double(DrawnCustomers.rows)
    fastest = min(fastest, taken)
    return taken
  }

  mutating func figures() -> [Figure] {
    let probabilities = model.probabilities(columns)
    let plain = Sample(
      (0..<Self.turns).map { _ in elapsedSeconds { _ = regression.probabilities(features) } })
    if fastest == .infinity { _ = seconds() }
    return [
      Figure("mean probability", probabilities.reduce(0, +) / Double(probabilities.count)),
      Figure("rows a second", 1 / fastest, unit: "rows/s"),
      Figure(
        "rows a second, logistic regression", Double(DrawnCustomers.rows) / plain.least,
        unit: "rows/s"),
    ]
  }
}

extension AdditiveColumn {
  fileprivate func prefix(_ count: Int) -> AdditiveColumn {
    switch values {
    case .numbers(let numbers):
      AdditiveColumn(name: name, values: .numbers(Array(numbers.prefix(count))))
    case .categories(let codes, let levelCount):
      AdditiveColumn(
        name: name, values: .categories(Array(codes.prefix(count)), levelCount: levelCount))
    }
  }
}
