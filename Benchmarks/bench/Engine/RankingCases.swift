import Engine
import Models

extension Tensor {
  /// Draws elements from N(0, 1).
  static func normal(_ shape: [Int], _ generator: inout Xoshiro256StarStar) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor(shape: shape, values: (0..<count).map { _ in Float(generator.normal()) })
  }
}

/// The ten best items of many users, by Gaussian factors of 64 dimensions.
struct BatchRankingCase: EngineCase {
  private let users: Tensor
  private let items: Tensor
  private var ranking: BatchRanking?

  init(users: Int, items: Int, _ folder: ArrayFolder) throws {
    var generator = Xoshiro256StarStar(seed: 1)
    self.users = .normal([users, 64], &generator)
    self.items = .normal([items, 64], &generator)
    try folder.write(self.users.values, shape: [users, 64], as: "users")
    try folder.write(self.items.values, shape: [items, 64], as: "items")
  }

  mutating func seconds() throws -> Double {
    let seconds = elapsedSeconds {
      ranking = BatchRanking(
        limit: 10, users: users, items: items, threads: EngineCaseName.threads)
    }
    return seconds / Double(users.rows)
  }

  mutating func figures() throws -> [Figure] {
    if ranking == nil { _ = try seconds() }
    guard let ranking else { return [] }
    let scores = (0..<users.rows).flatMap { ranking[$0].map { Double($0.score) } }
    return [Figure("mean score", scores.reduce(0, +) / Double(scores.count))]
  }
}

/// The ten best of 100,000 items for one user after another, by factors in 8
/// bits and an exact second look, on one thread or two, whichever is faster.
struct UserRankingCase: EngineCase {
  private static let limit = 10

  private let users: Tensor
  private let items: QuantizedItems
  private let setting: Setting
  private var threads = 1

  init(_ folder: ArrayFolder, _ setting: Setting) throws {
    var generator = Xoshiro256StarStar(seed: 1)
    users = .normal([512, 64], &generator)
    let factors = Tensor.normal([100_000, 64], &generator)
    items = try QuantizedItems(factors)
    self.setting = setting
    try folder.write(users.values, shape: users.shape, as: "users")
    try folder.write(factors.values, shape: factors.shape, as: "items")
    _ = seconds(threads: 1)
    if seconds(threads: EngineCaseName.threads) < seconds(threads: 1) {
      threads = EngineCaseName.threads
    }
  }

  func seconds() throws -> Double { seconds(threads: threads) }

  private func seconds(threads: Int) -> Double {
    let queries = (0..<users.rows).map(users.row)
    var found = 0
    let seconds = elapsedSeconds {
      for query in queries { found += items.top(Self.limit, for: query, threads: threads).count }
    }
    precondition(found == Self.limit * queries.count, "top: \(found) items found")
    return seconds / Double(queries.count)
  }

  func figures() throws -> [Figure] {
    var figures = [
      Figure("recall@10", Self.recall(items, users)),
      Figure("threads", Double(threads), unit: "count"),
    ]
    if let factors = try MovieLensFactors(setting) {
      figures.append(
        Figure(
          "recall@10, MovieLens factors",
          try Self.recall(QuantizedItems(factors.items), factors.users)))
    }
    return figures
  }

  /// The share of the exact ten best that are found.
  private static func recall(_ items: QuantizedItems, _ users: Tensor) -> Double {
    let exact = BatchRanking(
      limit: limit, users: users, items: items.factors, threads: EngineCaseName.threads)
    var hits = 0
    for user in 0..<users.rows {
      let found = Set(items.top(limit, for: users.row(user)).map(\.index))
      hits += exact[user].count { found.contains($0.index) }
    }
    return Double(hits) / Double(limit * users.rows)
  }
}
