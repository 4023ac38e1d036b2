import Engine
import Features
import Testing

@testable import Support

@Suite struct LeaderClustersTests {
  /// Sparse rows of length 1 or less, near to one of a few directions.
  private static func rows(_ count: Int, seed: UInt64) -> [TextVector] {
    var generator = Xoshiro256StarStar(seed: seed)
    let columns = 40
    let directions = (0..<6).map { _ in (0..<columns).map { _ in Float(generator.uniform()) } }
    return (0..<count).map { row in
      let direction = directions[row % directions.count]
      var vector = TextVector()
      for column in 0..<columns where generator.uniform() < 0.3 {
        vector.columns.append(Int32(column))
        vector.values.append(direction[column] + Float(generator.uniform()) * 0.2)
      }
      let length = vector.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // A part of the length may lie in columns that nobody else has.
      let scale = (row % 4 == 0 ? 0.9 : 1) / max(length, 1e-6)
      for index in vector.values.indices { vector.values[index] *= scale }
      return vector
    }
  }

  @Test(arguments: UInt64(1)...12)
  func `the index finds what comparing all finds`(seed: UInt64) {
    let rows = Self.rows(150, seed: seed)
    var generator = Xoshiro256StarStar(seed: seed + 100)
    let rarity = (0..<40).map { _ in Float(generator.uniform()) }
    let threshold = Float([0.4, 0.55, 0.7][Int(seed % 3)])
    var clusters = LeaderClusters(threshold: threshold, columnCount: 40)
    var leaders: [TextVector] = []
    for (index, row) in rows.enumerated() {
      var best: (leader: Int, cosine: Float)?
      for (number, leader) in leaders.enumerated() {
        let cosine = row.dot(leader)
        if cosine >= threshold, cosine > best?.cosine ?? 0 { best = (number, cosine) }
      }
      let expected = best?.leader ?? leaders.count
      if best == nil { leaders.append(row) }
      let found = clusters.assign(row, rarity: rarity)
      // Sums in another order may differ in the last bit.
      let isTie =
        found < leaders.count && abs(row.dot(leaders[found]) - (best?.cosine ?? threshold)) < 1e-5
      #expect(found == expected || isTie, "seed \(seed), row \(index)")
    }
    #expect(leaders.count > 3)
  }

  @Test func `a row without columns leads`() {
    var clusters = LeaderClusters(threshold: 0.5, columnCount: 1)
    #expect(clusters.assign(TextVector(), rarity: [1]) == 0)
    #expect(clusters.assign(TextVector(), rarity: [1]) == 1)
  }

  @Test func `groups join by the mean of all cosines between them`() {
    // Unit rows at angles in the plane: cos 20° = .94, cos 40° = .77, cos 80° = .17.
    let rows = [(1.0, 0.0), (0.9397, 0.3420), (0.7660, 0.6428), (0.1736, 0.9848)].map {
      TextVector(columns: [0, 1], values: [Float($0.0), Float($0.1)])
    }
    let groups = [[0, 1], [2], [3]]
    // Mean of row 2 to rows 0 and 1: (0.766 + 0.940) / 2 = 0.853.
    // Mean of row 3 to rows 0 to 2: (0.174 + 0.5 + 0.766) / 3 = 0.480.
    for (threshold, expected) in [
      (Float(0.86), [[0, 1], [2], [3]]), (0.85, [[0, 1, 2], [3]]), (0.49, [[0, 1, 2], [3]]),
      (0.47, [[0, 1, 2, 3]]),
    ] {
      #expect(
        AverageLink.joined(groups, rows: rows, columnCount: 2, threshold: threshold) == expected,
        "\(threshold)")
    }
  }
}
