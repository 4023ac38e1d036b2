import Domain
import Wording

/// Refuses to add up money of different kinds.
package enum CurrencyScreen {
  /// Refuses events with money of several currencies.
  ///
  /// - Throws: ``FeatureError`` with code `mixedCurrencies` if products of several
  ///   currencies were bought or taken back.
  package static func requireOne(in events: CustomerEvents) throws(FeatureError) {
    let keys = DenseIndex(events.log.products.lazy.map(\.rawValue))
    try requireOne(
      in: events.log, products: events.log.products.map { keys.row(of: $0.rawValue) },
      entries: keys.keys.map { events.catalogue.entries[Product.Key($0)] }, keys: keys)
  }

  /// Refuses a log with money of several currencies.
  ///
  /// `products` is the product row of each interaction, `entries` and `keys` hold
  /// what is known of each product row.
  ///
  /// - Throws: ``FeatureError`` with code `mixedCurrencies` if products of several
  ///   currencies were bought or taken back.
  static func requireOne(
    in log: InteractionLog, products: [Int32], entries: [ProductCatalogue.Entry?],
    keys: DenseIndex
  ) throws(FeatureError) {
    let currencies = entries.map { $0?.currency.flatMap(normalized) }
    guard Set(currencies.compactMap { $0 }).count > 1 else { return }
    var counts = [Int](repeating: 0, count: entries.count)
    for line in 0..<log.count where log.kinds[line] == .purchase || log.kinds[line] == .return {
      counts[Int(products[line])] += 1
    }
    var lines: [String: Int] = [:]
    var example: [String: Int] = [:]
    for (row, currency) in currencies.enumerated() where counts[row] > 0 {
      guard let currency else { continue }
      lines[currency, default: 0] += counts[row]
      if counts[row] > example[currency].map({ counts[$0] }) ?? 0 { example[currency] = row }
    }
    guard lines.count > 1 else { return }
    let parts = lines.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { currency, count in
      let row = example[currency] ?? 0
      let name = entries[row]?.id?.rawValue ?? "with key \(keys.keys[row])"
      let what = counted(count, "purchase or return", "purchases and returns")
      return "\(currency) (\(what), such as of product \(name))"
    }
    throw FeatureError(
      .mixedCurrencies,
      "the products bought are priced in \(parts.count) currencies: "
        + parts.joined(separator: ", ")
        + ". Money of different currencies cannot be added up: convert the values of the "
        + "interactions to one currency and import the products with that currency")
  }

  /// Nil for a blank name.
  private static func normalized(_ name: String) -> String? {
    let letters = name.filter { !$0.isWhitespace }.uppercased()
    return letters.isEmpty ? nil : letters
  }
}
