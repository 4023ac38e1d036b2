import Testing

@testable import Recommendation

@Suite struct ExplorationTests {
  private let scores = (0..<100).map { Float(100 - $0) }

  private func list(
    share: Double, seed: String, limit: Int = 20, exposure: [Float]? = nil
  ) -> [SteeredItem] {
    Steering.apply(
      scores: scores, eligible: [Bool](repeating: true, count: 100), exposure: exposure,
      options: SteeringOptions(limit: limit, exploration: share, seed: seed))
  }

  private func explored(_ items: [SteeredItem]) -> [Int] {
    items.filter { $0.effects.contains(.explored) }.map(\.row)
  }

  @Test func `it takes its share of the places, and never the first`() {
    var total = 0
    for customer in 0..<200 {
      let items = list(share: 0.15, seed: "customer \(customer)")
      #expect(items.count == 20 && items[0].effects.isEmpty)
      let count = explored(items).count
      #expect(count == 3)
      total += explored(list(share: 0.15, seed: "customer \(customer)", limit: 5)).count
      #expect(
        items.filter { !$0.effects.contains(.explored) }.map(\.row)
          == items
          .filter { !$0.effects.contains(.explored) }.map(\.row).sorted())
    }
    // 200 lists of 5 places with a share of 0.15 have 150 places to explore.
    #expect((120...180).contains(total))
  }

  @Test func `a day is like itself and unlike the next`() {
    #expect(list(share: 0.2, seed: "c1 2025-06-01") == list(share: 0.2, seed: "c1 2025-06-01"))
    #expect(
      explored(list(share: 0.2, seed: "c1 2025-06-01"))
        != explored(list(share: 0.2, seed: "c1 2025-06-02")))
  }

  @Test func `what was shown little comes first`() {
    // Every second product has been shown a thousand times.
    let exposure = (0..<100).map { Float($0 % 2 == 0 ? 1000 : 0) }
    var often = 0
    var rarely = 0
    for customer in 0..<100 {
      for row in explored(list(share: 0.2, seed: "\(customer)", exposure: exposure)) {
        if row % 2 == 0 { often += 1 } else { rarely += 1 }
      }
    }
    #expect(rarely == 400 - often && often <= 8)
  }

  @Test func `only eligible products are explored, and all of them are shown once`() {
    var eligible = [Bool](repeating: false, count: 100)
    for row in stride(from: 0, to: 100, by: 9) { eligible[row] = true }
    let items = Steering.apply(
      scores: scores, eligible: eligible,
      options: SteeringOptions(limit: 50, exploration: 1, seed: "x"))
    #expect(items.map(\.row).sorted() == Array(stride(from: 0, to: 100, by: 9)))
    #expect(explored(items).count == 11 && !explored(items).contains(0))
  }
}
