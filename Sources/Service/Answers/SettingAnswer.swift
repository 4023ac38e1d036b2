import Domain
import Storage

/// A setting, as `settings list --json` gives it.
package struct SettingAnswer: Codable, Sendable {
  package var name: String
  /// What counts; nil where it is derived when it is needed.
  package var value: Double?
  package var defaultValue: Double?
  /// How the default comes about where it is no number.
  package var derivation: String?
  package var isDefault: Bool
  package var text: String
  package var setAt: String?
  package var setBy: String?

  init(_ name: SettingName, stored: Setting?) {
    self.name = name.rawValue
    value = stored?.value ?? name.defaultValue
    defaultValue = name.defaultValue
    derivation = name.derivation
    isDefault = stored == nil
    text = name.text
    setAt = stored?.setAt.rfc3339
    setBy = stored?.setBy
  }
}
