/// What a key may be used for; each is granted on its own.
package enum AccessScope: String, CaseIterable, Codable, Sendable {
  /// To ask and to list.
  case read
  /// To store records, events and feedback.
  case write
  /// To train, to choose models, and to export and erase customers.
  case admin
}
