import Domain
import FoundationEssentials
import Support

/// A small shop's FAQ, written for these tests.
enum SupportFixture {
  static let entries: [FAQEntry] = [
    FAQEntry(
      intent: "track_order", questions: ["Where is my order?"],
      answer: "Open your orders and choose Track.", language: "en",
      examples: [
        "track my parcel", "when will my package arrive", "my order has not arrived yet",
        "how do I follow my delivery", "has my parcel been shipped",
      ]),
    FAQEntry(
      intent: "track_order", questions: ["Wo ist meine Bestellung?"],
      answer: "Öffnen Sie Ihre Bestellungen.", language: "de",
      examples: ["Sendung verfolgen", "wann kommt mein Paket an"]),
    FAQEntry(
      intent: "track_order", questions: ["我的订单在哪里？"], answer: "请打开订单页面查看。",
      language: "zh", examples: ["查询物流", "包裹什么时候到"]),
    FAQEntry(
      intent: "returns", questions: ["How do I return an item?"],
      answer: "Send it back within 30 days.", language: "en",
      examples: [
        "I want to send this back", "return a product", "can I return shoes that do not fit",
        "what is your return policy", "start a return",
      ]),
    FAQEntry(
      intent: "returns", questions: ["怎么退货？"], answer: "三十天内可以退货。", language: "zh",
      examples: ["我要退货", "退货政策是什么"]),
    FAQEntry(
      intent: "payment", questions: ["Which payment methods do you accept?"],
      answer: "Cards and bank transfer.", language: "en",
      examples: [
        "can I pay by credit card", "do you take paypal", "pay with a bank transfer",
        "which cards do you accept", "payment options",
      ]),
    FAQEntry(
      intent: "cancel", questions: ["Can I cancel my order?"],
      answer: "Yes, until it ships.", language: "en",
      examples: [
        "cancel my purchase", "I ordered by mistake and want to cancel", "stop my order",
        "how to cancel an order", "undo my order",
      ]),
    FAQEntry(
      intent: "gift_wrap", questions: ["Do you wrap gifts?"],
      answer: "Yes, choose gift wrapping at checkout.", language: "en",
      examples: [
        "gift wrapping please", "can you wrap it as a present", "is there gift paper",
        "wrap my present", "add a gift message",
      ]),
  ]

  static let configuration = SupportConfiguration(seed: 7, threads: 2)

  /// A model of the entries, trained once for all tests that only ask it.
  static func model() throws -> SupportModel { try trained.get() }

  private static let trained = Result {
    try SupportModel.train(entries, configuration: configuration)
  }

  /// A file of the public data, or nil with the reason printed.
  static func data(_ path: String) -> Data? {
    let root =
      ProcessInfo.processInfo.environment["RAPPORT_DATA"]
      ?? String(#filePath).components("/Tests/") + "/../shared/data"
    guard let data = try? Data(contentsOf: URL(filePath: root + "/" + path)) else {
      print("skipped: \(path) is not under \(root); set RAPPORT_DATA to the data folder")
      return nil
    }
    return data
  }
}

extension String {
  /// What stands before the separator.
  fileprivate func components(_ separator: String) -> String {
    firstRange(of: separator).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
