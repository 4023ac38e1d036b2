import Wording

extension ProfitCurve {
  /// The curve with its sentence.
  ///
  /// - Parameters:
  ///   - unit: what money is counted in: "GBP".
  ///   - decimals: of money in the sentence.
  /// - Returns: a figure; nil without customers.
  package func figure(unit: String, decimals: Int = 0) -> Figure? {
    guard count > 0, let all = points.last else { return nil }
    func money(_ amount: Double) -> String { grouped(amount, decimals: decimals) }
    var sentence =
      best.share == 0
      ? "Contacting nobody pays best: a contact costs more than any is expected to save; "
        + "contacting everybody would have earned \(money(all.realised)) \(unit)."
      : "Contacting the \(roundPercentage(best.share)) for whom it pays was expected to earn "
        + "\(money(best.expected)) \(unit) and earned \(money(best.realised)); contacting "
        + "everybody would have earned \(money(all.realised)). At the average value "
        + "it pays from a probability of \(roundPercentage(threshold)) on."
    if best.share > 0, let realisedByRisk {
      sentence += " In the order of risk alone, as many contacts earned \(money(realisedByRisk))."
    }
    return Figure(
      name: "profit", title: "Profit by share contacted", sentence: sentence,
      content: .lines(
        LineChart(
          x: FigureAxis("share contacted, most profitable first", format: .percent, bounds: 0...1),
          y: FigureAxis("profit, \(unit)"),
          lines: [
            LineChart.Line(
              name: "realised", points: points.map { LineChart.Point(x: $0.share, y: $0.realised) }
            ),
            LineChart.Line(
              name: "expected", points: points.map { LineChart.Point(x: $0.share, y: $0.expected) }
            ),
            LineChart.Line(
              name: "at random",
              points: [
                LineChart.Point(x: 0, y: 0), LineChart.Point(x: 1, y: all.realised),
              ], style: .reference),
          ])))
  }
}
