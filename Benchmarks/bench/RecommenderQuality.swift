import Engine
import Evaluation
import Ingest
import Service

/// The recommender on a shop's last 60 days, beside its parts.
enum RecommenderQuality {
  static func rows(_ setting: Setting) throws -> [Row] {
    let shop = try Shop(setting)
    return try setting.withShop { rapport in
      _ = try rapport.importRecords(
        from: ByteSource(path: shop.csv), options: shop.importOptions())
      let report = try rapport.evaluate(
        .recommender, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
      setting.say("Recommender, \(shop.name): \(report.protocol).")
      return Row.rows(of: report, task: "recommender", data: shop.name)
    }
  }
}
