package import Domain

/// Finds what a text names: order numbers, addresses, phone numbers, dates,
/// amounts of money and products.
///
/// Order numbers and products are the store's own: their spellings are learned
/// from what it holds. Nothing here is random or depends on the machine.
package struct EntityExtractor: Sendable {
  private let orders: OrderNumberIndex
  private let products: ProductIndex
  private let currency: String?

  /// Learns the spellings of order numbers and the titles of the catalogue.
  ///
  /// - Parameters:
  ///   - orderNumbers: every order number of the store; empty where it has none.
  ///   - products: identifiers and titles.
  ///   - currency: the store's, ISO 4217; it decides between readings of `$`,
  ///     `¥` and of 12/11/2026.
  package init(
    orderNumbers: [String], products: [(id: String, title: String)], currency: String?
  ) {
    orders = OrderNumberIndex(orderNumbers)
    self.products = ProductIndex(products)
    self.currency = currency
  }

  /// The entities of a text.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - now: what `yesterday` counts from.
  /// - Returns: in the order of the text; no two overlap.
  /// - Complexity: O(text) for all but titles, of which common words may be in
  ///   many.
  package func entities(in text: String, now: Timestamp) -> [Entity] {
    let folded = FoldedText(text)
    var found = Findings(folded)
    for email in EmailReading.all(in: folded) {
      found.add(.email, email.address(in: folded), email.range, email.isSpelled ? 0.8 : 0.98)
    }
    // Part of an account number is nothing else.
    for range in AccountNumber.all(in: folded) { found.take(range) }
    let orders = orders.all(in: folded)
    func add(ordersThatAreWeak isWeak: Bool) {
      for order in orders where order.isWeak == isWeak {
        found.add(.orderNumber, order.value, order.range, order.confidence)
      }
    }
    add(ordersThatAreWeak: false)
    let context = DateReading.Context(
      now: now, isMonthFirst: currency == nil || currency?.uppercased() == "USD")
    for date in DateReading.all(in: folded, context) {
      found.add(.date, date.day.date, date.range, date.confidence)
    }
    for amount in AmountReading.all(in: folded, currency: currency) {
      found.add(.amount, amount.value, amount.range, amount.confidence)
    }
    addPhones(in: folded, atLeast: 0.85, to: &found)
    add(ordersThatAreWeak: true)
    addPhones(in: folded, atLeast: 0, to: &found)
    for product in products.all(in: folded, isTaken: { found.overlaps($0) }) {
      found.add(.product, product.productID, product.range, product.confidence)
    }
    return found.sorted
  }

  private func addPhones(
    in text: FoldedText, atLeast least: Double, to found: inout Findings
  ) {
    for run in text.digitRuns(except: found.isTaken)
    where CardNumber.groups(of: run, in: text).isEmpty {
      for part in run.tightParts {
        guard let phone = PhoneReading(part, in: text), phone.confidence >= least else { continue }
        found.add(.phone, phone.value, phone.range, phone.confidence)
      }
    }
  }
}

/// What was found so far; the first to claim a place has it.
private struct Findings {
  private let text: FoldedText
  private(set) var isTaken: [Bool]
  private var entities: [Entity] = []

  init(_ text: FoldedText) {
    self.text = text
    isTaken = [Bool](repeating: false, count: text.count)
  }

  func overlaps(_ range: Range<Int>) -> Bool { isTaken[range].contains(true) }

  mutating func take(_ range: Range<Int>) {
    for place in range { isTaken[place] = true }
  }

  mutating func add(
    _ kind: Entity.Kind, _ value: String, _ range: Range<Int>, _ confidence: Double
  ) {
    guard !overlaps(range) else { return }
    take(range)
    entities.append(text.makeEntity(kind, value, range, confidence: confidence))
  }

  var sorted: [Entity] { entities.sorted { $0.start < $1.start } }
}
