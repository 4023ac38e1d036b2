/// A number that tells data of one training from that of another.
///
/// It follows from the values and their order alone, on any machine. It guards
/// against mistakes, not against forgery.
package struct Fingerprint: Sendable, Hashable {
  package private(set) var value: UInt64 = 0

  package init() {}

  /// Adds a word; the order counts.
  package mutating func add(_ word: UInt64) {
    var generator = SplitMix64(seed: value ^ word)
    value = generator.next()
  }

  /// Adds numbers and their count.
  package mutating func add(_ numbers: [Int32]) {
    add(UInt64(numbers.count))
    for number in numbers { add(UInt64(UInt32(bitPattern: number))) }
  }

  /// Adds numbers and their count.
  package mutating func add(_ numbers: [Float]) {
    add(UInt64(numbers.count))
    for number in numbers { add(UInt64(number.bitPattern)) }
  }
}
