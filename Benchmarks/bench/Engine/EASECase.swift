import Engine
import Models

/// EASE on a power law of interactions, all weights kept.
struct EASECase: EngineCase {
  private static let regularization = 300.0

  private let interactions: SparseMatrix
  private var model: ItemToItem?

  init(users: Int, items: Int, interactions count: Int, _ folder: ArrayFolder) throws {
    interactions = .powerLaw(rows: users, columns: items, entries: count, seed: 1)
    try interactions.write(to: folder)
  }

  mutating func seconds() throws -> Double {
    model = nil
    return try elapsedSeconds {
      model = try EASE.fit(
        interactions,
        configuration: EASE.Configuration(
          regularization: Self.regularization, weightsPerItem: nil,
          threads: EngineCaseName.threads))
    }
  }

  mutating func figures() throws -> [Figure] {
    if model == nil { _ = try seconds() }
    guard case .dense(let weights) = model?.weights else { return [] }
    let squares = weights.withUnsafeBufferPointer { values in
      values.reduce(0) { $0 + Double($1) * Double($1) }
    }
    return [Figure("norm of the weights", squares.squareRoot())]
  }
}
