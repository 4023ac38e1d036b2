package import Domain

/// Recency, frequency, money, windows, habits and support contacts of each
/// customer, as of a cut-off.
///
/// The cut-off is the first moment that is not yet known; the same code serves
/// training, with cut-offs in the past, and scoring, with the end of the data.
///
/// - Source: Fader, Hardie & Lee 2005, "RFM and CLV: Using iso-value curves for
///   customer base analysis", J. Marketing Research 42(4), for recency,
///   frequency and monetary value.
package enum PurchaseFeatures {
  /// The features of all customers with at least one purchase before the
  /// cut-off, by key.
  ///
  /// - Throws: ``FeatureError`` with code `leakage` for an event dated at or after
  ///   the cut-off, `mixedCurrencies` for money that cannot be added up.
  /// - Precondition: the events are in time order.
  /// - Complexity: O(interactions).
  package static func table(
    of events: CustomerEvents, cutoff: Timestamp
  ) throws(FeatureError) -> CustomerTable {
    try tables(of: events, cutoffs: [cutoff])[0]
  }

  /// The tables as of several cut-offs, in the order given, in one pass over the
  /// events.
  ///
  /// An event is in the tables of the cut-offs after it; at or after the last of
  /// them it is refused.
  package static func tables(
    of events: CustomerEvents, cutoffs: [Timestamp]
  ) throws(FeatureError) -> [CustomerTable] {
    guard let last = cutoffs.max() else { return [] }
    let order = cutoffs.indices.sorted { cutoffs[$0] < cutoffs[$1] }
    let ascending = order.map { cutoffs[$0] }
    let pass = try EventPass(
      events, customers: DenseIndex(events.log.customers.lazy.map(\.rawValue))
    ) { _ in last }
    var tables = cutoffs.map { _ in FeatureColumns() }
    var tally = pass.makeTally()
    for row in 0..<pass.customers.count {
      pass.visit(row, cutoffs: ascending[...], tally: &tally) { index, tally in
        guard tally.orders > 0 else { return }
        tables[order[index]].append(
          Customer.Key(pass.customers.keys[row]), tally: tally, cutoff: ascending[index])
      }
    }
    return tables.map(\.table)
  }

  /// The features of the customers given, each as of a cut-off of their own, in the
  /// order given; also of those who bought nothing.
  ///
  /// A customer may be given several times. Events of customers who are not given
  /// only tell what products usually cost.
  ///
  /// - Throws: as above; an event counts as late if it is dated at or after the
  ///   last cut-off of its own customer.
  package static func table(
    of events: CustomerEvents, rows: [(customer: Customer.Key, cutoff: Timestamp)]
  ) throws(FeatureError) -> CustomerTable {
    let customers = DenseIndex(rows.lazy.map(\.customer.rawValue))
    let order = rows.indices.sorted {
      (rows[$0].customer.rawValue, rows[$0].cutoff, $0)
        < (rows[$1].customer.rawValue, rows[$1].cutoff, $1)
    }
    let (starts, _) = DenseIndex.grouped(
      rows.map { customers.row(of: $0.customer.rawValue) }, count: customers.count)
    let cutoffs = order.map { rows[$0].cutoff }
    let pass = try EventPass(events, customers: customers) { cutoffs[starts[$0 + 1] - 1] }
    var columns = FeatureColumns()
    var tally = pass.makeTally()
    for row in 0..<customers.count {
      pass.visit(row, cutoffs: cutoffs[starts[row]..<starts[row + 1]], tally: &tally) {
        columns.append(Customer.Key(customers.keys[row]), tally: $1, cutoff: cutoffs[$0])
      }
    }
    var places = [Int](repeating: 0, count: rows.count)
    for (position, row) in order.enumerated() { places[row] = position }
    return columns.table.selecting(places)
  }
}

/// A feature table that grows by rows.
private struct FeatureColumns {
  private var customers: [Customer.Key] = []
  private var columns = [[Float]](repeating: [], count: Self.measures.count)

  private static let measures = PurchaseFeatures.Measure.allCases

  mutating func append(
    _ customer: Customer.Key, tally: borrowing CustomerTally, cutoff: Timestamp
  ) {
    customers.append(customer)
    let snapshot = CustomerTally.Snapshot(of: tally, cutoff: cutoff)
    for (index, measure) in Self.measures.enumerated() {
      columns[index].append(snapshot.value(of: measure))
    }
  }

  var table: CustomerTable {
    CustomerTable(
      customers: customers,
      numeric: zip(Self.measures, columns).map {
        CustomerTable.NumericColumn(name: $0.rawValue, values: $1)
      })
  }
}
