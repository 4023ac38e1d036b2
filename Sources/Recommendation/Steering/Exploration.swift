import Engine
import Models

/// Which places go to products that were shown little, and which products.
///
/// The same seed gives the same answer, so that a page looked at twice is the same.
struct Exploration {
  private let share: Double
  private let seed: UInt64
  /// Where in the cycle of places it begins, 0…1: over many seeds a list of any
  /// length explores its share.
  private let phase: Double

  /// - Parameters:
  ///   - share: of the places, 0…1.
  ///   - seed: who asks and when, such as a customer and a day.
  init(share: Double, seed: String) {
    self.share = share
    self.seed = Self.mixed(StableHash.of(seed))
    phase = Self.unit(self.seed)
  }

  /// Whether the place, counted from 0, is one to explore; the first never is.
  func isSlot(_ place: Int) -> Bool { share > 0 && slots(before: place + 1) > slots(before: place) }

  private func slots(before place: Int) -> Int {
    place < 2 ? 0 : Int((Double(place) * share + phase).rounded(.down))
  }

  /// The products to explore, in the order of their turns.
  ///
  /// The chance of a product of exposure e to come first falls as 1/(1 + e).
  ///
  /// - Parameters:
  ///   - count: how many at most.
  ///   - scores: of every row; −∞ where it must not be explored.
  ///   - exposure: how often each row was shown; nil where nothing is known.
  /// - Returns: rows.
  func candidates(_ count: Int, scores: [Float], exposure: [Float]?) -> [Int] {
    let keys = [Float](unsafeUninitializedCapacity: scores.count) { keys, initialized in
      for row in keys.indices {
        let unit = Float(Self.unit(Self.mixed(seed &+ UInt64(row))))
        let shown = exposure.map { max(0, $0[row]) } ?? 0
        keys[row] = scores[row] > -.infinity ? -unit * (1 + shown) : -.infinity
      }
      initialized = scores.count
    }
    return Ranking.top(count, of: keys).map(\.index)
  }

  /// The first draw of a generator seeded with it.
  private static func mixed(_ state: UInt64) -> UInt64 {
    var generator = SplitMix64(seed: state)
    return generator.next()
  }

  /// The upper bits as a number in 0..<1.
  private static func unit(_ bits: UInt64) -> Double { Double(bits >> 40) * 0x1p-24 }
}
