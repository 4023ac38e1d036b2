import Domain

/// One customer's eighteen months: visits, what is looked at and bought in
/// them, and what comes after.
struct Journey {
  let shopper: Shopper
  let number: Int
  let catalogue: Catalogue
  private var random: SplitMix64

  /// A product in the basket.
  private struct Line {
    let item: Int
    let quantity: Int
  }

  private var events: [Event] = []
  /// The last day on which an item was bought, by item.
  private var boughtOn: [Int?]
  /// Items left in the basket, with the day.
  private var leftBehind: [(line: Line, day: Int)] = []
  /// Something went wrong since the last visit.
  private var isDisappointed = false

  private init(shopper: Shopper, number: Int, catalogue: Catalogue, seed: UInt64) {
    self.shopper = shopper
    self.number = number
    self.catalogue = catalogue
    random = SplitMix64(seed: seed &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
    boughtOn = Array(repeating: nil, count: catalogue.items.count)
  }

  /// The events of every visit up to the last day, in no particular order.
  static func events(
    of shopper: Shopper, number: Int, catalogue: Catalogue, seed: UInt64
  ) -> [Event] {
    guard shopper.habit != .silent else { return [] }
    var journey = Journey(shopper: shopper, number: number, catalogue: catalogue, seed: seed)
    var day = shopper.firstVisit
    var stretch = 100
    while day < ShopCalendar.days {
      journey.visit(day: day)
      guard !journey.leaves(after: day) else { break }
      if journey.isWaning(day) { stretch = stretch * 140 / 100 }
      day = journey.nextVisit(after: day, stretch: stretch)
    }
    let end = ShopCalendar.days * ShopCalendar.minutesPerDay
    return journey.events.filter { $0.minute < end }
  }

  // MARK: - Coming back

  private func isWaning(_ day: Int) -> Bool {
    shopper.habit == .leaving && day >= shopper.turningPoint
  }

  private mutating func leaves(after day: Int) -> Bool {
    var permille =
      switch shopper.habit {
      case .loyal: 4
      case .occasional: 35
      case .leaving: isWaning(day) ? 210 : 4
      case .oneTime: 800
      case .silent: 1000
      }
    if isDisappointed { permille += 110 }
    if shopper.plan == "Basic" { permille += 5 }
    isDisappointed = false
    return random.chance(permille)
  }

  /// Waiting times in the middle of sixteen equally likely slices of an
  /// exponential distribution, in thousandths of its mean.
  private static let waits = [
    32, 98, 170, 247, 330, 421, 521, 633, 758, 901, 1068, 1268, 1520, 1856, 2367, 3466,
  ]

  private mutating func nextVisit(after day: Int, stretch: Int) -> Int {
    let share =
      shopper.habit == .occasional
      ? 250 + random.pick(Self.waits) * 3 / 4 : 600 + random.below(400) + random.below(400)
    let demand =
      ShopCalendar.demand[ShopCalendar.month(day: day)] * (100 + interest(on: day)) / 200
    let wait = max(2, shopper.gap * share * stretch / (1000 * demand))
    return onLikelyWeekday(near: day + wait, after: day)
  }

  /// What the time of year does to this customer's tastes, in percent.
  private func interest(on day: Int) -> Int {
    let month = ShopCalendar.month(day: day)
    let interests = zip(catalogue.categories, shopper.tastes).map { category, taste in
      taste * ShopCalendar.interest(inCategory: category, month: month)
    }
    return interests.reduce(0, +) / shopper.tastes.reduce(0, +)
  }

  private mutating func onLikelyWeekday(near day: Int, after previous: Int) -> Int {
    let candidates = (max(previous + 1, day - 2)...max(previous + 1, day + 2)).map { $0 }
    let weights = candidates.map { candidate in
      let weekday = ShopCalendar.weekday(day: candidate)
      return ShopCalendar.weekdayWeights[weekday] * (weekday == shopper.favouriteWeekday ? 3 : 1)
    }
    return candidates[random.index(weighted: weights)]
  }

  // MARK: - A visit

  private mutating func visit(day: Int) {
    let hour = random.index(weighted: ShopCalendar.hourWeights)
    var minute = day * ShopCalendar.minutesPerDay + hour * 60 + random.below(60)
    let isBuyingPresents = ShopCalendar.isGiftSeason(day: day) && random.chance(450)
    var basket: [Line] = []

    for item in dueAgain(on: day) {
      if random.chance(650) { add(.view, item, at: &minute) }
      basket.append(putInBasket(item, at: &minute))
    }
    for left in leftBehind where day - left.day <= 21 && random.chance(350) {
      let item = left.line.item
      guard !basket.contains(where: { $0.item == item }), isOnSale(item, day) else { continue }
      add(.view, item, at: &minute)
      basket.append(left.line)
    }
    leftBehind = []

    let views = 1 + random.index(weighted: [50, 29, 13, 5, 3])
    var seen = basket.map(\.item)
    for _ in 0..<views {
      let item = choose(day: day, isPresent: isBuyingPresents, category: seen.last, except: seen)
      seen.append(item)
      add(.view, item, at: &minute)
      if random.chance(45) { add(.like, item, at: &minute) }
      if random.chance(cartChance(on: day)) { basket.append(putInBasket(item, at: &minute)) }
    }
    checkOut(basket, day: day, minute: minute)
  }

  /// How many of a thousand products that are looked at go into the basket.
  private func cartChance(on day: Int) -> Int {
    switch shopper.habit {
    case .loyal: 350
    case .leaving: isWaning(day) ? 140 : 290
    case .occasional: 270
    case .oneTime: 420
    case .silent: 0
    }
  }

  private mutating func checkOut(_ basket: [Line], day: Int, minute: Int) {
    guard !basket.isEmpty else { return }
    guard random.chance(isWaning(day) ? 520 : 800) else {
      leftBehind = basket.map { ($0, day) }
      return
    }
    for line in basket where random.chance(930) {
      var bought = Event(minute: minute + 1, shopper: number, item: line.item, kind: .purchase)
      bought.quantity = line.quantity
      bought.price = price(of: line.item, on: day)
      events.append(bought)
      boughtOn[line.item] = day
      afterwards(bought, day: day)
    }
  }

  /// Returns, ratings and dislikes of something bought.
  private mutating func afterwards(_ bought: Event, day: Int) {
    let item = catalogue.items[bought.item]
    let goesWrong = random.chance(isWaning(day) ? 200 : 22)
    let isUnfit = random.chance(
      item.category == "Trail Wear" ? 90 : item.daysUntilBoughtAgain > 0 ? 4 : 28)
    if goesWrong { isDisappointed = true }
    if isUnfit || (goesWrong && random.chance(550)) {
      var back = Event(
        minute: later(than: day, within: 4...18), shopper: number, item: bought.item,
        kind: .return)
      back.quantity = bought.quantity
      back.price = bought.price
      events.append(back)
    }
    if goesWrong, random.chance(350) {
      events.append(
        Event(
          minute: later(than: day, within: 3...12), shopper: number, item: bought.item,
          kind: .dislike))
    } else if random.chance(goesWrong ? 400 : 90) {
      var rating = Event(
        minute: later(than: day, within: 3...16), shopper: number, item: bought.item,
        kind: .rating)
      rating.stars =
        goesWrong ? 1 + random.below(2) : 5 - random.index(weighted: [58, 31, 11])
      events.append(rating)
    }
  }

  // MARK: - What is chosen

  /// Used-up items of earlier purchases that are bought again today.
  private mutating func dueAgain(on day: Int) -> [Int] {
    var due: [Int] = []
    for (item, bought) in boughtOn.enumerated() {
      guard let bought, due.count < 3, isOnSale(item, day) else { continue }
      let cycle = catalogue.items[item].daysUntilBoughtAgain
      guard cycle > 0, (day - bought) * 10 >= cycle * 7, day - bought < cycle * 5 else { continue }
      let interest = min(100, season(of: item, on: day))
      if random.chance((isWaning(day) ? 130 : 340) * interest / 100) { due.append(item) }
    }
    return due
  }

  private mutating func choose(
    day: Int, isPresent: Bool, category last: Int?, except seen: [Int]
  ) -> Int {
    let month = ShopCalendar.month(day: day)
    let season = catalogue.categories.map {
      ShopCalendar.interest(inCategory: $0, month: month)
    }
    let wanted = wantedGroups(on: day)
    let weights = catalogue.items.indices.map { index -> Int in
      let item = catalogue.items[index]
      guard isOnSale(index, day), !seen.contains(index),
        let category = catalogue.categories.firstIndex(of: item.category)
      else { return 0 }
      var weight = item.popularity * season[category]
      if isPresent {
        weight *= item.isPresent ? shopper.tastes[category] + 40 : 2
      } else {
        weight *= shopper.tastes[category]
        if item.persona == shopper.persona { weight *= 4 }
        if wanted.contains(item.group) { weight *= 7 }
      }
      if let last, catalogue.items[last].category == item.category { weight *= 3 }
      if shopper.brands.contains(item.brand) { weight *= 2 }
      if shopper.colours.contains(item.colour) { weight *= 3 }
      weight = weight * [100, 40, 10][abs(item.priceLevel - shopper.priceLevel)] / 100
      if boughtOn[index] != nil { weight /= item.daysUntilBoughtAgain > 0 ? 2 : 12 }
      return weight
    }
    return random.index(weighted: weights)
  }

  /// What recent purchases make useful: filters after beans, beans after a
  /// grinder.
  private func wantedGroups(on day: Int) -> [String] {
    var groups: [String] = []
    for (item, bought) in boughtOn.enumerated() {
      guard let bought, day - bought <= 75 else { continue }
      groups += catalogue.items[item].leadsTo
    }
    return groups
  }

  // MARK: - Details

  private func season(of item: Int, on day: Int) -> Int {
    ShopCalendar.interest(
      inCategory: catalogue.items[item].category, month: ShopCalendar.month(day: day))
  }

  private func isOnSale(_ item: Int, _ day: Int) -> Bool {
    catalogue.items[item].onSale.contains(day)
  }

  /// The list price; in the summer and winter sales durable things cost less.
  private func price(of item: Int, on day: Int) -> Int {
    let listed = catalogue.items[item].price
    let isSale = [0, 6].contains(ShopCalendar.month(day: day))
    guard isSale, catalogue.items[item].daysUntilBoughtAgain == 0, (item + number) % 3 == 0 else {
      return listed
    }
    return listed * 85 / 100 / 10 * 10
  }

  private mutating func add(_ kind: InteractionKind, _ item: Int, at minute: inout Int) {
    minute += kind == .view ? 1 + random.below(4) : 1
    events.append(Event(minute: minute, shopper: number, item: item, kind: kind))
  }

  private mutating func putInBasket(_ item: Int, at minute: inout Int) -> Line {
    minute += 1
    let isConsumable = catalogue.items[item].daysUntilBoughtAgain > 0
    var event = Event(minute: minute, shopper: number, item: item, kind: .cart)
    event.quantity = isConsumable ? 1 + random.index(weighted: [68, 25, 7]) : 1
    event.price = price(of: item, on: minute / ShopCalendar.minutesPerDay)
    events.append(event)
    return Line(item: item, quantity: event.quantity)
  }

  private mutating func later(than day: Int, within days: ClosedRange<Int>) -> Int {
    (day + random.within(days)) * ShopCalendar.minutesPerDay + random.within(480...1320)
  }
}
