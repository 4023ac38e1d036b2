import Domain
import Storage

/// A setting, as `settings list --json` gives it.
package struct SettingAnswer: Codable, Sendable {
  package var name: String
  /// What counts; nil where it is derived when it is needed.
  package var value: Double?
  package var defaultValue: Double?
  /// The word that the value stands for.
  package var word: String?
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
