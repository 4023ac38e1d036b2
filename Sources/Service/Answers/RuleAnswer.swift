import Domain

/// A steering rule, as `rules list --json` gives it.
package struct RuleAnswer: Codable, Sendable {
  /// The id by which it is asked for.
  package var id: Int
  /// `boost`, `pin`, `bury` or `exclude`.
  package var action: String
  /// What a boost multiplies by; nil for other actions.
  package var factor: Double?
  /// The place that a pin gives; nil for other actions.
  package var position: Int?
  /// The product that it is about; nil for any.
  package var productId: String?
  /// The category that it is about; nil for any.
  package var category: String?
  /// As `name=value`.
  package var attribute: String?
  /// The lowest price that it is about; nil for any.
  package var priceMin: Double?
  /// The highest price that it is about; nil for any.
  package var priceMax: Double?
  /// The country of the customers that it counts for; nil for any.
  package var country: String?
  /// As `name=value`.
  package var customerAttribute: String?
  /// From when on it counts, in RFC 3339; nil for ever before.
  package var validFrom: String?
  /// The first moment at which it counts no more.
  package var validUntil: String?
  /// When it counts, in words, as `2026-12-01 to 2026-12-24`; nil for always.
  package var period: String?
  /// What the shop noted; nil for nothing.
  package var note: String?
  /// When it was made, in RFC 3339.
  package var createdAt: String
  /// Who made it: an API key, or `cli`.
  package var createdBy: String
  /// When it was removed, in RFC 3339; nil while it is there.
  package var removedAt: String?
  /// `active`, `scheduled`, `expired` or `removed`.
  package var state: String
  /// The rule in words.
  package var text: String

  init(_ rule: SteeringRule, at time: Timestamp) {
    id = rule.id
    action = rule.action.name
    if case .boost(let factor) = rule.action { self.factor = factor }
    if case .pin(let position) = rule.action { self.position = position }
    productId = rule.target.product?.rawValue
    category = rule.target.category
    attribute = rule.target.attribute.map { "\($0.name)=\($0.value)" }
    priceMin = rule.target.lowestPrice
    priceMax = rule.target.highestPrice
    country = rule.audience.country
    customerAttribute = rule.audience.attribute.map { "\($0.name)=\($0.value)" }
    validFrom = rule.validFrom?.rfc3339
    validUntil = rule.validUntil?.rfc3339
    period = rule.period
    note = rule.note
    createdAt = rule.createdAt.rfc3339
    createdBy = rule.createdBy
    removedAt = rule.removedAt?.rfc3339
    state = rule.state(at: time).rawValue
    text = rule.text
  }
}

/// A rule that was added, as `rules add --json` gives it.
package struct AddedRuleAnswer: Codable, Sendable {
  /// The rule as it is stored.
  package var rule: RuleAnswer
  /// The number of products in the catalogue that it is about now.
  package var products: Int
  /// What to know about it, such as an older rule that wins over it.
  package var warnings: [String]
}

extension SteeringRule {
  /// The rule in words: `boost category "Tea" by 1.5 for country DE`.
  var text: String {
    var text = "\(action.name) \(target.text)"
    switch action {
    case .boost(let factor): text += " by \(short(factor))"
    case .pin(let position): text += " to place \(position)"
    case .bury, .exclude: break
    }
    var audiences = audience.country.map { ["country \($0)"] } ?? []
    if let attribute = audience.attribute {
      audiences.append("customers with \(attribute.name)=\(attribute.value)")
    }
    return audiences.isEmpty ? text : text + " for " + audiences.joined(separator: ", ")
  }
}

extension SteeringRule {
  /// When it counts, with the first and the last day where whole days are meant.
  fileprivate var period: String? {
    let isInDays = [validFrom, validUntil].allSatisfy {
      ($0?.seconds ?? 0) % Timestamp.secondsPerDay == 0
    }
    let from = validFrom.map { isInDays ? $0.date : $0.rfc3339 }
    let until = validUntil.map { isInDays ? $0.adding(days: -1).date : $0.rfc3339 }
    switch (from, until) {
    case (let from?, let until?): return "\(from) to \(until)"
    case (let from?, nil): return "from \(from)"
    case (nil, let until?): return "until \(until)"
    case (nil, nil): return nil
    }
  }
}

extension SteeringRule.Target {
  fileprivate var text: String {
    var parts = product.map { [quoted($0.rawValue)] } ?? []
    if let category { parts.append("category \(quoted(category))") }
    if let attribute { parts.append("\(attribute.name)=\(attribute.value)") }
    switch (lowestPrice, highestPrice) {
    case (let lowest?, let highest?): parts.append("price \(short(lowest)) to \(short(highest))")
    case (let lowest?, nil): parts.append("price from \(short(lowest))")
    case (nil, let highest?): parts.append("price up to \(short(highest))")
    case (nil, nil): break
    }
    return parts.joined(separator: ", ")
  }
}

/// A number without a needless `.0`.
func short(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
