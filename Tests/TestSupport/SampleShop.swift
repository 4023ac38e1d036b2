import Engine
package import Ingest
package import Service
import Storage

/// A shop small enough to train in a moment.
///
/// Customers k00 to k29 buy coffee (p00 to p09), k30 to k59 garden things (p10
/// to p19), over 300 days from 2025-01-01. Every third customer stops on the way.
/// Even customers live in DE, odd ones in FR. p18 is no longer available;
/// p20 was never bought.
package enum SampleShop {
  package static let customers: String = {
    var text = "id,name,country,plan\n"
    for number in 0..<60 {
      text += "\(id("k", number)),Name \(number),\(number % 2 == 0 ? "DE" : "FR"),"
      text += "\(number % 4 == 0 ? "plus" : "basic")\n"
    }
    return text
  }()

  package static let products: String = {
    var text = "id,title,category,price,currency,available\n"
    for number in 0...20 {
      let category = number < 10 ? "Coffee" : "Garden"
      text += "\(id("p", number)),Thing \(number),\(category),\(number + 1).50,EUR,"
      text += number == 18 ? "false\n" : "true\n"
    }
    return text
  }()

  /// Purchases, one a week and customer, in the order of time.
  package static func interactions(withEventIDs: Bool) -> String {
    var text = withEventIDs ? "event_id," : ""
    text += "customer_id,product_id,kind,quantity,price,occurred_at\n"
    var number = 0
    var state: UInt64 = 7
    for day in 0..<300 {
      for customer in 0..<60 where (day + customer) % 7 == 0 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let lapsed = customer % 3 == 0 && day >= 40 + customer * 3
        if lapsed { continue }
        let product = Int(state >> 33) % 10 + (customer < 30 ? 0 : 10)
        number += 1
        if withEventIDs { text += "e\(number)," }
        text += "\(id("k", customer)),\(id("p", product)),purchase,1,\(product + 1).50,"
        text += "\(date(day)) 10:\(customer < 10 ? "0" : "")\(customer):00\n"
      }
    }
    return text
  }

  package static let faq = """
    {"intent":"delivery","question":"Where is my parcel?","answer":"Follow the link we sent.","examples":["my parcel has not come","track my delivery","when does the package arrive","delivery is late"]}
    {"intent":"returns","question":"How do I send something back?","answer":"Within 30 days, free.","examples":["I want to return this","send the item back","refund please","can I give back my purchase"]}
    {"intent":"payment","question":"How can I pay?","answer":"By card or invoice.","examples":["do you take credit cards","pay by invoice","which payment methods","can I use paypal"]}
    {"intent":"hours","question":"When are you open?","answer":"From 9 to 18.","examples":["opening hours","are you open on sunday","what time does the shop close","open today"]}

    """

  /// Imports the files of the shop into a new database.
  package static func create(at path: String, withEventIDs: Bool = true) throws -> Rapport {
    let rapport = Rapport(store: try Store.create(at: path))
    try load(customers, "customers.csv", .customers, into: rapport)
    try load(products, "products.csv", .products, into: rapport)
    try load(
      interactions(withEventIDs: withEventIDs), "interactions.csv", .interactions, into: rapport)
    try load(faq, "faq.jsonl", .faq, into: rapport)
    return rapport
  }

  @discardableResult
  package static func load(
    _ text: String, _ name: String, _ kind: ImportKind, into rapport: Rapport
  ) throws -> ImportOutcome {
    try rapport.importRecords(
      from: ByteSource(bytes: Array(text.utf8), name: name), options: ImportOptions(kind: kind))
  }

  /// Opens a copy of the shop with all its models trained.
  package static func openTrained(at path: String) throws -> Rapport {
    write(try trained.get(), to: path)
    return try Rapport(opening: path, access: .readWrite)
  }

  /// Trained once a process.
  private static let trained = Result<[UInt8], any Error> {
    let directory = TemporaryDirectory()
    let rapport = try create(at: directory.database)
    for kind in ModelKind.allCases {
      _ = try rapport.train(
        kind, options: TrainingOptions(horizonDays: 90), cancellation: Cancellation(), progress: nil
      )
    }
    rapport.close()
    return contents(of: directory.database)
  }

  private static func id(_ letter: String, _ number: Int) -> String {
    "\(letter)\(number < 10 ? "0" : "")\(number)"
  }

  /// The day of 2025 of that number, counted from 0.
  private static func date(_ day: Int) -> String {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (month, rest) = (0, day)
    while rest >= lengths[month] {
      rest -= lengths[month]
      month += 1
    }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "2025-\(two(month + 1))-\(two(rest + 1))"
  }
}
