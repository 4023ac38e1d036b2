import Churn
import Support

/// A number that a shop can set, and what is allowed.
package enum SettingName: String, CaseIterable, Sendable {
  case contactCost = "contact.cost"
  case saveRate = "save.rate"
  case margin
  case mediumRisk = "risk.medium"
  case highRisk = "risk.high"
  case supportPreset = "support.preset"
  case handoffRisk = "support.handoff-risk"
  case returnWindowDays = "support.return-window-days"

  /// What counts unless it is set; nil where it is derived from others.
  var defaultValue: Double? {
    switch self {
    case .contactCost: ContactEconomics.usual.contactCost
    case .saveRate: ContactEconomics.usual.saveRate
    case .margin: ContactEconomics.usual.margin
    case .mediumRisk, .highRisk, .returnWindowDays: nil
    case .supportPreset: 1
    case .handoffRisk: 0.7
    }
  }

  /// The words that stand for 0, 1, 2 …; empty for a number.
  package var words: [String] {
    self == .supportPreset ? SupportPolicy.Preset.allCases.map(\.rawValue) : []
  }

  var text: String {
    switch self {
    case .contactCost: "what one contact costs, its discount included, in the shop's currency"
    case .saveRate: "the share of customers about to leave whom a contact keeps"
    case .margin: "the share of what customers spend that stays as profit"
    case .mediumRisk: "the churn probability from which a risk is medium"
    case .highRisk: "the churn probability from which a risk is high"
    case .supportPreset:
      "how sure the support bot has to be to answer: strict, balanced or open"
    case .handoffRisk:
      "the churn probability from which the support bot hands a customer over sooner; 1 for never"
    case .returnWindowDays:
      "the days on which an order may be returned; until it is set, the bot leaves out sentences "
        + "that name it"
    }
  }

  /// How the default comes about where it is derived.
  var derivation: String? {
    switch self {
    case .contactCost, .saveRate, .margin, .supportPreset, .handoffRisk, .returnWindowDays: nil
    case .mediumRisk: "half of risk.high"
    case .highRisk:
      "where contacting the customer of median value begins to pay; 0.5 where that says nothing"
    }
  }

  var range: ClosedRange<Double> {
    switch self {
    case .contactCost: 0...1e9
    case .saveRate, .margin, .mediumRisk, .highRisk, .handoffRisk: 0...1
    case .supportPreset: 0...2
    case .returnWindowDays: 0...3650
    }
  }

  /// What a value has to be.
  var rule: String {
    switch self {
    case .contactCost: "an amount of 0 or more"
    case .saveRate, .margin, .mediumRisk, .highRisk, .handoffRisk: "a share from 0 to 1"
    case .supportPreset: words.joined(separator: ", ")
    case .returnWindowDays: "a whole number of days from 0 to 3650"
    }
  }

  func allows(_ value: Double) -> Bool {
    guard range.contains(value) else { return false }
    return self == .supportPreset || self == .returnWindowDays ? value == value.rounded() : true
  }
}
