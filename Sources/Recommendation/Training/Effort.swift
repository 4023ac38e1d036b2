import Engine
import Models

/// About how long fits take, from the size of the data alone.
///
/// What is tried within a budget depends on these estimates and not on a clock, so
/// that the same data and seed give the same model on a busy machine too. The
/// constants are seconds on one core of a server of 2019.
struct Effort: Sendable {
  let customers: Int
  let products: Int
  /// Entries of the matrix of confidences.
  let entries: Int
  /// Customers whose lists a setting is judged by.
  let cases: Int
  let threads: Int

  /// The turn of a model in the search, 0 first; nil for the sequence transformer, which is
  /// trained after it where the time allows.
  static func tier(of kind: CandidateKind) -> Int? {
    switch kind {
    case .popularity, .trending, .repurchase, .category, .price: 0
    case .content: 1
    case .cosine, .lift, .rules: 2
    case .regression: 3
    case .factorisation: 4
    case .sequence: nil
    }
  }

  /// Seconds of one fit and of judging it.
  func seconds(_ kind: CandidateKind, _ configuration: RecommenderConfiguration) -> Double {
    let (items, entries) = (Double(products), Double(entries))
    let cores = Double(threads)
    let judged = Double(cases) * (2e-9 * items + 1e-4) / cores
    switch kind {
    case .factorisation:
      let settings = configuration.factorisation
      let dimension = Double(settings.dimension)
      let rows = Double(customers + products)
      let sweep = 8e-9 * entries * dimension + 3e-9 * rows * dimension * dimension
      return Double(settings.iterations) * sweep / cores + 10 * judged
    case .regression:
      return (2.5e-11 * items * items * items + 4e-9 * entries * 200) / cores + 16 * judged
    case .cosine, .lift, .rules, .content:
      return 2e-6 * entries / cores + 16 * judged
    case .sequence, .popularity, .trending, .repurchase, .category, .price:
      return 2e-7 * entries + judged
    }
  }
}
