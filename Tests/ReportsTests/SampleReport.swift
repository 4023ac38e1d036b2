import Evaluation
import Glibc

/// A made-up churn evaluation with figures of every kind.
enum SampleReport {
  static func make(shapes: Int = 24) -> EvaluationReport {
    EvaluationReport(
      task: "churn",
      protocol:
        "trained on three earlier cut-offs, tested on the 90 days from 2011-09-11; customers "
        + "who bought nothing in them have left",
      trainCount: 9_214, testCount: 3_370, metrics: metrics(0),
      models: [
        model("linear SVM", 0.006), model("multi-layer perceptron", 0.009),
        model("plain logistic regression", 0.014), model("recency alone", 0.062),
      ], seconds: EvaluationReport.Seconds(train: 3.2, predict: 0.012), bytes: 48_200,
      search: (0..<12).map { index in
        EvaluationReport.Trial(
          model: "additive model", setting: "smoothing \(index + 1), \(index % 3) pairs",
          metric: "log_loss", value: 0.55 + Double(index % 5) / 500, isChosen: index == 4)
      }, figures: figures(shapes: shapes),
      notes: [
        "1,441 of the customers tested left",
        "the horizon of 90 days is the 80% quantile of the shop's own repurchase gaps",
      ])
  }

  private static func metrics(_ shift: Double) -> MetricList {
    func metric(_ value: Double, _ half: Double) -> Metric {
      Metric(value: value, low: value - half, high: value + half)
    }
    return [
      "auc": metric(0.7512 - shift, 0.016), "average_precision": metric(0.6893 - shift, 0.021),
      "brier": metric(0.2012 + shift, 0.006), "log_loss": metric(0.5871 + shift, 0.012),
      "ece": metric(0.0211 + shift / 2, 0.008), "calibration_slope": metric(0.984 - shift, 0.07),
      "calibration_intercept": metric(-0.021, 0.08),
      "lift_top_10_percent": metric(1.92 - shift, 0.09),
    ]
  }

  private static func model(_ name: String, _ shift: Double) -> EvaluationReport.Model {
    EvaluationReport.Model(
      name: name, metrics: metrics(shift),
      differences: ["auc", "brier", "log_loss"].map { metric in
        let value = metric == "auc" ? shift : -shift
        return EvaluationReport.Difference(
          metric: metric,
          PairedDifference(
            metric: Metric(value: value, low: value - 0.007, high: value + 0.007),
            p: shift > 0.007 ? 0.003 : 0.084, cases: 3370))
      }, seconds: EvaluationReport.Seconds(train: 0.8 + shift * 20, predict: 0.004))
  }

  // MARK: - Figures

  static func figures(shapes: Int) -> [Figure] {
    [roc, calibration, deciles, profit, rolling, drift, coefficients, fairness]
      + (0..<shapes).map(shape) + [pair(0), pair(1)]
  }

  static let roc = Figure(
    name: "roc", title: "Telling leavers from stayers",
    sentence: "Of two customers of whom one left, the model scores the right one higher in 75 of "
      + "100 cases; recency alone in 69.",
    content: .lines(
      LineChart(
        x: FigureAxis("false positive rate", format: .percent, bounds: 0...1),
        y: FigureAxis("true positive rate", format: .percent, bounds: 0...1),
        lines: [
          LineChart.Line(name: "in use", points: rocPoints(0.42)),
          LineChart.Line(name: "recency alone", points: rocPoints(0.58)),
          LineChart.Line(
            name: "guessing", points: [.init(x: 0, y: 0), .init(x: 1, y: 1)], style: .reference),
        ])))

  private static func rocPoints(_ power: Double) -> [LineChart.Point] {
    (0...100).map { LineChart.Point(x: Double($0) / 100, y: pow(Double($0) / 100, power)) }
  }

