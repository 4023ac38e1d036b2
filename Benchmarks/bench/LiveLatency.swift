import Engine
import FoundationEssentials
import Ingest
import Service

/// How long one answer takes, computed at the moment it is asked for: history read
/// from the file, models asked, rules applied, reasons found.
///
/// The shops are drawn: customers who keep to a few of many kinds of products, some
/// of which sell far more than others.
enum LiveLatency {
  private struct DrawnShop {
    var products: Int
    var customers: Int
    var eventsEach: Int
    var budget: Double
  }

  private static let (askedEvents, asked, kinds) = (200, 400, 40)
  private static let shops = [
    DrawnShop(products: 3_400, customers: 3_000, eventsEach: 60, budget: 30),
    DrawnShop(products: 100_000, customers: 10_000, eventsEach: 60, budget: 30),
  ]

  static func rows(_ setting: Setting) throws -> [Row] {
    try shops.flatMap { shop in
      try setting.withShop { rapport in
        let path = setting.workspace.file("drawn.csv")
        try Data(text(of: shop).utf8).write(to: URL(filePath: path))
        _ = try rapport.importRecords(
          from: ByteSource(path: path),
          options: ImportOptions(kind: .interactions, set: ["kind": "purchase"]))
        let result = try rapport.train(
          .recommender, options: TrainingOptions(budget: shop.budget),
          cancellation: Cancellation(), progress: nil)
        let parts = result.choice?.parts.map(\.model).joined(separator: ", ") ?? ""
        setting.say("Live answers, \(shop.products) products: \(parts)")
        let name = "recommender/live, \(shop.products) products, \(askedEvents) events"
        return try [false, true].map { explains in
          // A list is kept for the same question: no two in a row are the same.
          func ask(_ turn: Int) throws {
            let options = RecommendationOptions(limit: 10 + turn % 2, explains: explains)
            _ = try rapport.recommend(customer: "asked", options: options)
          }
          for turn in 0..<20 { try ask(turn) }
          let sample = try Sample.milliseconds(of: Array(0..<asked), ask)
          return Row(
            name, explains ? "median, with reasons" : "median", sample, unit: "ms")
        }
      }
    }
  }

  /// A file of purchases.
  private static func text(of shop: DrawnShop) -> String {
    var generator = SplitMix64(seed: 7)
    var lines = ["customer_id,product_id,occurred_at"]
    func unit() -> Double { Double(generator.next() >> 11) * 0x1p-53 }
    let size = shop.products / kinds
    for customer in 0...shop.customers {
      let isAsked = customer == shop.customers
      let tastes = (0..<3).map { _ in Int(unit() * Double(kinds)) }
      var time = 1_600_000_000
      for _ in 0..<(isAsked ? askedEvents : shop.eventsEach) {
        let taste = tastes[Int(unit() * 3)]
        // Within a kind the chance of a product falls as its rank grows.
        let product = taste * size + Int(unit() * unit() * unit() * Double(size))
        time += Int(unit() * 600_000)
        lines.append("\(isAsked ? "asked" : "c\(customer)"),p\(product),\(time)")
      }
    }
    return lines.joined(separator: "\n")
  }
}
