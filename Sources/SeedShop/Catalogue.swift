/// The shop's products, read from `Texts/catalogue.txt`.
///
/// A line `= Name` opens a category. Every other line is one article:
/// `group | title | brand | material | description | variants | leads to |
/// days until bought again (0: durable) | present (yes or no)`. A variant is
/// a label and a price, with the colour, if it has one, in brackets.
struct Catalogue {
  /// One article in one size, colour or flavour.
  struct Item {
    let title: String
    let description: String
    let category: String
    let brand: String
    let material: String
    let colour: String
    /// In cents.
    let price: Int
    /// What kind of thing it is, such as `filters`.
    let group: String
    /// The groups a buyer is likely to need next.
    let leadsTo: [String]
    /// Zero for what lasts.
    let daysUntilBoughtAgain: Int
    let isPresent: Bool

    /// Zero to two, cheap to dear within its category.
    var priceLevel = 0
    /// Relative attention among the products of its category.
    var popularity = 0
    /// One of four ways of life that articles and people share.
    var persona = 0
    /// The days on which it can be seen and bought.
    var onSale = 0..<ShopCalendar.days

    var isAvailable: Bool { onSale.upperBound >= ShopCalendar.days }
  }

  let items: [Item]
  let categories: [String]

  init(text: String, random: inout SplitMix64) {
    var items: [Item] = []
    var categories: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("= ") {
        categories.append(String(line.dropFirst(2)))
      } else if let category = categories.last {
        items += Self.variants(line: line, category: category)
      }
    }
    Self.setLevels(of: &items, categories: categories, random: &random)
    Self.setSaleDays(of: &items, random: &random)
    self.items = items
    self.categories = categories
  }

  private static func variants(line: Substring, category: String) -> [Item] {
    let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
    precondition(fields.count == 9, "9 fields expected, \(fields.count) found: \(line)")
    return fields[5].split(separator: ";").map { variant in
      var words = variant.split(separator: " ")
      let price = cents(words.removeLast())
      let label = words.joined(separator: " ")
      let plainLabel = String(label.filter { $0 != "[" && $0 != "]" })
      let colour =
        label.split(separator: "[", omittingEmptySubsequences: false).dropFirst()
        .first?.split(separator: "]").first ?? ""
      return Item(
        title: plainLabel.isEmpty ? fields[1] : "\(fields[1]), \(plainLabel)",
        description: fields[4], category: category, brand: fields[2], material: fields[3],
        colour: String(colour), price: price, group: fields[0],
        leadsTo: fields[6].split(separator: " ").map(String.init),
        daysUntilBoughtAgain: Int(fields[7]) ?? 0, isPresent: fields[8] == "yes")
    }
  }

  private static func setLevels(
    of items: inout [Item], categories: [String], random: inout SplitMix64
  ) {
    for category in categories {
      let members = items.indices.filter { items[$0].category == category }
      let byPrice = members.sorted { (items[$0].price, $0) < (items[$1].price, $1) }
      for (rank, index) in byPrice.enumerated() {
        items[index].priceLevel = rank * 3 / byPrice.count
      }
      for (rank, index) in random.shuffled(members).enumerated() {
        items[index].popularity = 20 + 500 / (rank + 5)
      }
      var groups: [String] = []
      for index in members {
        if !groups.contains(items[index].group) { groups.append(items[index].group) }
        items[index].persona = (groups.firstIndex(of: items[index].group) ?? 0) % 4
      }
    }
  }

  /// Most products are there all the time; some come later, six of them only
  /// just now, three are announced, and nine are no longer sold.
  private static func setSaleDays(of items: inout [Item], random: inout SplitMix64) {
    let days = ShopCalendar.days
    let order = random.shuffled(Array(items.indices))
    for (place, index) in order.enumerated() {
      switch place {
      case 0..<3: items[index].onSale = days..<days
      case 3..<9: items[index].onSale = (days - random.within(4...20))..<days
      case 9..<27: items[index].onSale = random.within(60...480)..<days
      case 27..<36: items[index].onSale = 0..<random.within(200...520)
      default: break
      }
    }
  }

  private static func trimmed(_ field: Substring) -> String {
    field.split(separator: " ").joined(separator: " ")
  }

  private static func cents(_ price: Substring) -> Int {
    let parts = price.split(separator: ".")
    guard parts.count == 2, parts[1].count == 2, let whole = Int(parts[0]),
      let hundredths = Int(parts[1])
    else { preconditionFailure("a price such as 12.50 expected, got \(price)") }
    return whole * 100 + hundredths
  }
}