  static let calibration = Figure(
    name: "calibration", title: "Probabilities against outcomes",
    sentence: "Customers given 62% left in 64% of the cases; the mean gap over ten bins is 2.1 "
      + "points.",
    content: .lines(
      LineChart(
        x: FigureAxis("predicted", format: .percent, bounds: 0...1),
        y: FigureAxis("left", format: .percent, bounds: 0...1),
        lines: [
          LineChart.Line(
            name: "in use",
            points: (0..<10).map { bin in
              let x = 0.06 + Double(bin) * 0.092
              let y = x + 0.03 * sin(Double(bin) * 2)
              return LineChart.Point(x: x, y: y, low: y - 0.045, high: y + 0.045)
            }, style: .dots),
          LineChart.Line(
            name: "perfect", points: [.init(x: 0, y: 0), .init(x: 1, y: 1)], style: .reference),
        ])))

  static let deciles = Figure(
    name: "lift", title: "Lift by decile",
    sentence: "Of the 10% scored highest, 82% left, 1.9 times the average.",
    content: .bars(
      BarChart(
        label: "decile of the score, highest first", categories: (1...10).map(String.init),
        y: FigureAxis("times the average rate"),
        series: [
          .init(
            name: "lift", values: [1.92, 1.7, 1.44, 1.2, 1.05, 0.9, 0.72, 0.5, 0.36, 0.2],
            intervals: [1.92, 1.7, 1.44, 1.2, 1.05, 0.9, 0.72, 0.5, 0.36, 0.2].map {
              ($0 - 0.09)...($0 + 0.09)
            })
        ])))

  static let profit = Figure(
    name: "profit", title: "Profit by share contacted",
    sentence: "Contacting the 31% for whom it is expected to pay yields 18,400; contacting all "
      + "would lose 6,100.",
    content: .lines(
      LineChart(
        x: FigureAxis("share contacted", format: .percent, bounds: 0...1),
        y: FigureAxis("profit"),
        lines: [
          .init(
            name: "expected",
            points: (0...50).map {
              let x = Double($0) / 50
              return .init(x: x, y: 92_000 * x * (0.6 - x) - 6_000 * x * x * x)
            }),
          .init(
            name: "realised",
            points: (0...50).map {
              let x = Double($0) / 50
              return .init(x: x, y: 80_000 * x * (0.66 - x) + 900 * sin(x * 14))
            }),
        ])))

  static let rolling = Figure(
    name: "rolling", title: "From cut-off to cut-off",
    sentence: "Over four cut-offs the AUC stays between 0.741 and 0.756.",
    content: .lines(
      LineChart(
        x: FigureAxis("cut-off, days before the last"), y: FigureAxis("AUC"),
        lines: [
          .init(
            name: "in use",
            points: [
              .init(x: -270, y: 0.741, low: 0.722, high: 0.76),
              .init(x: -180, y: 0.756, low: 0.738, high: 0.773),
              .init(x: -90, y: 0.744, low: 0.727, high: 0.762),
              .init(x: 0, y: 0.751, low: 0.735, high: 0.767),
            ], style: .dots),
          .init(
            name: "recency alone",
            points: [
              .init(x: -270, y: 0.69), .init(x: -180, y: 0.702), .init(x: -90, y: 0.684),
              .init(x: 0, y: 0.689),
            ], style: .dots),
        ])))

  static let drift = Figure(
    name: "drift", title: "Drift since training",
    sentence: "Two of 12 features have shifted: days since the last purchase (0.31) and the "
      + "channel (0.27).",
    content: .bars(
      BarChart(
        label: "feature",
        categories: [
          "days since the last purchase", "channel of the first order of the customer, as imported",
          "spend in 30 days", "distinct products", "tenure", "机票 category",
        ], y: FigureAxis("population stability index"),
        series: [
          .init(name: "PSI", values: [0.31, 0.27, 0.12, 0.06, 0.04, .nan])
        ])))

