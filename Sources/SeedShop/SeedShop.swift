import Domain

/// A small shop that does not exist, the same on every run: the source of the
/// files in `seed-data/`.
package enum SeedShop {
  /// A file by name and its whole text.
  package struct File: Sendable, Equatable {
    package let name: String
    package let text: String
  }

  /// Customers, products, interactions and support answers, ready to write.
  package static func files() -> [File] {
    var random = SplitMix64(seed: seed)
    let catalogue = Catalogue(
      text: String(decoding: PackageResources.catalogue_txt, as: UTF8.self), random: &random)
    let shoppers = Shopper.all(count: customerCount, catalogue: catalogue, random: &random)
    let events = shoppers.indices.flatMap { number in
      Journey.events(of: shoppers[number], number: number, catalogue: catalogue, seed: seed)
    }
    let questions =
      FrequentQuestions(
        text: String(decoding: PackageResources.faq_en_txt, as: UTF8.self), language: "en"
      ).entries
      + FrequentQuestions(
        text: String(decoding: PackageResources.faq_zh_txt, as: UTF8.self), language: "zh"
      ).entries
    return [
      File(name: "customers.csv", text: SeedText.customers(shoppers)),
      File(name: "products.csv", text: SeedText.products(catalogue.items)),
      File(
        name: "interactions.csv",
        text: SeedText.interactions(inOrder(events), shoppers: shoppers)),
      File(name: "faq.jsonl", text: SeedText.questions(questions)),
    ]
  }

  private static let seed: UInt64 = 0x4845_4152_5448
  private static let customerCount = 400

  /// By time; events of one minute keep the order in which they happened.
  private static func inOrder(_ events: [Event]) -> [Event] {
    events.indices
      .sorted { (events[$0].minute, $0) < (events[$1].minute, $1) }
      .map { events[$0] }
  }
}
