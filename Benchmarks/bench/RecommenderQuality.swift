import Engine
import Ingest
import Service

/// The recommender on a shop's last 60 days, beside its parts.
enum RecommenderQuality {
  static func rows(_ setting: Setting) throws -> [Row] {
    let shop = try Shop(setting)
    return try setting.withShop { rapport in
      _ = try rapport.importRecords(
        from: ByteSource(path: shop.csv), options: shop.importOptions())
      let options = TrainingOptions(asOf: shop.recommenderCutoff)
      let report = try rapport.evaluate(
        .recommender, options: options, cancellation: Cancellation(), progress: nil)
      setting.say(report, of: "Recommender, \(shop.name)")
      return Row.rows(of: report, task: "recommender", data: shop.name)
    }
  }
}
