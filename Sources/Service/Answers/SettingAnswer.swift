import Domain
import Storage

/// A setting, as `settings list --json` gives it.
package struct SettingAnswer: Codable, Sendable {
  /// Such as `contact.cost`.
  package var name: String
  /// What counts; nil where it is derived when it is needed.
  package var value: Double?
  /// What counts unless it is set; nil where that is derived.
  package var defaultValue: Double?
  /// The word that the value stands for.
  package var word: String?
  /// How the default comes about where it is no number.
  package var derivation: String?
  /// Whether it was not set.
  package var isDefault: Bool
  /// What it means.
  package var text: String
  /// When it was set, in RFC 3339; nil for a default.
  package var setAt: String?
  /// Who set it: an API key, or `cli`; nil for a default.
  package var setBy: String?

  init(_ name: SettingName, stored: Setting?) {
    self.name = name.rawValue
    value = stored?.value ?? name.defaultValue
    defaultValue = name.defaultValue
    word = value.flatMap { value in
      name.words.indices.contains(Int(value)) ? name.words[Int(value)] : nil
    }
    derivation = name.derivation
    isDefault = stored == nil
    text = name.text
    setAt = stored?.setAt.rfc3339
    setBy = stored?.setBy
  }
}
