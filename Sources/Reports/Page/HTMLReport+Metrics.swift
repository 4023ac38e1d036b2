import Evaluation
import Wording

/// The figures of the model in use and of those beside it.
extension HTMLReport {
  /// The most metrics shown with their differences; a table below has all.
  private static let mostColumns = 4

  /// A row a metric of the model in use.
  var metrics: Markup {
    guard !report.metrics.entries.isEmpty else { return "" }
    let rows = report.metrics.entries.map { name, metric in
      let entry = MetricGlossary.entry(name)
      let interval =
        metric.hasInterval ? "\(display(metric.low)) – \(display(metric.high))" : ""
      return """
        <tr><th scope="row">\(entry.label)</th><td class="n strong">\(display(metric.value))</td>\
        <td class="n">\(interval)</td><td class="what">\(entry.meaning)</td></tr>
        """ as Markup
    }
    return """
      <section id="summary"><h2>The model in use</h2>
      <div class="scroll"><table class="metrics"><thead><tr><th scope="col">Measure</th>\
      <th scope="col" class="n">Value</th><th scope="col" class="n">95% interval</th>\
      <th scope="col">What it says</th></tr></thead><tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div></section>
      """
  }

  /// A row a model: its figures, and what the model in use has over it.
  var comparison: Markup {
    guard !report.models.isEmpty else { return "" }
    let names = headline
    let head = names.map { name in
      let entry = MetricGlossary.entry(name)
      let hint: Markup = entry.isLowerBetter ? "<span class=\"gap\">lower is better</span>" : ""
      return "<th scope=\"col\" class=\"n\">\(entry.label)\(hint)</th>" as Markup
    }
    let own = row(
      "In use", names.map { name in cell(report.metrics[name], difference: nil) },
      seconds: report.seconds, bytes: report.bytes, class: "own")
    let others = report.models.map { model in
      row(
        model.name,
        names.map { name in
          cell(
            model.metrics[name],
            difference: model.differences.first { $0.name == name }?.difference)
        }, seconds: model.seconds, bytes: model.bytes, class: "")
    }
    let explanation: Markup =
      hasDifferences
      ? """
      <p>Below each figure stands what the model in use has more, on the same cases, with the \
      interval of that difference; set in bold where the interval leaves out zero.</p>
      """ : ""
    return """
      <section id="comparison"><h2>Beside other models</h2>\(explanation)
      <div class="scroll"><table class="models"><thead><tr><th scope="col">Model</th>\
      \(head.joined())\(costHead)</tr></thead><tbody>
      \(([own] + others).joined(separator: "\n"))
      </tbody></table></div>\(everyFigure(beyond: names))</section>
      """
  }

  /// The metrics to compare by: those with differences first.
  private var headline: [String] {
    let all = report.metrics.entries.map(\.name)
    let compared = Set(report.models.flatMap { $0.differences.map(\.name) })
    let known = Set(report.models.flatMap { $0.metrics.entries.map(\.name) })
    let first = all.filter(compared.contains)
    let preferred = first.filter { $0.hasPrefix("ndcg") || $0.hasPrefix("hr") }
    let choice = preferred.isEmpty ? first : preferred
    let shown = (choice.isEmpty ? all.filter(known.contains) : choice).prefix(Self.mostColumns)
    guard report.task == "support" else { return Array(shown) }
    return shown
      + Self.besideAccuracy.filter { known.contains($0) && all.contains($0) && !shown.contains($0) }
  }

  /// What tells models of texts apart beside what they are compared by.
  private static let besideAccuracy = ["macro_f1", "ece", "ms_per_text", "megabytes"]

  private var hasSeconds: Bool { report.models.contains { $0.seconds != nil } }

  private var hasBytes: Bool { report.models.contains { $0.bytes != nil } }

  private var costHead: Markup {
    var head = Markup()
    if hasSeconds {
      head +=
        "<th scope=\"col\" class=\"n\">Training</th><th scope=\"col\" class=\"n\">Prediction</th>"
    }
    if hasBytes { head += "<th scope=\"col\" class=\"n\">Memory</th>" }
    return head
  }

  private func row(
    _ name: String, _ cells: [Markup], seconds: EvaluationReport.Seconds?, bytes: Int?,
    class style: Markup
  ) -> Markup {
    var costs: [String] = []
    if hasSeconds {
      costs.append(seconds.map { durationText(seconds: $0.train) } ?? "–")
      costs.append(seconds.map { durationText(seconds: $0.predict) } ?? "–")
    }
    if hasBytes { costs.append(bytes.map(byteText) ?? "–") }
    let last = costs.map { "<td class=\"n\">\($0)</td>" as Markup }
    return """
      <tr class="\(style)"><th scope="row">\(name)</th>\(cells.joined())\(last.joined())</tr>
      """
  }

  private func cell(_ metric: Metric?, difference: PairedDifference?) -> Markup {
    guard let metric else { return "<td class=\"n\">–</td>" }
    var below = Markup()
    if let difference, difference.metric.value.isFinite {
      let ends = difference.metric
      let text =
        "\(signed(ends.value, decimals: 4)) [\(signed(ends.low, decimals: 4)), "
        + "\(signed(ends.high, decimals: 4))]"
      let style: Markup = ends.low > 0 || ends.high < 0 ? "gap clear" : "gap"
      below = """
        <span class="\(style)">\(text)</span>\
        <span class="gap">p \(display(difference.p, decimals: 3))</span>
        """
    } else if metric.hasInterval {
      below = "<span class=\"gap\">[\(display(metric.low)), \(display(metric.high))]</span>"
    }
    return "<td class=\"n\">\(display(metric.value))\(below)</td>"
  }

  /// All metrics of all models, where the table above leaves some out.
  private func everyFigure(beyond names: [String]) -> Markup {
    let known = Set(report.models.flatMap { $0.metrics.entries.map(\.name) })
    let all = report.metrics.entries.map(\.name).filter(known.contains)
    guard Set(all).subtracting(names).isEmpty == false else { return "" }
    let models = [("In use", report.metrics)] + report.models.map { ($0.name, $0.metrics) }
    let table = FigureTable(
      columns: ["Measure"] + models.map(\.0),
      rows: all.map { name in
        [.text(MetricGlossary.entry(name).label)]
          + models.map { $0.1[name].map { .number($0.value, decimals: 4) } ?? .none }
      })
    return "<details><summary>Every measure of every model</summary>\(table.markup)</details>"
  }
}
