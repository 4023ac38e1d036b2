/// A fictional customer: who they are, what they like and how they come back.
struct Shopper {
  /// How the visits of a customer follow each other.
  enum Habit {
    /// Comes back after much the same time.
    case loyal
    /// Comes back irregularly.
    case occasional
    /// Starts like a loyal one; from some day on the gaps grow until it ends.
    case leaving
    /// Comes once, rarely twice.
    case oneTime
    /// Signed up and never looked at a product.
    case silent
  }

  var id = ""
  let name: String
  let email: String
  let country: String
  let birthYear: Int
  let takesNewsletter: Bool
  let plan: String
  /// The day of the first visit or, before zero, of one before the data begin.
  let firstSeen: Int
  /// The first day with events.
  let firstVisit: Int

  let habit: Habit
  /// Days between two visits, on average and before anything changes.
  let gap: Int
  /// The day on which a leaving customer begins to lose interest.
  let turningPoint: Int
  let favouriteWeekday: Int

  /// Interest by category, in percent.
  let tastes: [Int]
  let priceLevel: Int
  let persona: Int
  let brands: [String]
  let colours: [String]
}

extension Shopper {
  /// All customers, in the order in which the shop first saw them.
  static func all(
    count: Int, catalogue: Catalogue, random: inout SplitMix64
  ) -> [Shopper] {
    var taken: [String] = []
    var shoppers: [Shopper] = []
    while shoppers.count < count {
      let origin = Names.all[random.index(weighted: Names.all.map(\.share))]
      let given = random.pick(origin.given)
      let family = random.pick(origin.family)
      let address = "\(Names.addressPart(given)).\(Names.addressPart(family))@example.com"
      guard !taken.contains(address) else { continue }
      taken.append(address)
      shoppers.append(
        Shopper(
          name: "\(given) \(family)", email: address, country: origin.country,
          catalogue: catalogue, random: &random))
    }
    let order = shoppers.indices.sorted {
      (shoppers[$0].firstSeen, $0) < (shoppers[$1].firstSeen, $1)
    }
    return order.enumerated().map { place, index in
      var shopper = shoppers[index]
      shopper.id = numbered("c", place + 1, digits: 3)
      return shopper
    }
  }

  private init(
    name: String, email: String, country: String, catalogue: Catalogue,
    random: inout SplitMix64
  ) {
    self.name = name
    self.email = email
    self.country = country
    birthYear = 1948 + random.below(30) + random.below(29)
    let habits: [Habit] = [.loyal, .occasional, .leaving, .oneTime, .silent]
    let habit = habits[random.index(weighted: [33, 23, 28, 15, 1])]
    self.habit = habit
    gap =
      switch habit {
      case .loyal: 14 + random.below(22)
      case .leaving: 20 + random.below(26)
      case .occasional, .oneTime, .silent: 55 + random.below(75)
      }
    takesNewsletter = random.chance(habit == .loyal ? 620 : 440)
    let clubShare = habit == .loyal ? 550 : habit == .oneTime ? 80 : 280
    plan = random.chance(clubShare) ? "Trail Club" : "Basic"

    if habit != .oneTime, random.chance(560) {
      firstVisit = random.below(gap)
      firstSeen = firstVisit - gap - random.below(650)
    } else {
      firstVisit = random.below(ShopCalendar.days - 6)
      firstSeen = firstVisit
    }
    turningPoint = firstVisit + 50 + random.below(max(60, ShopCalendar.days - firstVisit))
    favouriteWeekday = random.below(7)

    let categories = random.shuffled(Array(catalogue.categories.indices))
    var tastes = Array(repeating: 2, count: categories.count)
    for (category, interest) in zip(categories, [90, 55, 28].prefix(1 + random.below(3))) {
      tastes[category] = interest
    }
    // Whoever grinds coffee also brews it.
    if let coffee = catalogue.categories.firstIndex(of: "Coffee & Tea"),
      let gear = catalogue.categories.firstIndex(of: "Brewing Gear")
    {
      tastes[gear] = max(tastes[gear], tastes[coffee] / 3)
      tastes[coffee] = max(tastes[coffee], tastes[gear] / 2, 5)
    }
    self.tastes = tastes
    priceLevel = random.index(weighted: [36, 40, 24])
    persona = random.below(4)
    brands = Array(random.shuffled(brandsOf(catalogue)).prefix(3))
    colours = Array(
      random.shuffled(["Forest Green", "Sand", "Sage", "Ink Blue", "Rust", "Charcoal", "Oat"])
        .prefix(2))
  }
}

private func brandsOf(_ catalogue: Catalogue) -> [String] {
  var brands: [String] = []
  for item in catalogue.items where !brands.contains(item.brand) { brands.append(item.brand) }
  return brands
}
