import Domain
import Engine
import Ingest
import Service
import Terminal

/// Who leaves and what each customer will spend: on purchases and on labelled
/// customers, beside the baselines.
enum ChurnQuality {
  static func rows(_ setting: Setting) throws -> [Row] {
    let shop = try Shop(setting)
    var rows = try LabelledQuality.rows(setting)
    if let path = setting.path(of: .cdnow) {
      rows += try setting.withShop { rapport in
        _ = try rapport.importRecords(
          from: ByteSource(path: MusicShop.interactions(path, setting: setting)),
          options: ImportOptions(
            kind: .interactions, set: ["kind": "purchase", "product_id": "disc"]))
        let options = TrainingOptions(asOf: MusicShop.end, horizonDays: MusicShop.horizonDays)
        let found = try evaluated(rapport, options, name: "cdnow", setting: setting)
        return try found + MusicShop.orderings(rapport, beside: found)
      }
    }
    rows += try setting.withShop { rapport in
      _ = try rapport.importRecords(
        from: ByteSource(path: shop.csv), options: shop.importOptions())
      return try evaluated(
        rapport, TrainingOptions(horizonDays: 90), name: shop.name, setting: setting)
    }
    return try rows + PlantedLeak.rows()
  }

  private static func evaluated(
    _ rapport: Rapport, _ options: TrainingOptions, name: String, setting: Setting
  ) throws -> [Row] {
    let churn = try rapport.evaluate(
      .churn, options: options, cancellation: Cancellation(), progress: nil)
    setting.say(churn, of: "Churn, \(name)")
    let value = try rapport.evaluate(
      .value, options: options, cancellation: Cancellation(), progress: nil)
    setting.say(value, of: "Value, \(name)")
    return Row.rows(of: churn, task: "churn", data: name)
      + Row.advantages(in: churn, by: "auc", task: "churn", data: name)
      + Row.rows(of: value, task: "value", data: name)
      + ["spearman", "spend_in_top_10_percent"].flatMap {
        Row.advantages(in: value, by: $0, task: "value", data: name)
      }
  }
}
