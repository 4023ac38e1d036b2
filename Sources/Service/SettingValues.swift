import Storage
import Support

/// What counts for each setting at one moment.
struct SettingValues: Sendable {
  /// What is set, by name.
  private let stored: [String: Setting]

  /// Reads the settings; a value that is not allowed, as a damaged file may hold, counts as
  /// not set.
  init(_ reader: Reader) throws {
    let settings = try reader.settings().filter {
      SettingName(rawValue: $0.name)?.allows($0.value) ?? true
    }
    stored = Dictionary(settings.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
  }

  /// What counts for a setting; nil where it is neither set nor has a default.
  subscript(name: SettingName) -> Double? { setting(name)?.value ?? name.defaultValue }

  /// A setting as it was set; nil where it was not.
  func setting(_ name: SettingName) -> Setting? { stored[name.rawValue] }

  /// How sure the support bot has to be.
  var supportPreset: SupportPolicy.Preset {
    let presets = SupportPolicy.Preset.allCases
    let place = self[.supportPreset].map { Int($0) } ?? 0
    return presets.indices.contains(place) ? presets[place] : .balanced
  }
}

extension Rapport {
  /// What counts for each setting now.
  func settingValues() throws -> SettingValues { try store.read { try SettingValues($0) } }
}
