package import Evaluation
import Wording

/// An evaluation as one page that needs nothing else: no script, no font, no
/// network.
///
/// The same report gives the same bytes. All text of the report is escaped, so that
/// names which customers or files brought in stay names.
package struct HTMLReport: Sendable {
  let report: EvaluationReport
  let title: String
  /// When the evaluation was done, in words; deterministic pages are given a fixed one.
  let generated: String

  package init(report: EvaluationReport, title: String, generated: String) {
    self.report = report
    self.title = title
    self.generated = generated
  }

  /// The page as UTF-8 text.
  package var text: String {
    let figures = FigureSections(report.figures)
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="rapport">
      <title>\(title)</title>
      <style>\(Stylesheet.text)</style>
      </head>
      <body>
      <main>
      \(header)
      \(metrics)
      \(comparison)
      \(figures.contents)
      \(figures.markup)
      \(search)
      \(notes)
      </main>
      </body>
      </html>

      """
    return page.text
  }

  private var header: Markup {
    let memory = report.bytes.map { ", holding \(byteText($0)) of memory" } ?? ""
    let protocolText = report.protocol.first.map { first in
      first.uppercased() + report.protocol.dropFirst()
    }
    return """
      <header>
      <p class="kind">Evaluation report</p>
      <h1>\(title)</h1>
      <p class="lead">\(protocolText ?? "").</p>
      <p class="facts">\(generated). Trained on \(grouped(report.trainCount)), tested on \
      \(grouped(report.testCount)). Training took \(durationText(seconds: report.seconds.train)), \
      prediction \(durationText(seconds: report.seconds.predict))\(memory).</p>
      </header>
      """
  }

  private var search: Markup {
    guard let first = report.search.first else { return "" }
    let isOne = report.search.allSatisfy { $0.metric == first.metric }
    let table = FigureTable(
      columns: ["Model", "Setting", isOne ? first.metric : "Value", ""],
      rows: report.search.map { trial in
        [
          .text(trial.model), .text(trial.setting + (isOne ? "" : " (\(trial.metric))")),
          .number(trial.value, decimals: 4), trial.isChosen ? .text("chosen") : .none,
        ]
      })
    let chosen = report.search.count { $0.isChosen }
    return """
      <section id="settings"><h2>Settings tried</h2>
      <p>\(grouped(report.search.count)) settings were compared on the validation part, never on \
      the test part; \(grouped(chosen)) \(chosen == 1 ? "was" : "were") chosen.</p>
      <details><summary>All settings</summary>\(table.markup)</details></section>
      """
  }

  private var notes: Markup {
    let notes = report.notes.map { note in
      "<li>\(note.first.map { $0.uppercased() + note.dropFirst() } ?? "").</li>" as Markup
    }
    return """
      <section id="notes"><h2>How to read this</h2>
      <ul>\(notes.joined())
      <li>Intervals are 95% and come from the bootstrap: where the test cases were drawn anew, 95 of \
      100 such intervals would hold the true figure.</li>
      \(hasDifferences ? Self.significance : "")</ul></section>
      """
  }

  private static let significance: Markup = """
    <li>p is how often cases drawn at random would show a difference this far from none where \
    there is none.</li>
    """

  var hasDifferences: Bool { report.models.contains { !$0.differences.isEmpty } }
}
