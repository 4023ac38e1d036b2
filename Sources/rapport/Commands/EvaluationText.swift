import Evaluation
import Terminal
import Wording

/// An evaluation as tables and sentences.
struct EvaluationText {
  /// The models that fit beside each other with their intervals.
  private static let mostColumns = 3

  private let report: EvaluationReport
  private let width: Int

  init(_ report: EvaluationReport, width: Int) {
    self.report = report
    self.width = width
  }

  func print(to console: Console) {
    func paragraph(_ text: String) { console.output.write(wrapped(text, width: width) + "\n") }
    if let verdict = Self.verdict(on: report) { paragraph(verdict) }
    paragraph("Protocol: \(report.protocol).")
    paragraph(summary)
    for section in sections {
      console.line()
      if let title = section.title { paragraph(title) }
      console.table(section.table)
    }
    for figure in Self.texts(of: report.figures) {
      console.line()
      paragraph(figure.words)
      if let table = figure.table { console.table(table) }
    }
    console.line()
    let legend = Self.legend(of: report)
    if !legend.isEmpty {
      paragraph("What the metrics mean:")
      for line in legend { console.line(wrapped(line, width: width, indent: 2)) }
      console.line()
    }
    for note in report.notes { paragraph("Note: \(sentence(note))") }
    paragraph(
      "Intervals are 95%, by bootstrap."
        + (hasDifferences
          ? " p is how often \(cases) drawn at random would show a difference this far from "
            + "none where there is none."
          : ""))
  }

  /// A table and what it says.
  struct Section {
    var title: String?
    var table: TextTable
  }

  /// The tables, in the order in which they are shown.
  var sections: [Section] {
    guard report.models.count > Self.mostColumns || hasDifferences else {
      return [Section(title: nil, table: intervals(beside: report.models))] + search
    }
    return [Section(title: "In use:", table: intervals(beside: []))] + eachAlone + differences
      + search
  }

  /// What is counted, in the plural.
  private var cases: String { report.task == "support" ? "texts" : "customers" }

  private var hasDifferences: Bool { report.models.contains { !$0.differences.isEmpty } }

  private var summary: String {
    let memory = report.bytes.map { "; memory \(byteText($0))" } ?? ""
    return "Trained on \(grouped(report.trainCount)), tested on \(grouped(report.testCount)); "
      + "training \(durationText(seconds: report.seconds.train)), prediction "
      + "\(durationText(seconds: report.seconds.predict))\(memory)."
  }

  /// A row a metric: the model in use, then others, with intervals.
  private func intervals(beside models: [EvaluationReport.Model]) -> TextTable {
    var columns = [TextTable.Column("metric"), TextTable.Column("in use", alignment: .left)]
    columns += models.map { TextTable.Column($0.name, alignment: .left) }
    var table = TextTable(columns)
    for (name, metric) in report.metrics.entries {
      table.append([name, text(metric)] + models.map { $0.metrics[name].map(text) ?? "–" })
    }
    return table
  }

  /// A row a model, a column a metric, without intervals.
  private var eachAlone: [Section] {
    let rows = [("in use", report.metrics)] + report.models.map { ($0.name, $0.metrics) }
    let compared = report.metrics.entries.filter { entry in
      report.models.contains { $0.metrics[entry.name] != nil }
    }
    var columns = compared.map { entry in
      (title: entry.name, cells: rows.map { value($0.1[entry.name]) })
    }
    let seconds = [report.seconds] + report.models.map(\.seconds)
    if report.models.contains(where: { $0.seconds != nil }) {
      columns.append(
        ("training", seconds.map { $0.map { durationText(seconds: $0.train) } ?? "–" }))
      columns.append(
        ("prediction", seconds.map { $0.map { durationText(seconds: $0.predict) } ?? "–" }))
    }
    if report.models.contains(where: { $0.bytes != nil }) {
      columns.append(
        ("memory", ([report.bytes] + report.models.map(\.bytes)).map { $0.map(byteText) ?? "–" }))
    }
    return sections(
      title: "Each model alone:", names: rows.map(\.0), columns: columns, alignment: .right)
  }

  /// A row a model: what the one in use has over it by the gain of its lists.
  private var differences: [Section] {
    let models = report.models.filter { !$0.differences.isEmpty }
    guard let first = models.first else { return [] }
    let gains = first.differences.map(\.name).filter { $0.hasPrefix("ndcg") }
    let columns = (gains.isEmpty ? first.differences.map(\.name) : gains).map { name in
      (
        title: name,
        cells: models.map { model in
          model.differences.first { $0.name == name }.map { text($0.difference) } ?? "–"
        }
      )
    }
    return sections(
      title: "What the model in use has over each, on the same \(cases):",
      names: models.map(\.name), columns: columns, alignment: .left)
  }

  /// A row a setting tried on the validation part.
  private var search: [Section] {
    guard let first = report.search.first else { return [] }
    let metric = report.search.allSatisfy { $0.metric == first.metric } ? first.metric : "value"
    var table = TextTable([
      TextTable.Column("model"), TextTable.Column("setting", alignment: .left, shrinks: true),
      TextTable.Column(metric, alignment: .right), TextTable.Column(""),
    ])
    for trial in report.search {
      let value = grouped(trial.value, decimals: 4)
      table.append([
        trial.model, trial.setting,
        trial.metric == metric ? value : "\(trial.metric) \(value)",
        trial.isChosen ? "chosen" : "",
      ])
    }
    return [Section(title: "Settings tried, on validation customers only:", table: table)]
  }

  /// Columns beside the models' names, in as many tables as the width asks for.
  private func sections(
    title: String, names: [String], columns: [(title: String, cells: [String])],
    alignment: TextTable.Alignment
  ) -> [Section] {
    let nameWidth = max(5, names.map { displayWidth($0) }.max() ?? 0)
    var groups: [[(title: String, cells: [String])]] = []
    var used = width + 1
    for column in columns {
      let needed = ([column.title] + column.cells).reduce(0) { max($0, displayWidth($1)) } + 2
      if used + needed > width {
        groups.append([])
        used = nameWidth
      }
      groups[groups.count - 1].append(column)
      used += needed
    }
    return groups.enumerated().map { place, group in
      var table = TextTable(
        [TextTable.Column("model")]
          + group.map { TextTable.Column($0.title, alignment: alignment) })
      for row in names.indices { table.append([names[row]] + group.map { $0.cells[row] }) }
      return Section(title: place == 0 ? title : nil, table: table)
    }
  }

  private func value(_ metric: Metric?) -> String {
    metric.map { grouped($0.value, decimals: 4) } ?? "–"
  }

  private func text(_ metric: Metric) -> String {
    guard metric.value.isFinite else { return "–" }
    let value = grouped(metric.value, decimals: 4)
    guard metric.low.isFinite, metric.low != metric.high else { return value }
    return "\(value) [\(grouped(metric.low, decimals: 4)), \(grouped(metric.high, decimals: 4))]"
  }

  private func text(_ difference: PairedDifference) -> String {
    let metric = difference.metric
    guard metric.value.isFinite else { return "–" }
    let (value, low, high) = (metric.value, metric.low, metric.high)
    return "\(signed(value, decimals: 4)) [\(signed(low, decimals: 4)), "
      + "\(signed(high, decimals: 4))] p "
      + grouped(difference.p, decimals: 3)
  }
}
