import Engine

/// A regularised additive logistic model with pairwise terms.
///
/// The log-odds of label 1 are `intercept` + Σ terms, each a curve over one
/// column or a grid over two. Every term has the weighted mean 0 over the
/// training rows, so the intercept is the mean score. Shapes, smoothness and
/// pairs are found by `fit`.
///
/// - Source: Y. Lou, R. Caruana, J. Gehrke & G. Hooker 2013, "Accurate
///   Intelligible Models with Pairwise Interactions", KDD, for the model; S. N.
///   Wood 2017, "Generalized Additive Models", 2nd edition, for its fit by
///   penalised likelihood.
package struct AdditiveModel: Codable, Sendable, Equatable {
  static let name = "additive model"

  /// What the model knows of a column.
  package struct Column: Codable, Sendable, Equatable {
    package let name: String
    /// The weighted training mean of the numbers that are not missing; nil for categories.
    package let mean: Double?
    /// The scale of the column's own curve.
    package let curveScale: AdditiveScale
    /// The coarser scale of the grids of pairs.
    package let gridScale: AdditiveScale
    /// The weighted share of the training rows in each entry of `gridScale`.
    package let gridShares: [Double]
  }

  /// One curve or grid.
  package struct Term: Codable, Sendable, Equatable {
    /// The form of a curve over numbers.
    package enum Shape: String, Codable, Sendable, Hashable {
      case free, increasing, decreasing
    }

    /// One index of a column, or two ascending ones.
    package let columns: [Int]
    /// In log-odds: [entries], or [entries of the first, entries of the second].
    package internal(set) var values: [Double]
    /// The standard error of each value.
    package internal(set) var standardErrors: [Double]
    /// What the curve was constrained to.
    package let shape: Shape
    /// The effective degrees of freedom.
    package let degreesOfFreedom: Double
    /// The weighted training mean of the absolute value, in log-odds.
    package internal(set) var importance: Double
  }

  package let columns: [Column]
  /// The mean score over the training rows, in log-odds.
  package let intercept: Double
  /// The curve of each column in order, then the grids by falling importance.
  package let terms: [Term]
  /// What the fit met.
  package let warnings: [Warning]
  /// The factor of all penalties that cross-validation chose.
  package let penaltyScale: Double

  /// The model whose scores are slope·score + shift, as Platt scaling asks for.
  ///
  /// - Precondition: `slope` and `shift` are finite.
  package func scaled(by slope: Double, shifted shift: Double) -> AdditiveModel {
    precondition(slope.isFinite && shift.isFinite, "scaled: slope \(slope), shift \(shift)")
    return AdditiveModel(
      columns: columns, intercept: slope * intercept + shift,
      terms: terms.map { term in
        var term = term
        term.values = term.values.map { slope * $0 }
        term.standardErrors = term.standardErrors.map { abs(slope) * $0 }
        term.importance *= abs(slope)
        return term
      }, warnings: warnings, penaltyScale: penaltyScale)
  }

  /// The probability of label 1 for each row.
  package func probabilities(_ columns: [AdditiveColumn]) -> [Double] {
    logOdds(columns).map(Logistic.sigmoid)
  }
}
