import Engine

@testable import Models

/// Rows drawn for the tests of additive models.
struct AdditiveData {
  let columns: [AdditiveColumn]
  let labels: [Float]

  /// Draws labels from log-odds of the columns' rows.
  init(
    _ columns: [AdditiveColumn], seed: UInt64, _ logOdds: (_ row: Int) -> Double
  ) {
    var generator = SplitMix64(seed: seed)
    self.columns = columns
    labels = (0..<columns[0].count).map { row in
      generator.uniform() < Logistic.sigmoid(logOdds(row)) ? 1 : 0
    }
  }

  /// Numbers drawn evenly from −1 to 1.
  static func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(2 * generator.uniform() - 1) }
  }

  /// The rows of a range.
  func rows(_ range: Range<Int>) -> (columns: [AdditiveColumn], labels: [Float]) {
    (columns.map { $0.rows(Array(range)) }, Array(labels[range]))
  }

  /// Columns of all kinds: a number, one with a spike and missing values, whole
  /// numbers, and two categories, one with rare levels and missing ones.
  static func mixed(rows: Int, seed: UInt64) -> AdditiveData {
    var generator = SplitMix64(seed: seed)
    let a = numbers(rows, seed: seed &+ 1)
    let b = (0..<rows).map { _ -> Float in
      let draw = generator.uniform()
      return draw < 0.1 ? .nan : draw < 0.3 ? 0 : Float(10 * generator.uniform())
    }
    let c = (0..<rows).map { _ in Float(generator.index(below: 4)) }
    let d = (0..<rows).map { _ in Int32(generator.index(below: 3)) }
    let e = (0..<rows).map { _ -> Int32 in
      let draw = generator.uniform()
      return draw < 0.1 ? -1 : Int32(40 * draw * draw)
    }
    return AdditiveData(
      [
        AdditiveColumn(name: "a", values: .numbers(a)),
        AdditiveColumn(name: "b", values: .numbers(b)),
        AdditiveColumn(name: "c", values: .numbers(c)),
        AdditiveColumn(name: "d", values: .categories(d, levelCount: 3)),
        AdditiveColumn(name: "e", values: .categories(e, levelCount: 50)),
      ], seed: seed &+ 2
    ) { row in
      let spike = b[row].isNaN ? 1.0 : b[row] == 0 ? -1 : 0
      let pair = (d[row] == 0 ? 2.0 : -1) * Double(a[row])
      return spike + pair + (c[row] == 2 ? 1.5 : 0) + Double(e[row] % 3) / 2 - 1
    }
  }
}

/// The share of pairs of a row with label 1 and one with label 0 that scores order
/// rightly, ties counting half.
func rankingQuality(_ scores: [Double], _ labels: [Float]) -> Double {
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var (start, rankSum, ones) = (0, 0.0, 0.0)
  while start < order.count {
    var end = start
    while end < order.count && scores[order[end]] == scores[order[start]] { end += 1 }
    for place in start..<end where labels[order[place]] > 0.5 {
      rankSum += Double(start + end + 1) / 2
      ones += 1
    }
    start = end
  }
  return (rankSum - ones * (ones + 1) / 2) / (ones * (Double(scores.count) - ones))
}
