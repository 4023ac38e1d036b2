/// What a fit met that does not keep it from a usable model, but that whoever
/// reads the model should know.
package enum FitWarning: Sendable, Hashable, CustomStringConvertible {
  /// A column holds one value in all rows: it tells no rows apart.
  case constantColumn(Int)
  /// The model tells all rows apart and nothing bounds its weights: they would
  /// grow for ever, and are those of the last iteration.
  case separable
  /// The fit ended before the gradient was within its tolerance.
  case notConverged

  package var description: String {
    switch self {
    case .constantColumn(let column):
      "column \(column) holds one value in all rows: it tells none apart; leave it out"
    case .separable:
      "the data are perfectly separable: the weights have no finite optimum; raise l2"
    case .notConverged:
      "the fit ended before it converged; raise maximumIterations or tolerance, or scale the "
        + "features"
    }
  }
}
