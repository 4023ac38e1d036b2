package import Domain

extension Reader {
  /// How often each product was shown within a period; one that was not is left out.
  ///
  /// `from` is the first second that counts and `until` the first that no longer does.
  ///
  /// - Complexity: one pass over the exposures.
  package func impressions(
    from: Timestamp, until: Timestamp
  ) throws(StoreError) -> [Product.Key: Int] {
    var counts: [Product.Key: Int] = [:]
    // Counted here: GROUP BY would look each exposure up by an index on products.
    try connection.forEach(
      "SELECT product_key FROM exposures WHERE shown_at >= ?1 AND shown_at < ?2",
      bind: {
        $0.bind(1, from.seconds)
        $0.bind(2, until.seconds)
      },
      row: { counts[Product.Key($0.integer(0)), default: 0] += 1 })
    return counts
  }
}
