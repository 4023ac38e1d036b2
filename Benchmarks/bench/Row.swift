import Terminal
import Wording

/// One figure, as it is printed.
struct Row: Encodable {
  /// Such as `recommender/online-retail/in use`.
  var `case`: String
  var metric: String
  var value: Double?
  /// A 95 % interval of a quality; the least and greatest of a repeated timing.
  var low: Double?
  var high: Double?
  var unit: String
  var goal: Double?
  var met: Bool?
  /// Whose figure the goal or comparison is, and where it was taken.
  var reference: String?

  init(
    _ case: String, _ metric: String, _ value: Double, low: Double? = nil, high: Double? = nil,
    unit: String
  ) {
    self.case = `case`
    self.metric = metric
    self.value = Self.finite(value)
    self.low = low.flatMap(Self.finite)
    self.high = high.flatMap(Self.finite)
    self.unit = unit
  }

  /// A repeated timing: its median with the least and greatest.
  init(_ case: String, _ metric: String, _ sample: Sample, unit: String) {
    self.init(
      `case`, metric, sample.median, low: sample.least, high: sample.greatest, unit: unit)
  }

  // JSON has no other numbers, and six digits are more than any figure holds.
  private static func finite(_ value: Double) -> Double? {
    value.isFinite ? (value * 1e6).rounded() / 1e6 : nil
  }

  /// The row with its goal and reference, where the table of goals has one.
  ///
  /// - Parameter rows: where goals that are other models' figures are found.
  /// - Returns: the row with `goal`, `met` and `reference`.
  func judged(among rows: [Row]) -> Row {
    guard let goal = Goal.all.first(where: { $0.case == self.case && $0.metric == metric }) else {
      return self
    }
    var row = self
    row.reference = goal.reference
    row.goal = goal.figure(for: self, among: rows)
    if let value, let target = row.goal { row.met = goal.direction.isMet(value, target) }
    return row
  }

  static func table(of rows: [Row]) -> TextTable {
    var table = TextTable([
      TextTable.Column("case"), TextTable.Column("metric"),
      TextTable.Column("value", alignment: .right), TextTable.Column("range", alignment: .right),
      TextTable.Column("unit"), TextTable.Column("goal", alignment: .right),
      TextTable.Column("met"), TextTable.Column("reference", shrinks: true),
    ])
    for row in rows {
      var range = ""
      if let low = row.low, let high = row.high, low != high {
        range = "\(text(low))…\(text(high))"
      }
      table.append([
        row.case, row.metric, row.value.map(text) ?? "–", range, row.unit,
        row.goal.map(text) ?? "", row.met.map { $0 ? "yes" : "no" } ?? "", row.reference ?? "",
      ])
    }
    return table
  }

  private static func text(_ value: Double) -> String {
    if value == value.rounded(), abs(value) >= 100 { return grouped(Int(value)) }
    return abs(value) >= 100 ? grouped(value, decimals: 1) : grouped(value, decimals: 4)
  }
}
