import Churn
import Domain
import Evaluation
import Features
import FoundationEssentials
import Service
import Storage
import Terminal

/// CDNOW: purchases of a shop for discs, without products.
enum MusicShop {
  /// With ``horizonDays`` before it, the test cut-off is 1997-12-30.
  static let end = Timestamp(year: 1998, month: 6, day: 30)
  static let horizonDays = 182

  /// Writes columns of blanks as CSV.
  static func interactions(_ archive: String, setting: Setting) throws -> String {
    let path = try setting.unpacked(archive, as: "cdnow.txt")
    let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    var csv = "customer_id,occurred_at,quantity,value\n"
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: " ")
      guard fields.count == 4, fields[1].count == 8 else {
        throw CommandFailure("\(archive) has the unexpected line: \(line)", exitCode: .dataError)
      }
      let day = fields[1]
      let date = "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))"
      csv += "\(fields[0]),\(date),\(fields[2]),\(fields[3])\n"
    }
    return try setting.workspace.write(csv, to: "cdnow.csv")
  }

  /// Customers ordered at the test cut-off by what needs no training on outcomes: days
  /// since the last purchase, and expected purchases under BG/NBD, fitted to all that was
  /// bought before.
  static func orderings(_ rapport: Rapport, beside found: [Row]) throws -> [Row] {
    let cutoff = end.adding(days: -horizonDays)
    let log = try rapport.store.read { try $0.interactionLog() }
    let table = try PurchaseFeatures.table(
      of: CustomerEvents(log: log).before(cutoff), cutoff: cutoff)
    let labels = PurchaseOutcomes.labels(
      of: table.customers, log: log, cutoff: cutoff, horizonDays: horizonDays)
    let ours = found.first { $0.case == "churn/cdnow/in use" && $0.metric == "auc" }?.value
    let recency = table.numeric.first {
      $0.name == PurchaseFeatures.Measure.recencyDays.rawValue
    }
    let expected = ExpectedPurchases(fitting: table, horizonDays: horizonDays)
      .flatMap { $0.adding(to: table).numeric.last }
    let orderings = [
      ("order of recency", recency?.values.map { Double($0) }),
      ("BG/NBD", expected?.values.map { -Double($0) }),
    ]
    return orderings.flatMap { name, scores in
      guard let scores else { return [Row]() }
      let auc = ClassificationMetrics.auc(scores: scores, labels: labels)
      return [
        Row("churn/cdnow/\(name)", "auc", auc, unit: "score"),
        Row(
          "churn/cdnow/in use", "auc beyond \(name)", (ours ?? .nan) - auc, unit: "score"),
      ]
    }
  }
}
