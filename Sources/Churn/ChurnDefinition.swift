/// What "has left" means.
package enum ChurnDefinition: Sendable, Hashable, Codable {
  /// No purchase within this many days: the rule where nobody signs a contract.
  case noPurchase(horizonDays: Int)
  /// What the imported labels say.
  case label

  package var horizonDays: Int? {
    switch self {
    case .noPurchase(let days): days
    case .label: nil
    }
  }

  /// In words, for reports and answers.
  package var text: String {
    switch self {
    case .noPurchase(let days): "no purchase within \(days) days"
    case .label: "the imported labels"
    }
  }
}
