import Evaluation
import Wording

extension SupportFigures {
  /// Examples of a pair of intents at most.
  private static let mostExamples = 3

  private struct Pair: Hashable, Comparable {
    var truth, said: Int

    static func < (left: Pair, right: Pair) -> Bool {
      (left.truth, left.said) < (right.truth, right.said)
    }
  }

  /// The places of the texts by what they are and what they were taken for.
  private var confused: [Pair: [Int]] {
    var places: [Pair: [Int]] = [:]
    for (place, row) in outcomes.rows.enumerated()
    where row.isInScope && row.predicted >= 0 && !row.isNamed {
      places[Pair(truth: row.truth, said: row.predicted), default: []].append(place)
    }
    return places
  }

  /// The intents that are taken for each other most often, with texts of theirs.
  var confusions: Figure? {
    let order = confused.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    guard let top = order.first else { return nil }
    let occurring = tallies.mapValues(\.occurring)
    let total = order.reduce(0) { $0 + $1.value.count }
    return Figure(
      name: "confusions", title: "Intents taken for others",
      sentence: "\(total) of \(outcomes.inScopeCount) texts got another intent than theirs; most "
        + "often, in \(top.value.count) cases, \(name(top.key.truth)) was taken for "
        + "\(name(top.key.said))"
        + (order.count > Self.longTable ? ". The first \(Self.longTable) pairs are shown." : "."),
      content: .table(
        FigureTable(
          columns: ["Intent", "Taken for", "Texts", "Of the intent's", "Such as"],
          rows: order.prefix(Self.longTable).map { pair, places in
            [
              .text(name(pair.truth)), .text(name(pair.said)),
              .number(Double(places.count), decimals: 0),
              .percent(Double(places.count) / Double(occurring[pair.truth] ?? places.count)),
              .text(examples(places)),
            ]
          }, shortCount: Self.shortTable)))
  }

  /// Texts of which the bot was surest.
  private func examples(_ places: [Int]) -> String {
    places.sorted {
      (outcomes.rows[$1].confidence, $0) < (outcomes.rows[$0].confidence, $1)
    }.prefix(Self.mostExamples)
      .map { "“\(shortened(findings.texts[$0].text, to: 80))”" }.joined(separator: ", ")
  }

  // MARK: - Each intent

  private struct Tally {
    var right = 0
    var named = 0
    var occurring = 0

    var precision: Double? { named > 0 ? Double(right) / Double(named) : nil }
    var recall: Double? { occurring > 0 ? Double(right) / Double(occurring) : nil }
    var f1: Double { 2 * Double(right) / Double(max(1, named + occurring)) }
  }

  /// By intent, over the texts in scope.
  private var tallies: [Int: Tally] {
    var tallies: [Int: Tally] = [:]
    for row in outcomes.rows where row.isInScope {
      tallies[row.truth, default: Tally()].occurring += 1
      if row.predicted >= 0 { tallies[row.predicted, default: Tally()].named += 1 }
      if row.isNamed { tallies[row.truth, default: Tally()].right += 1 }
    }
    return tallies
  }

  /// Precision, recall and F1 of each intent, the lowest F1 first.
  var intentTable: Figure? {
    let tallies = tallies
    guard tallies.count > 1 else { return nil }
    let order = tallies.sorted { ($0.value.f1, $0.key) < ($1.value.f1, $1.key) }
    var mostOften: [Int: (said: Int, count: Int)] = [:]
    for (pair, places) in confused.sorted(by: { $0.key < $1.key })
    where places.count > mostOften[pair.truth]?.count ?? 0 {
      mostOften[pair.truth] = (pair.said, places.count)
    }
    func share(_ value: Double?) -> FigureTable.Cell { value.map { .percent($0) } ?? .none }
    let below = order.count { $0.value.f1 < 0.8 }
    return Figure(
      name: "intents", title: "Each intent",
      sentence: "\(below) of \(order.count) intents have an F1 below 80%; the lowest has "
        + "\(name(order[0].key)), \(percentage(order[0].value.f1)).",
      content: .table(
        FigureTable(
          columns: ["Intent", "Precision", "Recall", "F1", "Texts", "Most often taken for"],
          rows: order.map { intent, tally in
            [
              .text(name(intent)), share(tally.precision), share(tally.recall),
              .percent(tally.f1), .number(Double(tally.occurring), decimals: 0),
              mostOften[intent].map { .text("\(name($0.said)) (\($0.count))") } ?? .none,
            ]
          })),
      group: Self.details)
  }

  /// The intents named right least often.
  var weakest: Figure? {
    var recalls: [(intent: Int, recall: Metric)] = []
    for (intent, tally) in tallies where tally.occurring > 0 && intent >= 0 {
      recalls.append((intent, Metric.proportion(tally.right, of: tally.occurring)))
    }
    guard recalls.count > 2 else { return nil }
    recalls.sort {
      ($0.recall.value, $0.recall.high, $0.intent) < ($1.recall.value, $1.recall.high, $1.intent)
    }
    let perfect = recalls.count { $0.recall.value == 1 }
    return Figure(
      name: "weakest-intents", title: "Intents found least often",
      sentence: "\(perfect) of \(recalls.count) intents are named right for each of their texts; "
        + "\(name(recalls[0].intent)) for only \(percentage(recalls[0].recall.value)) of its own.",
      content: .intervals(
        IntervalChart(
          axis: FigureAxis(
            "share of the intent's texts named right", format: .percent, bounds: 0...1),
          rows: recalls.prefix(15).map {
            IntervalChart.Row(name: name($0.intent), metric: $0.recall)
          })))
  }
}
