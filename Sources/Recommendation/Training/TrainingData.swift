import Domain
import Engine
import Features
import Models

/// A log in the forms that candidate models are fitted to.
struct TrainingData {
  let events: InteractionLog
  let records: ShopRecords
  let asOf: Timestamp
  let products: Vocabulary<Product.Key>
  let customers: Vocabulary<Customer.Key>
  let histories: [CustomerHistory]
  /// [customers, products], confidences above zero.
  let confidences: SparseMatrix
  /// The same entries, each 1.
  let occurrences: SparseMatrix

  init(
    _ log: InteractionLog, records: ShopRecords, asOf: Timestamp,
    products: Vocabulary<Product.Key>, builder: HistoryBuilder
  ) {
    events = log
    self.records = records
    self.asOf = asOf
    self.products = products
    customers = Vocabulary(Set(log.customers).sorted { $0.rawValue < $1.rawValue })
    histories = builder.histories(of: customers, in: log, asOf: asOf)
    confidences = InteractionMatrix.confidences(of: histories, productCount: products.count)
    guard
      let ones = SparseMatrix(
        compressedRows: confidences.rowOffsets, columns: confidences.columns,
        values: [Float](repeating: 1, count: confidences.entryCount),
        columnCount: products.count)
    else { preconditionFailure("the entries of a matrix are in order") }
    occurrences = ones
  }

  /// What each customer met with a positive weight, with its moments.
  func sequences(weights: InteractionWeights) -> ItemSequences {
    let places = visits(weights)
    return ItemSequences(
      places.map { $0.map(\.product) }, moments: places.map { $0.map(\.moment) },
      itemCount: products.count)
  }

  /// [baskets, products]: what one customer bought at one moment, each 1; only
  /// baskets of two products or more.
  func baskets(weights: InteractionWeights) -> SparseMatrix {
    var rows: [[(column: Int, value: Float)]] = []
    for visit in visits(weights) {
      var start = 0
      while start < visit.count {
        var end = start
        while end < visit.count, visit[end].moment == visit[start].moment { end += 1 }
        let basket = Set(visit[start..<end].map { Int($0.product) }).sorted()
        if basket.count > 1 { rows.append(basket.map { ($0, 1) }) }
        start = end
      }
    }
    return SparseMatrix(rows: rows, columnCount: products.count)
  }

  private typealias Visit = (product: Int32, moment: Int32)

  /// For each customer the products met with a positive weight, in order, with the
  /// number of the moment.
  private func visits(_ weights: InteractionWeights) -> [[Visit]] {
    var result = [[Visit]](repeating: [], count: customers.count)
    var last = [Timestamp?](repeating: nil, count: customers.count)
    for index in 0..<events.count
    where weights.weight(of: events.kinds[index], value: events.values[index]) > 0 {
      guard let row = customers.row(of: events.customers[index]),
        let product = products.row(of: events.products[index])
      else { continue }
      let time = events.occurredAt[index]
      let before = result[row].last?.moment ?? 0
      result[row].append((Int32(product), last[row] == time ? before : before + 1))
      last[row] = time
    }
    return result
  }

  /// The category of each product row; −1 where none is known.
  var categories: [Int32] {
    var numbers: [String: Int32] = [:]
    return products.keys.map { key in
      guard let category = records.products[key]?.category else { return -1 }
      let number = numbers[category] ?? Int32(numbers.count)
      numbers[category] = number
      return number
    }
  }

  /// Each product row's price, from the catalogue or else from what was paid for a
  /// piece; 0 where neither is known.
  var prices: [Float] {
    var (spent, pieces) = (
      [Double](repeating: 0, count: products.count), [Double](repeating: 0, count: products.count)
    )
    for index in 0..<events.count where events.kinds[index] == .purchase && events.values[index] > 0
    {
      guard let row = products.row(of: events.products[index]) else { continue }
      spent[row] += Double(events.values[index])
      pieces[row] += Double(events.quantities[index])
    }
    return products.keys.indices.map { row in
      let listed = records.products[products.keys[row]]?.price
      return Float(listed ?? (pieces[row] > 0 ? spent[row] / pieces[row] : 0))
    }
  }

  /// A product's faded purchases, 0…1.
  func popularity(halfLifeDays: Float, weights: InteractionWeights) -> Popularity {
    Popularity(
      of: events, products: products, countries: records.countries, weights: weights,
      halfLifeDays: halfLifeDays, asOf: asOf)
  }
}
