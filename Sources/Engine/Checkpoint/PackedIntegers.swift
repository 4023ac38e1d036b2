/// Row and column numbers two to a word, as a checkpoint stores long lists of them.
package enum PackedIntegers {
  /// Two numbers of 32 bits in each word; where they are odd, −1 follows the last.
  ///
  /// - Precondition: none is below zero.
  package static func pack(_ numbers: [Int32]) -> [Int64] {
    stride(from: 0, to: numbers.count, by: 2).map { index in
      let second = index + 1 < numbers.count ? numbers[index + 1] : -1
      return Int64(numbers[index]) << 32 | Int64(UInt32(bitPattern: second))
    }
  }

  /// The numbers that `pack` took.
  package static func unpack(_ words: [Int64]) -> [Int32] {
    var numbers: [Int32] = []
    numbers.reserveCapacity(2 * words.count)
    for word in words {
      numbers.append(Int32(truncatingIfNeeded: word >> 32))
      numbers.append(Int32(truncatingIfNeeded: word))
    }
    if numbers.last == -1 { numbers.removeLast() }
    return numbers
  }
}
