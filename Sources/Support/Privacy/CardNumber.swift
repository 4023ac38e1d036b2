/// Numbers of payment cards.
enum CardNumber {
  static let lengths = 13...19

  /// Whether the last digit is the check digit of the others.
  ///
  /// - Source: H. P. Luhn, US patent 2,950,048; ISO/IEC 7812-1, annex B.
  static func isValid(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
    var sum = 0
    var isDoubled = false
    for digit in digits.reversed() {
      let value = Int(digit) * (isDoubled ? 2 : 1)
      sum += value > 9 ? value - 9 : value
      isDoubled.toggle()
    }
    return sum % 10 == 0
  }

  /// The card numbers in a run of digits, as ranges of its groups.
  ///
  /// A run of a card's length is one or none, however it is grouped; among other
  /// digits only a number grouped as cards are printed counts.
  static func groups(of run: DigitRun, in text: FoldedText) -> [Range<Int>] {
    guard run.digitCount >= lengths.lowerBound else { return [] }
    let digits = run.digits(in: text)
    if run.isTight, lengths.contains(digits.count) {
      // A plus or a zero in front is of a telephone number.
      let isCard =
        digits[0] != 0 && text.scalar(run.range.lowerBound - 1) != 0x2B && isValid(digits)
      return isCard ? [0..<run.groups.count] : []
    }
    var found: [Range<Int>] = []
    var first = 0
    var offset = 0
    while first < run.groups.count {
      let match = printedCounts(run, from: first).lazy.map { count in
        (count, length: run.groups[first..<(first + count)].reduce(0) { $0 + $1.count })
      }.first { isValid(digits[offset..<(offset + $0.length)]) }
      if let (count, length) = match {
        found.append(first..<(first + count))
        offset += length
        first += count
      } else {
        offset += run.groups[first].count
        first += 1
      }
    }
    return found
  }

  /// How many groups from a place on look like a card's, the most first.
  private static func printedCounts(_ run: DigitRun, from first: Int) -> [Int] {
    func size(_ offset: Int) -> Int {
      first + offset < run.groups.count ? run.groups[first + offset].count : 0
    }
    if lengths.contains(size(0)) { return [1] }
    guard size(0) == 4 else { return [] }
    if size(1) == 6, (4...5).contains(size(2)) { return [3] }
    guard size(1) == 4, size(2) == 4 else { return [] }
    if size(3) == 4, (1...3).contains(size(4)) { return [5, 4] }
    return (1...7).contains(size(3)) ? [4] : []
  }
}
