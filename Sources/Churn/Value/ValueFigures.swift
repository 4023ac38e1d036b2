import Evaluation
import Wording

/// What the evaluation of a value model shows.
enum ValueFigures {
  static func figures(_ own: SpendForecast, rivals: [ValueEvaluation.Rival]) -> [Figure] {
    [gain(own, rivals: rivals), tenths(own)]
  }

  private static func gain(
    _ own: SpendForecast, rivals: [ValueEvaluation.Rival]
  ) -> Figure {
    func line(
      _ name: String, _ forecast: SpendForecast, style: LineChart.Style = .line
    ) -> LineChart.Line {
      let once = [Int](repeating: 1, count: forecast.actual.count)
      let shares = (0...40).map { Double($0) / 40 }
      return LineChart.Line(
        name: name,
        points: shares.map {
          LineChart.Point(x: $0, y: forecast.spendShare(ofFirst: $0, draws: once))
        }, style: style)
    }
    let best = SpendForecast(predicted: own.actual, actual: own.actual)
    var lines = [line("value model", own)]
    lines += rivals.map { line($0.name, $0.forecast) }
    lines.append(line("best possible", best, style: .reference))
    lines.append(
      LineChart.Line(
        name: "at random", points: [0, 1].map { LineChart.Point(x: $0, y: $0) },
        style: .reference))
    let once = [Int](repeating: 1, count: own.actual.count)
    let share = own.spendShare(ofFirst: 0.1, draws: once)
    let limit = best.spendShare(ofFirst: 0.1, draws: once)
    return Figure(
      name: "spend-gain", title: "Spend of the customers predicted highest",
      sentence:
        "The tenth of customers predicted highest accounts for \(percentage(share)) of what "
        + "all spent; the tenth that really spent most, for \(percentage(limit)).",
      content: .lines(
        LineChart(
          x: FigureAxis("customers, highest prediction first", format: .percent, bounds: 0...1),
          y: FigureAxis("spend", format: .percent, bounds: 0...1), lines: lines)))
  }

  private static func tenths(_ own: SpendForecast) -> Figure {
    let tenths = own.tenths()
    let top = tenths[9]
    return Figure(
      name: "spend-calibration", title: "Predicted and real spend by tenth",
      sentence:
        "The highest tenth was expected to spend \(grouped(top.predicted, decimals: 2)) a "
        + "customer and spent \(grouped(top.actual, decimals: 2)).",
      content: .bars(
        BarChart(
          label: "tenth of customers by predicted spend", categories: (1...10).map { "\($0)" },
          y: FigureAxis("mean spend"),
          series: [
            BarChart.Series(name: "predicted", values: tenths.map(\.predicted)),
            BarChart.Series(name: "spent", values: tenths.map(\.actual)),
          ])))
  }
}
