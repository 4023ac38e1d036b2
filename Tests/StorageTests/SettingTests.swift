import Domain
import Testing

@testable import Storage

@Suite struct SettingTests {
  let directory = TemporaryDirectory()
  let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  private func setting(_ name: String, _ value: Double, at seconds: Int64 = 5) -> Setting {
    Setting(name: name, value: value, setAt: Timestamp(seconds: seconds), setBy: "k1")
  }

  @Test func `settings come back by name, the newest of each`() throws {
    let newest = setting("margin", 0.25, at: 9)
    try store.write { writer in
      try writer.set(setting("save.rate", 0.1))
      try writer.set(setting("margin", 0.5))
      try writer.set(newest)
    }
    let found = try store.read { try $0.settings() }
    #expect(found == [newest, setting("save.rate", 0.1)])
  }

  @Test func `a setting taken back is gone, and only once`() throws {
    try store.write { try $0.set(setting("margin", 0.5)) }
    #expect(try store.write { try $0.unsetSetting("margin") })
    #expect(try !store.write { try $0.unsetSetting("margin") })
    #expect(try store.read { try $0.settings() }.isEmpty)
  }
}
