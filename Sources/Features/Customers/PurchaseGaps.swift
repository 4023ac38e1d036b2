import Domain

/// The gaps between the purchase days of a shop's customers.
struct PurchaseGaps {
  private(set) var customers = 0
  /// Gaps that ended with a purchase.
  private(set) var returns = 0
  /// Days from the first purchase to the end of the data.
  private(set) var span = 0
  /// How many gaps ended, and how many were still open, at each number of days.
  private var ended: [Int] = []
  private var open: [Int] = []

  /// Share of all gaps that must have lasted to a day for what happened then to
  /// count: the end of the curve hangs on few.
  private static let leastAtRisk = 0.05

  init(of log: InteractionLog, asOf: Timestamp) {
    let isCounted = { (line: Int) in log.kinds[line] == .purchase && log.occurredAt[line] < asOf }
    guard let first = (0..<log.count).first(where: isCounted) else { return }
    let index = DenseIndex(log.customers.lazy.map(\.rawValue))
    let (firstDay, lastDay) = (log.occurredAt[first].day, asOf.day)
    span = Int(lastDay - firstDay)
    ended = [Int](repeating: 0, count: span + 1)
    open = ended
    var last = [Int64?](repeating: nil, count: index.count)
    for line in first..<log.count where isCounted(line) {
      let row = Int(index.row(of: log.customers[line].rawValue))
      let day = log.occurredAt[line].day
      if let before = last[row], before < day {
        ended[Int(day - before)] += 1
        returns += 1
      }
      last[row] = day
    }
    for case .some(let day) in last {
      open[Int(lastDay - day)] += 1
      customers += 1
    }
  }

  /// The days within which these shares of the returns have come about; nil if
  /// there was none.
  ///
  /// Counted are the returns that the data can show: those of gaps up to the
  /// length that a twentieth of all gaps were followed for.
  func returnQuantiles(_ shares: [Double]) -> [Int]? {
    guard returns > 0 else { return nil }
    let gaps = returns + customers
    var atRisk = gaps
    var away = 1.0
    var returned: [Double] = []
    for day in ended.indices {
      if Double(atRisk) < Self.leastAtRisk * Double(gaps), (returned.last ?? 0) > 0 { break }
      if atRisk > 0 { away *= 1 - Double(ended[day]) / Double(atRisk) }
      atRisk -= ended[day] + open[day]
      returned.append(1 - away)
    }
    // Room for the rounding of the product.
    let all = returned[returned.count - 1] - 1e-12
    return shares.map { share in
      returned.firstIndex { $0 >= share * all } ?? returned.count - 1
    }
  }
}
