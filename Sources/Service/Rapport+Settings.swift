package import Churn
import Domain
import Storage

extension Rapport {
  /// Every setting with what counts, in the order in which they are explained.
  package func settings() throws -> [SettingAnswer] {
    let values = try settingValues()
    return SettingName.allCases.map { SettingAnswer($0, stored: values.setting($0)) }
  }

  /// Sets a number; it counts from the next question on.
  ///
  /// `actor` is who sets it: an API key's id, or `cli`.
  ///
  /// - Throws: `invalidRequest` for an unknown name, a value out of its range, and
  ///   cut points in the wrong order.
  package func set(
    _ name: String, to value: Double, actor: String = "cli"
  ) throws -> SettingAnswer {
    let name = try settingName(name)
    guard name.allows(value) else {
      throw ServiceError(
        .invalidRequest, "\(name.rawValue) is \(short(value)): it must be \(name.rule)",
        hint: "it is \(name.text)")
    }
    let time = clock()
    return try store.write { writer in
      let stored = try writer.reading.settings()
      func other(_ name: SettingName) -> Double? {
        stored.first { $0.name == name.rawValue }?.value
      }
      let medium = name == .mediumRisk ? value : other(.mediumRisk)
      let high = name == .highRisk ? value : other(.highRisk)
      if let medium, let high, medium > high {
        throw ServiceError(
          .invalidRequest,
          "medium risk from \(short(medium)) would begin above high risk from \(short(high))",
          hint: "set the other first, or take it back with 'rapport settings unset'")
      }
      let setting = Setting(name: name.rawValue, value: value, setAt: time, setBy: actor)
      try writer.set(setting)
      try writer.append(
        AuditRecord(
          occurredAt: time, actor: actor, action: "setting.set",
          subject: "\(name.rawValue) = \(short(value))"))
      return SettingAnswer(name, stored: setting)
    }
  }

  /// Lets the default of a setting count again.
  ///
  /// - Throws: `invalidRequest` for an unknown name.
  package func unset(_ name: String, actor: String = "cli") throws -> SettingAnswer {
    let name = try settingName(name)
    let time = clock()
    return try store.write { writer in
      if try writer.unsetSetting(name.rawValue) {
        try writer.append(
          AuditRecord(
            occurredAt: time, actor: actor, action: "setting.unset", subject: name.rawValue))
      }
      return SettingAnswer(name, stored: nil)
    }
  }

  /// What a contact costs and brings, by the settings.
  package func contactEconomics() throws -> ContactEconomics {
    let (values, usual) = (try settingValues(), ContactEconomics.usual)
    return ContactEconomics(
      contactCost: values[.contactCost] ?? usual.contactCost,
      saveRate: values[.saveRate] ?? usual.saveRate, margin: values[.margin] ?? usual.margin)
  }

  /// The cut points of risk levels: those set, the others derived.
  ///
  /// - Parameter medianValue: what the customer in the middle spends within the
  ///   horizon if kept; nil where no value model has been trained.
  /// - Returns: the points, in order whatever is set.
  /// - Throws: errors of the store.
  package func riskCutPoints(medianValue: Double?) throws -> RiskCutPoints {
    let values = try settingValues()
    let derived =
      try medianValue.map {
        RiskCutPoints(economics: try contactEconomics(), medianValue: $0)
      } ?? .usual
    let medium = values[.mediumRisk]
    let high = values[.highRisk]
    switch (medium, high) {
    case (nil, nil): return derived
    case (nil, let high?): return RiskCutPoints(medium: high / 2, high: high)
    case (let medium?, nil):
      return RiskCutPoints(medium: medium, high: max(medium, derived.high))
    case (let medium?, let high?): return RiskCutPoints(medium: min(medium, high), high: high)
    }
  }

  /// The number that a text means for a setting: a word of its own, else what is
  /// written; nil where it is neither.
  package static func settingValue(_ text: String, of name: String) -> Double? {
    if let place = SettingName(rawValue: name)?.words.firstIndex(of: text.lowercased()) {
      return Double(place)
    }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  private func settingName(_ name: String) throws -> SettingName {
    if let known = SettingName(rawValue: name) { return known }
    let near = SettingName.allCases.map(\.rawValue).filter {
      $0.contains(name) || name.contains($0.prefix(4))
    }
    throw ServiceError(
      .invalidRequest, "there is no setting \(quoted(name))",
      hint: didYouMean(near)
        ?? "there are \(SettingName.allCases.map(\.rawValue).joined(separator: ", "))")
  }
}
