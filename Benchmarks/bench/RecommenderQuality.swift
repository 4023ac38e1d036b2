import Engine
import Evaluation
import Ingest
import Service

/// The recommender on everything it is measured by.
enum RecommenderQuality {
  static func rows(_ setting: Setting) throws -> [Row] {
    try shopRows(setting) + MovieSequences.rows(setting) + RatingQuality.rows(setting)
      + LiveLatency.rows(setting)
  }

  /// A shop's last 60 days, the blend beside each model alone.
  private static func shopRows(_ setting: Setting) throws -> [Row] {
    let shop = try Shop(setting)
    return try setting.withShop { rapport in
      _ = try rapport.importRecords(
        from: ByteSource(path: shop.csv), options: shop.importOptions())
      let options = TrainingOptions(asOf: shop.recommenderCutoff)
      let report = try rapport.evaluate(
        .recommender, options: options, cancellation: Cancellation(), progress: nil)
      setting.say(report, of: "Recommender, \(shop.name)")
      for trial in report.search {
        setting.say("  \(trial.isChosen ? "*" : " ") \(trial.model): \(trial.setting)")
      }
      return Row.rows(of: report, task: "recommender", data: shop.name)
    }
  }
}