  static let coefficients = Figure(
    name: "coefficients", title: "Strongest coefficients",
    sentence: "Per standard deviation: recency weighs most, then frequency.",
    content: .intervals(
      IntervalChart(
        axis: FigureAxis("log-odds per standard deviation"),
        rows: [
          ("days since the last purchase", 0.91), ("purchases", -0.62), ("tenure", -0.2),
          ("returns", 0.14), ("<script>alert(1)</script> & \"quoted\" attribute", 0.05),
        ].map { name, value in
          .init(name: name, metric: Metric(value: value, low: value - 0.11, high: value + 0.11))
        })))

  static let fairness = Figure(
    name: "fairness", title: "Fairness by country",
    sentence: "The selection rate differs by at most 6.2 points, the true positive rate by 4.1.",
    content: .table(
      FigureTable(
        columns: ["country", "customers", "left", "selected", "TPR", "FPR", "ECE"],
        rows: [
          [
            .text("United Kingdom"), .number(3011, decimals: 0), .percent(0.432), .percent(0.31),
            .percent(0.55), .percent(0.128), .number(0.021, decimals: 3),
          ],
          [
            .text("Germany"), .number(78, decimals: 0), .percent(0.37), .percent(0.248),
            .percent(0.509), .percent(0.102), .number(0.061, decimals: 3),
          ],
          [
            .text("EIRE"), .number(3, decimals: 0), .percent(0), .none, .none, .none, .none,
          ],
        ])))

  static func shape(_ index: Int) -> Figure {
    let names = [
      "days since the last purchase", "purchases", "tenure", "mean order value", "spend in 30 days",
      "distinct products", "returns", "support messages", "<b>loyalty</b> tier", "country",
    ]
    let name = names[index % names.count] + (index < names.count ? "" : " \(index)")
    let content: Figure.Content =
      index % 5 == 4
      ? .bars(
        BarChart(
          label: name, categories: ["gold", "silver", "bronze", "missing"].map { "\($0)" },
          y: FigureAxis("log-odds"),
          series: [
            .init(
              name: "contribution", values: [-0.6, -0.2, 0.25, 0.05],
              intervals: [-0.8 ... -0.4, -0.3 ... -0.1, 0.15...0.35, -0.3...0.4])
          ]))
      : .lines(
        LineChart(
          x: FigureAxis(name), y: FigureAxis("log-odds"),
          lines: [
            .init(
              name: "contribution",
              points: (0...30).map { point in
                let x = Double(point) * (index % 2 == 0 ? 12 : 1.5)
                let y =
                  (index % 3 == 0 ? 0.9 : 0.5) * sin(Double(point) / 9 + Double(index))
                  - Double(index % 4) * 0.1
                return .init(x: x, y: y, low: y - 0.12, high: y + 0.12)
              }, style: index % 4 == 1 ? .steps : .line)
          ]))
    return Figure(
      name: "shape-\(index)", title: name,
      sentence: "The risk rises by \(index % 7 + 2) points from the lowest to the highest tenth.",
      content: content, group: "Shapes")
  }

  static func pair(_ index: Int) -> Figure {
    let columns = ["0–30", "31–60", "61–120", "121–240", "over 240 days"]
    let rows = index == 0 ? ["gold", "silver", "bronze"] : (1...6).map { "tenth \($0)" }
    return Figure(
      name: "pair-\(index)", title: "Recency with \(index == 0 ? "tier" : "spend")",
      sentence: "Gold customers who have not bought for 240 days leave more often than the two "
        + "curves say.",
      content: .grid(
        GridChart(
          xLabel: "days since the last purchase", columns: columns,
          yLabel: index == 0 ? "tier" : "spend", rows: rows,
          values: rows.indices.map { row in
            columns.indices.map { column in
              row == 2 && column == 4 ? nil : 0.8 * sin(Double(row * 2 + column * 3 + index))
            }
          }, unit: "log-odds")), group: "Pairs")
  }
}
