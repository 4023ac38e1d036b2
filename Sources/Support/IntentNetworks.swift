import Engine
import Features
import Glibc

/// The neural leg, and which of its outputs means which class.
///
/// It takes the longest to fit, so it may be kept while the other legs learn new
/// examples; a class it does not know is left to the linear leg.
struct IntentNetworks: Sendable {
  /// Nil where there is none.
  let leg: NeuralLeg?
  /// By class: its output; nil for one the leg does not know.
  let columns: [Int?]
  /// The output for texts out of scope; nil where it knows none.
  let outsideColumn: Int?

  /// No network at all.
  static func none(classCount: Int) -> IntentNetworks {
    IntentNetworks(
      leg: nil, columns: [Int?](repeating: nil, count: classCount), outsideColumn: nil)
  }

  /// What the leg says of one text.
  struct Opinion: Sendable {
    /// By class, the logarithm of its probability given that the text is in scope;
    /// empty without a network.
    var logarithms: [Float] = []
    /// The probability that the text is out of scope; nil where unknown.
    var outside: Float?
  }

  /// The probabilities of each text by output; empty rows without a network.
  func probabilities(_ texts: [TextTokens], threads: Int) -> [[Float]] {
    guard let leg else { return texts.map { _ in [] } }
    guard texts.count > 1 else { return texts.map { leg.logProbabilities($0).map { exp($0) } } }
    let rows = leg.logProbabilities(texts, threads: threads)
    return (0..<rows.rows).map { row in rows.row(row).map { exp($0) } }
  }

  /// The opinion on a text.
  ///
  /// - Parameters:
  ///   - probabilities: by output.
  ///   - margins: of the linear leg by class, which stand in for classes that the
  ///     networks do not know.
  /// - Returns: no logarithms without probabilities.
  func opinion(_ probabilities: [Float], margins: ArraySlice<Float>) -> Opinion {
    guard !probabilities.isEmpty else { return Opinion() }
    let stand = unknownShares(margins)
    let inside = 1 - stand.reduce(0) { $0 + $1.share }
    let known = columns.reduce(0) { $0 + ($1.map { probabilities[$0] } ?? 0) }
    var values = columns.map { column in
      column.map { inside * probabilities[$0] / max(known, Self.least) } ?? 0
    }
    for (index, share) in stand { values[index] = share }
    return Opinion(
      logarithms: values.map { log(max($0, Self.least)) },
      outside: outsideColumn.map { probabilities[$0] })
  }

  /// The classes the networks do not know, with the linear leg's probabilities.
  private func unknownShares(
    _ margins: ArraySlice<Float>
  ) -> [(index: Int, share: Float)] {
    guard columns.contains(nil) else { return [] }
    let highest = margins.max() ?? 0
    let powers = margins.map { exp(Self.usualSlope * ($0 - highest)) }
    let total = powers.reduce(0, +)
    return columns.indices.filter { columns[$0] == nil }.map { ($0, powers[$0] / total) }
  }

  /// What a one-vs-rest margin counts in log-odds, about.
  private static let usualSlope: Float = 4

  /// Below this a network's probability says no more.
  private static let least: Float = 1e-9
}
