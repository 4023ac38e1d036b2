import Domain

/// The seed data as CSV (RFC 4180, with line feeds) and as JSON lines.
enum SeedText {
  static func customers(_ shoppers: [Shopper]) -> String {
    table(
      ["id", "name", "email", "country", "first_seen", "newsletter", "plan", "birth_year"],
      shoppers.map { shopper in
        [
          shopper.id, shopper.name, shopper.email, shopper.country,
          ShopCalendar.time(day: shopper.firstSeen).date, String(shopper.takesNewsletter),
          shopper.plan, String(shopper.birthYear),
        ]
      })
  }

  static func products(_ items: [Catalogue.Item]) -> String {
    table(
      [
        "id", "title", "description", "category", "price", "currency", "available", "brand",
        "material", "colour",
      ],
      items.enumerated().map { index, item in
        [
          productID(index), item.title, item.description, item.category, money(item.price), "EUR",
          String(item.isAvailable), item.brand, item.material, item.colour,
        ]
      })
  }

  static func interactions(_ events: [Event], shoppers: [Shopper]) -> String {
    table(
      [
        "event_id", "customer_id", "product_id", "kind", "quantity", "price", "value",
        "occurred_at",
      ],
      events.enumerated().map { index, event in
        [
          numbered("e", index + 1, digits: 5), shoppers[event.shopper].id, productID(event.item),
          event.kind.name, String(event.quantity), event.price.map(money) ?? "",
          event.stars.map { String($0) } ?? "", time(event.minute),
        ]
      })
  }

  static func questions(_ entries: [FrequentQuestions.Entry]) -> String {
    entries.map { entry in
      let examples = entry.examples.map(quoted).joined(separator: ",")
      return """
        {"intent":\(quoted(entry.intent)),"question":\(quoted(entry.question)),\
        "answer":\(quoted(entry.answer)),"category":\(quoted(entry.category)),\
        "language":\(quoted(entry.language)),"examples":[\(examples)]}

        """
    }.joined()
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    ([header] + rows).map { $0.map(field).joined(separator: ",") + "\n" }.joined()
  }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// A JSON string; the texts hold no control characters.
  private static func quoted(_ text: String) -> String {
    let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }
    return "\"" + escaped.joined() + "\""
  }

  private static func productID(_ index: Int) -> String { numbered("p", index + 1, digits: 3) }

  private static func money(_ cents: Int) -> String {
    numbered("\(cents / 100).", cents % 100, digits: 2)
  }

  /// As `2025-03-04 18:22:00`.
  private static func time(_ minute: Int) -> String {
    let text = ShopCalendar.time(minute: minute).rfc3339.dropLast()
    return text.split(separator: "T").joined(separator: " ")
  }
}
