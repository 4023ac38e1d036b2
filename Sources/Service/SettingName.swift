import Churn

/// A number that a shop can set, and what is allowed.
package enum SettingName: String, CaseIterable, Sendable {
  case contactCost = "contact.cost"
  case saveRate = "save.rate"
  case margin
  case mediumRisk = "risk.medium"
  case highRisk = "risk.high"

  /// What counts unless it is set; nil where it is derived from others.
  var defaultValue: Double? {
    switch self {
    case .contactCost: ContactEconomics.usual.contactCost
    case .saveRate: ContactEconomics.usual.saveRate
    case .margin: ContactEconomics.usual.margin
    case .mediumRisk, .highRisk: nil
    }
  }

  var text: String {
    switch self {
    case .contactCost: "what one contact costs, its discount included, in the shop's currency"
    case .saveRate: "the share of customers about to leave whom a contact keeps"
    case .margin: "the share of what customers spend that stays as profit"
    case .mediumRisk: "the churn probability from which a risk is medium"
    case .highRisk: "the churn probability from which a risk is high"
    }
  }

  /// How the default comes about where it is derived.
  var derivation: String? {
    switch self {
    case .contactCost, .saveRate, .margin: nil
    case .mediumRisk: "half of risk.high"
    case .highRisk:
      "where contacting the customer of median value begins to pay; 0.5 where that says nothing"
    }
  }

  var range: ClosedRange<Double> {
    switch self {
    case .contactCost: 0...1e9
    case .saveRate, .margin, .mediumRisk, .highRisk: 0...1
    }
  }
}
