import Domain
import HTTPServer
import Service

/// What a client asks to be trained.
struct TrainingBody: RequestBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case models, seed, quick
    case asOf = "as_of"
    case horizonDays = "horizon_days"
    case budgetSeconds = "budget_seconds"
  }

  /// Days of a horizon, and seconds of a budget, at the most.
  static let longestHorizon = 3650
  static let longestBudget = 86_400

  var models: [String]?
  var seed: Int?
  var quick: Bool?
  var asOf: String?
  var horizonDays: Int?
  var budgetSeconds: Double?

  /// The request; a body that is empty asks for everything.
  static func read(_ request: Request) throws(Problem) -> TrainingRequest {
    guard !request.body.isEmpty else { return TrainingRequest() }
    return try BodyReader.decode(Self.self, from: request).checked()
  }

  private func checked() throws(Problem) -> TrainingRequest {
    var options = TrainingOptions()
    if let seed {
      guard seed >= 0 else { throw Self.invalid("seed", "must not be below zero") }
      options.seed = UInt64(seed)
    }
    if let asOf {
      guard let time = Timestamp(rfc3339: asOf + "T00:00:00Z") else {
        throw Self.invalid("as_of", "must be a day such as 2026-03-01")
      }
      options.asOf = time
    }
    if let horizonDays {
      guard (1...Self.longestHorizon).contains(horizonDays) else {
        throw Self.invalid("horizon_days", "must be from 1 to \(Self.longestHorizon)")
      }
      options.horizonDays = horizonDays
    }
    if let budgetSeconds {
      guard budgetSeconds > 0, budgetSeconds <= Double(Self.longestBudget) else {
        throw Self.invalid("budget_seconds", "must be above 0 and at most \(Self.longestBudget)")
      }
      options.budget = budgetSeconds
    }
    options.isQuick = quick ?? false
    return TrainingRequest(kinds: try kinds(), options: options)
  }

  private func kinds() throws(Problem) -> [ModelKind]? {
    guard let models else { return nil }
    guard !models.isEmpty else {
      throw Self.invalid("models", "must name a model; leave it out to train all")
    }
    var kinds: [ModelKind] = []
    for (index, name) in models.enumerated() {
      guard let kind = ModelKind(rawValue: name) else {
        throw Self.invalid(
          "models/\(index)",
          "must be one of \(ModelKind.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    return kinds
  }

  private static func invalid(_ field: String, _ reason: String) -> Problem {
    Problem(at: "/\(field)", reason)
  }
}
