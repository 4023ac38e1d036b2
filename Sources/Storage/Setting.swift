package import Domain

/// A number that the shop set instead of its default.
package struct Setting: Sendable, Hashable {
  /// Such as `contact.cost`.
  package var name: String
  /// What was paid in all, or the rating; nil where it is not known.
  package var value: Double
  /// When it was set.
  package var setAt: Timestamp
  /// An API key's id, or `cli`.
  package var setBy: String

  package init(name: String, value: Double, setAt: Timestamp, setBy: String) {
    self.name = name
    self.value = value
    self.setAt = setAt
    self.setBy = setBy
  }
}

extension Writer {
  /// Stores a setting in the place of an earlier one of its name.
  package func set(_ setting: Setting) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO settings (name, value, set_at, set_by) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (name) DO UPDATE SET value = ?2, set_at = ?3, set_by = ?4
      """
    ) {
      $0.bind(1, setting.name)
      $0.bind(2, setting.value)
      $0.bind(3, setting.setAt.seconds)
      $0.bind(4, setting.setBy)
    }
  }

  /// Lets the default of a name count again; false where it counted before.
  package func unsetSetting(_ name: String) throws(StoreError) -> Bool {
    try connection.run("DELETE FROM settings WHERE name = ?1") { $0.bind(1, name) }
    return connection.changes == 1
  }
}

extension Reader {
  /// Every setting that is not the default, by name.
  package func settings() throws(StoreError) -> [Setting] {
    try connection.all(
      "SELECT name, value, set_at, set_by FROM settings ORDER BY name",
      row: {
        Setting(
          name: $0.text(0), value: $0.real(1), setAt: Timestamp(seconds: $0.integer(2)),
          setBy: $0.text(3))
      })
  }
}
