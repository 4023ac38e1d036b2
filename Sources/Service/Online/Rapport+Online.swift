import Domain
import Evaluation
import Storage

/// Events counted for one group of recommendations.
struct OnlineCounts: Sendable, Hashable {
  var impressions = 0
  var customerImpressions = 0
  var clicks = 0
  var conversions = 0
  var purchases = 0

  static func += (lhs: inout OnlineCounts, rhs: OnlineCounts) {
    lhs.impressions += rhs.impressions
    lhs.customerImpressions += rhs.customerImpressions
    lhs.clicks += rhs.clicks
    lhs.conversions += rhs.conversions
    lhs.purchases += rhs.purchases
  }

  var clickThrough: Metric { .proportion(clicks, of: impressions) }
  var conversion: Metric { .proportion(conversions, of: customerImpressions) }
}

extension Rapport {
  /// The places in a list that a report tells apart.
  private static let reportedPositions = 20

  /// Click-through and conversion of each model version with customers.
  ///
  /// An impression converts where its customer buys the product within
  /// ``attributionDays``; a purchase is put down to the latest impression before it
  /// alone. Impressions of people without a customer record count for click-through
  /// only. The intervals take impressions for independent; those of an experiment's
  /// report do not.
  package func onlineReport() throws -> OnlineAnswer {
    try store.read { try self.onlineReport($0) }
  }

  func onlineReport(_ reader: Reader) throws -> OnlineAnswer {
    let cells = try reader.exposureCounts()
    var byModel: [ModelName: OnlineCounts] = [:]
    for (group, counts) in try onlineCounts(reader, cells) {
      byModel[ModelName(group), default: OnlineCounts()] += counts
    }
    let models = byModel.sorted { $0.key < $1.key }.map { model, counts in
      OnlineAnswer.Model(
        model: model.text, impressions: counts.impressions, clicks: counts.clicks,
        clickThrough: RateAnswer(counts.clickThrough),
        customerImpressions: counts.customerImpressions, conversions: counts.conversions,
        purchases: counts.purchases, conversion: RateAnswer(counts.conversion))
    }
    return OnlineAnswer(
      attributionDays: Self.attributionDays, models: models, positions: Self.positions(cells))
  }

  /// The counts of each group, positions taken together.
  func onlineCounts(
    _ reader: Reader, _ cells: [ExposureCount]
  ) throws -> [Exposure.Group: OnlineCounts] {
    var counts: [Exposure.Group: OnlineCounts] = [:]
    for cell in cells {
      counts[cell.group, default: OnlineCounts()] += OnlineCounts(
        impressions: cell.impressions, customerImpressions: cell.toCustomers,
        clicks: cell.clicks)
    }
    guard !counts.isEmpty else { return [:] }
    var converted: Set<Exposure.Key> = []
    for purchase in try reader.attributedPurchases(withinSeconds: Self.attributionSeconds) {
      counts[purchase.group, default: OnlineCounts()].purchases += 1
      if converted.insert(purchase.exposure).inserted {
        counts[purchase.group, default: OnlineCounts()].conversions += 1
      }
    }
    return counts
  }

  static let attributionSeconds = Int64(attributionDays) * Timestamp.secondsPerDay

  private static func positions(_ cells: [ExposureCount]) -> [OnlineAnswer.Position] {
    var counts: [Int: OnlineCounts] = [:]
    for cell in cells {
      guard let position = cell.position, position <= reportedPositions else { continue }
      counts[position, default: OnlineCounts()] += OnlineCounts(
        impressions: cell.impressions, clicks: cell.clicks)
    }
    return counts.sorted { $0.key < $1.key }.map { position, counts in
      OnlineAnswer.Position(
        position: position, impressions: counts.impressions, clicks: counts.clicks,
        clickThrough: RateAnswer(counts.clickThrough))
    }
  }
}

/// A model version in the order of kinds and numbers.
private struct ModelName: Hashable, Comparable {
  var kind: String
  var version: Int

  init(_ group: Exposure.Group) {
    kind = group.kind.rawValue
    version = group.version
  }

  var text: String { "\(kind)-\(version)" }

  static func < (lhs: ModelName, rhs: ModelName) -> Bool {
    (lhs.kind, lhs.version) < (rhs.kind, rhs.version)
  }
}
