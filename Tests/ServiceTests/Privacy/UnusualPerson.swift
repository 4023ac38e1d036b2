import Domain
import Engine
import Ingest
import Service
import Storage
import TestSupport

/// A customer of the sample shop all of whose texts hold `zqx`, in every kind of record
/// that there is, and who was there when every model was trained.
enum UnusualPerson {
  static let id = "ZQX-7Kv-person"
  static let marker = "zqx"
  static let message = "zqxmumble do you sell zqxgift vouchers"
  static let question = "zqxhaps can zqxvouchers be sent abroad"

  /// Opens a copy of a shop with the person and all models trained, churn and support
  /// twice.
  static func shop(at path: String) throws -> Rapport {
    write(try bytes.get(), to: path)
    return try Rapport(opening: path, access: .readWrite)
  }

  /// Made once a process.
  private static let bytes = Result<[UInt8], any Error> {
    let directory = TemporaryDirectory()
    try make(at: directory.database).close()
    return contents(of: directory.database)
  }

  private static func make(at path: String) throws -> Rapport {
    let rapport = try SampleShop.create(at: path)
    try SampleShop.load(customers, "zqx-\(id).csv", .customers, into: rapport)
    try SampleShop.load(purchases, "orders-\(id).csv", .interactions, into: rapport)
    try train(rapport, [.recommender, .churn, .value, .support])
    try talk(Rapport(store: rapport.store) { start })
    try train(rapport, [.churn, .support])
    try SampleShop.load(
      "customer_id,label,observed_at\n\(id),no,2025-10-01\n", "labels.csv", .labels, into: rapport)
    try look(rapport)
    return rapport
  }

  /// Whether a file holds the marker, in any letter case.
  static func isIn(_ path: String) -> Bool { isIn(contents(of: path)) }

  static func isIn(_ bytes: [UInt8]) -> Bool {
    let lowered = bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
    return String(decoding: lowered, as: UTF8.self).contains(marker)
  }

  static func train(_ rapport: Rapport, _ kinds: [ModelKind]) throws {
    for kind in kinds {
      _ = try rapport.train(
        kind, options: TrainingOptions(horizonDays: 90), cancellation: Cancellation(), progress: nil
      )
    }
  }

  private static let customers = """
    id,name,email,country,plan,city,crm_note
    \(id),Zqxwilma O'Zqx,zqxwilma@zqxmail.example,Zqxland,zqxplan,Zqxopolis,"zqx, ""loud"" zqx"

    """

  /// Enough for what is popular in a country to be learned from this one person.
  private static let purchases: String = {
    var text = "event_id,customer_id,product_id,kind,quantity,price,occurred_at\n"
    for number in 0..<220 {
      let (day, product) = (number % 28 + 1, number % 10)
      let month = number % 9 + 1
      text += "ZQX-ORD-\(90_000 + number),\(id),p0\(product),purchase,1,7.77,"
      text += "2025-0\(month)-\(day < 10 ? "0" : "")\(day) 12:00:00\n"
    }
    return text
  }()

  private static let start = Timestamp(year: 2026, month: 1, day: 1)

  /// Conversations over a channel, feedback, and questions that became examples.
  private static func talk(_ rapport: Rapport) throws {
    let place = ConversationPlace(customer: id, sender: "zqxsender")
    let answer = try rapport.converse("zqxhello where is my parcel", at: place)
    if let message = answer.messageId {
      try rapport.setFeedback(isHelpful: false, message: message)
    }
    // The same sender before anybody knew who it is.
    _ = try rapport.converse(
      "zqxanonymous opening hours", at: ConversationPlace(sender: "zqxsender"))
    try rapport.store.write { writer in
      let key = try writer.customerKey(for: Customer.ID(id))
      for (name, text) in [("zqxm1", message), ("zqxm2", question)] {
        try writer.createConversation(id: "c\(name)", customer: key, startedAt: start)
        try writer.append(
          ConversationMessage(
            id: name, author: .customer, text: text, outcome: "handoff",
            mentions: [.init(kind: "order_number", value: "ZQX-ORD-90001")], createdAt: start),
          toConversation: "c\(name)")
      }
    }
    for gap in try rapport.gaps(limit: 50).gaps {
      if gap.question.contains("zqxgift") {
        _ = try rapport.addGap(gap.id, intent: "payment")
      } else if gap.question.contains("abroad") {
        _ = try rapport.addGap(gap.id, intent: "send_abroad", answer: "Anywhere.")
      }
    }
  }

  /// What was shown and clicked, and what the shop wrote about the person.
  private static func look(_ rapport: Rapport) throws {
    let time = Timestamp(year: 2026, month: 1, day: 2)
    _ = try rapport.record([
      RecommendationEvent(
        .impression, productIDs: ["p01", "p02"], recommendationID: "zqxlist", customerID: id,
        sessionID: "zqxsession", position: 1, model: "recommender-1", occurredAt: time,
        eventID: "zqxshown"),
      RecommendationEvent(
        .click, productIDs: ["p01"], recommendationID: "zqxlist", customerID: id,
        occurredAt: time, eventID: "zqxclick"),
      RecommendationEvent(
        .impression, productIDs: ["p03"], sessionID: "zqxsession", model: "recommender-1",
        occurredAt: time, eventID: "zqxbefore"),
    ])
    _ = try rapport.addRule(
      RuleDraft(
        action: .bury, target: SteeringRule.Target(product: Product.ID("p05")),
        audience: SteeringRule.Audience(
          attribute: AttributeCondition(name: "city", value: "Zqxopolis")),
        note: "asked for by \(id)"))
  }
}
