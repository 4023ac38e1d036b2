import Domain
import Engine
import Testing

@testable import Features

@Suite struct PaidPricesTests {
  private func standings(
    _ lines: [(day: Int, quantity: Float, value: Float)], price: Float
  ) -> [PaidPrices.Standing] {
    var log = InteractionLog()
    for (day, quantity, value) in lines {
      log.append(
        customer: Customer.Key(1), product: Product.Key(1), kind: .purchase, quantity: quantity,
        value: value, occurredAt: Timestamp(seconds: 0).adding(days: day))
    }
    return PaidPrices.standings(
      in: log, products: lines.map { _ in 0 }, prices: [price])
  }

  @Test func `a price below the catalogue's is discounted, a cent of rounding is not`() {
    #expect(
      standings(
        [(0, 1, 9), (1, 3, 30), (2, 3, 29.99), (3, 2, 18), (4, 0, 5), (5, 1, 0)], price: 10)
        == [.discounted, .regular, .regular, .discounted, .unknown, .unknown])
  }

  @Test func `without a catalogue price, the median paid at earlier moments is the usual one`() {
    #expect(
      standings([(0, 1, 9), (0, 1, 5), (1, 1, 6.9), (2, 2, 14), (3, 1, 6), (3, 1, 6)], price: .nan)
        == [.unknown, .unknown, .discounted, .regular, .discounted, .discounted])
  }

  @Test(arguments: UInt64(0)..<20)
  func `the running median equals that of the sorted numbers`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var median = RunningMedian()
    var sorted: [Float] = []
    #expect(median.value == nil)
    for _ in 0..<Int.random(in: 1...200, using: &generator) {
      let number = Float.random(in: -9...9, using: &generator).rounded()
      median.insert(number)
      sorted.append(number)
      sorted.sort()
      let expected = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      #expect(median.value == expected, "seed \(seed), \(sorted.count) numbers")
    }
    median.removeAll()
    #expect(median.value == nil)
  }

  @Test func `keys far apart are found as well as those side by side`() {
    for keys: [Int64] in [[5, 3, 9, 3], [.min, 7, .max, 7, 0], [4], []] {
      let index = DenseIndex(keys)
      #expect(index.keys == Set(keys).sorted())
      for (row, key) in index.keys.enumerated() { #expect(index.row(of: key) == Int32(row)) }
      for key: Int64 in [-1, 6, 10, .max - 1] { #expect(index.row(of: key) == -1) }
    }
  }
}
