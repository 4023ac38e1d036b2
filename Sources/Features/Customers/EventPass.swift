import Domain

/// The events of a shop, grouped by customer: one pass serves any number of
/// cut-offs.
struct EventPass {
  let customers: DenseIndex
  private let events: CustomerEvents
  private let products: [Int32]
  /// The category row of each product row; -1 for none.
  private let categories: [Int32]
  private let categoryCount: Int
  private let standings: [PaidPrices.Standing]
  private let lines: (starts: [Int], order: [Int32])
  private let contacts: (starts: [Int], order: [Int32])

  /// Groups the events of some customers; `latest` is the last cut-off of a
  /// customer row.
  ///
  /// - Throws: ``FeatureError`` with code `leakage` for an event of one of these
  ///   customers dated at or after their last cut-off, or `mixedCurrencies`.
  init(
    _ events: CustomerEvents, customers: DenseIndex, latest: (Int) -> Timestamp
  ) throws(FeatureError) {
    let log = events.log
    for index in 0..<max(0, log.count - 1) {
      precondition(
        log.occurredAt[index] <= log.occurredAt[index + 1],
        "features: interaction \(index + 1) is older than the one before it")
    }
    let rows = log.customers.map { customers.row(of: $0.rawValue) }
    for (index, row) in rows.enumerated() where row >= 0 {
      guard log.occurredAt[index] >= latest(Int(row)) else { continue }
      throw .leak(interaction: index, in: events, cutoff: latest(Int(row)))
    }
    let contactRows = events.contacts.map { customers.row(of: $0.customer.rawValue) }
    for (index, row) in contactRows.enumerated() where row >= 0 {
      guard events.contacts[index].occurredAt >= latest(Int(row)) else { continue }
      throw .leak(contact: index, in: events, cutoff: latest(Int(row)))
    }
    let productIndex = DenseIndex(log.products.lazy.map(\.rawValue))
    products = log.products.map { productIndex.row(of: $0.rawValue) }
    let entries = productIndex.keys.map { events.catalogue.entries[Product.Key($0)] }
    try CurrencyScreen.requireOne(in: log, products: products, entries: entries, keys: productIndex)
    standings = PaidPrices.standings(
      in: log, products: products,
      prices: entries.map { entry in
        guard let price = entry?.price, price > 0 else { return .nan }
        return Float(price)
      })
    let names = Set(entries.compactMap { $0?.category }).sorted()
    var rowOfName: [String: Int32] = [:]
    for (row, name) in names.enumerated() { rowOfName[name] = Int32(row) }
    categories = entries.map { entry in
      guard let category = entry?.category else { return -1 }
      return rowOfName[category] ?? -1
    }
    categoryCount = names.count
    lines = DenseIndex.grouped(rows, count: customers.count)
    contacts = DenseIndex.grouped(contactRows, count: customers.count)
    self.customers = customers
    self.events = events
  }

  /// A tally for ``visit(_:cutoffs:tally:_:)``.
  func makeTally() -> CustomerTally {
    CustomerTally(productCount: Int(products.max() ?? -1) + 1, categoryCount: categoryCount)
  }

  /// Takes in the events of a customer in time order and stops at each of the
  /// ascending cut-offs.
  func visit(
    _ row: Int, cutoffs: ArraySlice<Timestamp>, tally: inout CustomerTally,
    _ body: (_ cutoff: Int, _ tally: CustomerTally) -> Void
  ) {
    tally.begin(Int32(row))
    var line = lines.starts[row]
    var contact = contacts.starts[row]
    let log = events.log
    for index in cutoffs.indices {
      while line < lines.starts[row + 1] {
        let event = Int(lines.order[line])
        guard log.occurredAt[event] < cutoffs[index] else { break }
        let product = products[event]
        tally.add(
          CustomerTally.Event(
            kind: log.kinds[event], product: product, category: categories[Int(product)],
            value: log.values[event], standing: standings[event], time: log.occurredAt[event]))
        line += 1
      }
      while contact < contacts.starts[row + 1] {
        let message = events.contacts[Int(contacts.order[contact])]
        guard message.occurredAt < cutoffs[index] else { break }
        tally.add(contactAt: message.occurredAt, isUnhappy: message.isUnhappy)
        contact += 1
      }
      body(index, tally)
    }
  }
}
