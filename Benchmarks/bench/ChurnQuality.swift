import Domain
import Engine
import Ingest
import Service
import Terminal

/// The churn model on purchases and on labelled customers, beside its baselines.
enum ChurnQuality {
  static func rows(_ setting: Setting) throws -> [Row] {
    let shop = try Shop(setting)
    var rows = try purchases(
      shop.csv, options: shop.importOptions(), training: TrainingOptions(), name: shop.name,
      setting: setting)
    if let path = setting.path(of: .cdnow) {
      rows += try purchases(
        MusicShop.interactions(path, setting: setting),
        options: ImportOptions(
          kind: .interactions, set: ["kind": "purchase", "product_id": "disc"]),
        training: TrainingOptions(asOf: MusicShop.end, horizonDays: MusicShop.horizonDays),
        name: "cdnow", setting: setting)
    }
    for file in [LabelledCustomers.telco, .bank] {
      guard let path = setting.path(of: file.file) else { continue }
      rows += try labelled(file, path: path, setting: setting)
    }
    return rows
  }

  private static func purchases(
    _ csv: String, options: ImportOptions, training: TrainingOptions, name: String,
    setting: Setting
  ) throws -> [Row] {
    try setting.withShop { rapport in
      _ = try rapport.importRecords(from: ByteSource(path: csv), options: options)
      return try evaluated(rapport, training, name: name, setting: setting)
    }
  }

  private static func labelled(
    _ file: LabelledCustomers, path: String, setting: Setting
  ) throws -> [Row] {
    let attributes = try file.withoutOutcome(path, setting: setting)
    return try setting.withShop { rapport in
      _ = try rapport.importRecords(
        from: ByteSource(path: attributes),
        options: ImportOptions(kind: .customers, map: ["id": file.id]))
      _ = try rapport.importRecords(
        from: ByteSource(path: path),
        options: ImportOptions(
          kind: .labels, map: ["customer_id": file.id, "label": file.label],
          labelPositive: file.positive))
      return try evaluated(rapport, TrainingOptions(), name: file.name, setting: setting)
    }
  }

  private static func evaluated(
    _ rapport: Rapport, _ options: TrainingOptions, name: String, setting: Setting
  ) throws -> [Row] {
    let report = try rapport.evaluate(
      .churn, options: options, cancellation: Cancellation(), progress: nil)
    setting.say(report, of: "Churn, \(name)")
    return Row.rows(of: report, task: "churn", data: name)
  }
}
