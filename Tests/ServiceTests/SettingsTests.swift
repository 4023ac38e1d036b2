import Churn
import Domain
import Storage
import Support
import TestSupport
import Testing

@testable import Service

@Suite struct SettingsTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private let noon = Timestamp(year: 2025, month: 6, day: 1, hour: 12)

  init() throws {
    let noon = noon
    rapport = Rapport(store: try Store.create(at: directory.database)) { noon }
  }

  private func refusal(_ name: String, _ value: Double) -> ServiceError? {
    do {
      _ = try rapport.set(name, to: value)
      return nil
    } catch { return error as? ServiceError }
  }

  @Test func `what is set counts, what is taken back is the default again`() throws {
    #expect(try rapport.contactEconomics() == .usual)
    let answer = try rapport.set("contact.cost", to: 2.5, actor: "k1")
    #expect(answer.value == 2.5 && answer.defaultValue == 1 && !answer.isDefault)
    #expect(answer.setBy == "k1" && answer.setAt == noon.rfc3339)
    _ = try rapport.set("save.rate", to: 0.2)
    #expect(
      try rapport.contactEconomics()
        == ContactEconomics(contactCost: 2.5, saveRate: 0.2, margin: 0.3))
    #expect(try rapport.settings().map(\.name).count == SettingName.allCases.count)
    #expect(try rapport.unset("contact.cost").isDefault)
    #expect(try rapport.unset("contact.cost").isDefault)
    #expect(try rapport.contactEconomics().contactCost == 1)
    #expect(
      try rapport.store.read { try $0.auditLog(limit: 9) }.map {
        "\($0.actor) \($0.action) \($0.subject ?? "")"
      } == [
        "cli setting.unset contact.cost", "cli setting.set save.rate = 0.2",
        "k1 setting.set contact.cost = 2.5",
      ])
  }

  @Test func `a value out of range and a name nobody knows are refused`() throws {
    for (name, value) in [
      ("contact.cost", -1.0), ("save.rate", 1.01), ("margin", -0.1), ("risk.high", .nan),
      ("contact.cost", .infinity),
    ] {
      #expect(refusal(name, value)?.code == .invalidRequest, "\(name) \(value)")
    }
    #expect(refusal("contact", 1)?.hint == "did you mean \"contact.cost\"?")
    #expect(refusal("nonsense", 1)?.hint?.contains("save.rate") == true)
    #expect(try rapport.settings().allSatisfy(\.isDefault))
  }

  @Test func `cut points stay in order`() throws {
    #expect(try rapport.riskCutPoints(medianValue: nil) == .usual)
    // 1 / (0.3 · 0.3 · 40) = 0.278
    let derived = try rapport.riskCutPoints(medianValue: 40)
    #expect(abs(derived.high - 1 / 3.6) < 1e-12 && derived.medium == derived.high / 2)
    _ = try rapport.set("risk.high", to: 0.4)
    #expect(
      try rapport.riskCutPoints(medianValue: 40) == RiskCutPoints(medium: 0.2, high: 0.4))
    #expect(refusal("risk.medium", 0.41)?.message.contains("0.41") == true)
    _ = try rapport.set("risk.medium", to: 0.3)
    #expect(
      try rapport.riskCutPoints(medianValue: nil) == RiskCutPoints(medium: 0.3, high: 0.4))
    _ = try rapport.unset("risk.high")
    #expect(
      try rapport.riskCutPoints(medianValue: nil) == RiskCutPoints(medium: 0.3, high: 0.5))
  }

  @Test func `a stored value that is not allowed counts as not set`() throws {
    for (name, value) in [
      ("contact.cost", -5.0), ("save.rate", 7), ("support.preset", 1e300), ("risk.high", -1),
    ] {
      try rapport.store.write {
        try $0.set(Setting(name: name, value: value, setAt: noon, setBy: "cli"))
      }
    }
    #expect(try rapport.contactEconomics() == .usual)
    #expect(try rapport.riskCutPoints(medianValue: nil) == .usual)
    #expect(try rapport.settingValues().supportPreset == .balanced)
  }
}
