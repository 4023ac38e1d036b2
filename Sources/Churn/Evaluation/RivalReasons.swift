import Evaluation
import Features
import Wording

/// What a rival says of one customer, which no sum of terms tells exactly.
enum RivalReasons {
  /// Columns that are shown.
  private static let listed = 8

  /// Local explanations of the customer whom the model in use calls likeliest to
  /// leave, by the rival that is no sum of terms.
  static func figure(
    _ rival: FittedChurnRival, training: CustomerTable, test: CustomerTable,
    probabilities: [Double], seed: UInt64
  ) -> Figure? {
    guard training.count > 0,
      let row = probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] })
    else { return nil }
    let reasons = LocalExplanation(
      of: row, in: test, background: training, seed: seed, model: rival.probabilities(of:))
    let shown = reasons.factors.prefix(listed)
    return Figure(
      name: "rival-reasons", title: "Approximate reasons of the \(rival.rival.name)",
      sentence: "Of the customer likeliest to leave it says "
        + "\(percentage(reasons.probability)). Its reasons are approximate, a straight line "
        + "through mixtures with other customers that explains "
        + "\(percentage(max(0, reasons.rSquared))) of what it says nearby; those of the "
        + "model in use are exact.",
      content: .table(
        FigureTable(
          columns: ["measure", "what its value adds to the probability, about"],
          rows: shown.map { [.text($0.column), .number($0.weight, decimals: 3)] })))
  }
}
