import Domain

/// Which purchases were cheaper than the product usually is.
enum PaidPrices {
  /// How a purchase's unit price stands to the usual one.
  enum Standing: UInt8 {
    /// No purchase, or none whose price or usual price is known.
    case unknown
    case regular
    case discounted
  }

  /// Part of the usual price that a line's rounding to cents may take off.
  private static let tolerance: Float = 0.01

  /// The standing of each interaction of a log in time order.
  ///
  /// The usual price is the catalogue's or, where it has none, the median of what
  /// all customers paid for a piece at earlier moments; so the standing of a
  /// purchase is the same as of any later cut-off.
  ///
  /// `products` is the product row of each interaction, `prices` the catalogue
  /// price of each product row; NaN where it has none.
  static func standings(
    in log: InteractionLog, products: [Int32], prices: [Float]
  ) -> [Standing] {
    var standings = [Standing](repeating: .unknown, count: log.count)
    // Lines of products whose usual price has to be found; -1 for all others.
    var unpriced = [Int32](repeating: -1, count: prices.contains { $0.isNaN } ? log.count : 0)
    for line in 0..<log.count where isPriced(line, in: log) {
      let usual = prices[Int(products[line])]
      if usual.isNaN {
        unpriced[line] = products[line]
      } else {
        standings[line] = standing(of: unitPrice(line, in: log), usual: usual)
      }
    }
    guard !unpriced.isEmpty else { return standings }
    let (starts, order) = DenseIndex.grouped(unpriced, count: prices.count)
    var median = RunningMedian()
    for product in prices.indices {
      median.removeAll()
      var known = starts[product]
      for position in starts[product]..<starts[product + 1] {
        let line = Int(order[position])
        // Only what was paid at earlier moments counts.
        while known < position, log.occurredAt[Int(order[known])] < log.occurredAt[line] {
          median.insert(unitPrice(Int(order[known]), in: log))
          known += 1
        }
        guard let usual = median.value else { continue }
        standings[line] = standing(of: unitPrice(line, in: log), usual: usual)
      }
    }
    return standings
  }

  private static func isPriced(_ line: Int, in log: InteractionLog) -> Bool {
    log.kinds[line] == .purchase && log.values[line] > 0 && log.quantities[line] > 0
  }

  private static func unitPrice(_ line: Int, in log: InteractionLog) -> Float {
    log.values[line] / log.quantities[line]
  }

  private static func standing(of price: Float, usual: Float) -> Standing {
    price < usual * (1 - tolerance) ? .discounted : .regular
  }
}
