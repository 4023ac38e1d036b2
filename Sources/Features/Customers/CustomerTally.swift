import Domain

/// Running totals of one customer, events taken in in time order.
struct CustomerTally {
  /// Totals of all events up to and including one moment.
  struct Totals {
    var seconds: Int64
    var orders: Int32 = 0
    var views: Int32 = 0
    var carts: Int32 = 0
    var spend = 0.0
  }

  /// The purchases of one customer that have no window.
  struct Purchases {
    var lines = 0
    var baskets = 0
    var gross = 0.0
    var first = Timestamp(seconds: 0)
    var last = Timestamp(seconds: 0)
    var firstDay: Int64 = 0
    var lastDay: Int64 = 0
    var firstDayValue = 0.0
    var longestGap: Int64 = 0
    var products = 0
    var categories = 0
    /// Lines with a category, and those of the category bought most.
    var categoryLines = 0
    var favouriteLines: Int32 = 0
    /// Lines with a usual price, and those below it.
    var pricedLines = 0
    var discounted = 0
  }

  /// Ratings, thumbs and returns.
  struct Verdicts {
    var ratings = 0
    var ratingSum = 0.0
    var likes = 0
    var dislikes = 0
    var returns = 0
    var lastReturn = Timestamp(seconds: 0)
  }

  private(set) var purchases = Purchases()
  private(set) var verdicts = Verdicts()
  /// One element an event.
  private(set) var totals: [Totals] = []
  /// The moments of contacts, and how many up to each were unhappy.
  private(set) var contacts: [(seconds: Int64, unhappy: Int32)] = []

  /// The customer who was last counted for a product or category, so that nothing
  /// has to be cleared between customers.
  private var productOwner: [Int32]
  private var categoryOwner: [Int32]
  private var categoryLines: [Int32]
  private var customer: Int32 = -1

  init(productCount: Int, categoryCount: Int) {
    productOwner = [Int32](repeating: -1, count: productCount)
    categoryOwner = [Int32](repeating: -1, count: categoryCount)
    categoryLines = [Int32](repeating: 0, count: categoryCount)
  }

  /// Days with a purchase.
  var orders: Int { Int(totals.last?.orders ?? 0) }

  /// Forgets one customer and begins with another.
  ///
  /// - Precondition: no customer is begun twice.
  mutating func begin(_ customer: Int32) {
    self.customer = customer
    purchases = Purchases()
    verdicts = Verdicts()
    totals.removeAll(keepingCapacity: true)
    contacts.removeAll(keepingCapacity: true)
  }

  /// One line of the log.
  struct Event {
    var kind: InteractionKind
    /// The product's row, and its category's; -1 for none.
    var product: Int32
    var category: Int32
    var value: Float
    var standing: PaidPrices.Standing
    var time: Timestamp
  }

  mutating func add(_ event: Event) {
    var total = totals.last ?? Totals(seconds: 0)
    total.seconds = event.time.seconds
    let value = Double(event.value)
    switch event.kind {
    case .purchase:
      if add(purchase: event) { total.orders += 1 }
      total.spend += value
    case .return:
      verdicts.returns += 1
      verdicts.lastReturn = event.time
      total.spend -= value
    case .view: total.views += 1
    case .cart: total.carts += 1
    case .rating:
      verdicts.ratings += 1
      verdicts.ratingSum += value
    case .like: verdicts.likes += 1
    case .dislike: verdicts.dislikes += 1
    }
    totals.append(total)
  }

  mutating func add(contactAt time: Timestamp, isUnhappy: Bool) {
    contacts.append((time.seconds, (contacts.last?.unhappy ?? 0) + (isUnhappy ? 1 : 0)))
  }

  /// Whether the purchase is the first of its day.
  private mutating func add(purchase event: Event) -> Bool {
    let day = event.time.day
    let isFirst = purchases.lines == 0
    let isNewDay = isFirst || day != purchases.lastDay
    if isFirst {
      purchases.first = event.time
      purchases.firstDay = day
    } else if isNewDay {
      purchases.longestGap = max(purchases.longestGap, day - purchases.lastDay)
    }
    if isFirst || event.time != purchases.last { purchases.baskets += 1 }
    purchases.lines += 1
    purchases.gross += Double(event.value)
    purchases.last = event.time
    purchases.lastDay = day
    if day == purchases.firstDay { purchases.firstDayValue += Double(event.value) }
    if productOwner[Int(event.product)] != customer {
      productOwner[Int(event.product)] = customer
      purchases.products += 1
    }
    if event.category >= 0 { add(category: Int(event.category)) }
    if event.standing != .unknown { purchases.pricedLines += 1 }
    if event.standing == .discounted { purchases.discounted += 1 }
    return isNewDay
  }

  private mutating func add(category: Int) {
    if categoryOwner[category] != customer {
      categoryOwner[category] = customer
      categoryLines[category] = 0
      purchases.categories += 1
    }
    categoryLines[category] += 1
    purchases.categoryLines += 1
    purchases.favouriteLines = max(purchases.favouriteLines, categoryLines[category])
  }
}

extension Timestamp {
  /// Whole days of UTC since 1970.
  var day: Int64 {
    let (day, rest) = seconds.quotientAndRemainder(dividingBy: Self.secondsPerDay)
    return rest < 0 ? day - 1 : day
  }
}
