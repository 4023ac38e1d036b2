/// Records that have a last day.
package enum ExpiringKind: String, CaseIterable, Sendable {
  /// Conversations with their messages, by their last message.
  case messages
  /// What was shown, with its clicks.
  case exposures
  /// What customers did.
  case interactions
  /// The audit log.
  case audit
}
