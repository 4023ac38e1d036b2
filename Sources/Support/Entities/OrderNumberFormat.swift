/// How order numbers of a store are written: "two letters, a dash, 5 digits".
struct OrderNumberFormat: Sendable, Hashable {
  enum Element: Sendable, Hashable {
    /// Letters that all numbers share, folded, and as the store writes them.
    case prefix([UInt32], written: String)
    case letters(Int)
    case digits(ClosedRange<Int>)
    /// Letters and digits mixed.
    case mixed(ClosedRange<Int>)
    /// What the store writes between two others; a customer may leave it out.
    case separator(String)
  }

  var elements: [Element]
  /// The part of the store's numbers that are written so.
  var share: Double

  /// Whether it is nothing but digits in a row.
  var isBare: Bool {
    elements.count == 1 && elements.allSatisfy { if case .digits = $0 { true } else { false } }
  }

  /// The fewest characters without separators.
  var shortest: Int {
    elements.reduce(0) { sum, element in
      switch element {
      case .prefix(let letters, _): sum + letters.count
      case .letters(let count): sum + count
      case .digits(let range), .mixed(let range): sum + range.lowerBound
      case .separator: sum
      }
    }
  }

  var prefix: [UInt32]? {
    if case .prefix(let letters, _) = elements.first { letters } else { nil }
  }

  /// How sure a number of this format is one, with nothing said before it.
  var confidence: Double {
    let hasLetters = elements.contains {
      switch $0 {
      case .letters, .mixed: true
      default: false
      }
    }
    let base =
      prefix != nil ? 0.92 : hasLetters ? 0.8 : shortest >= 8 || !isBare ? 0.75 : 0.65
    return base * (0.85 + 0.15 * share)
  }

  /// A number that stands at a place.
  struct Match: Sendable {
    var range: Range<Int>
    /// As the store would write it.
    var value: String
  }

  /// Reads a number; what parts its elements may differ from the store's.
  ///
  /// - Parameters:
  ///   - start: where it begins.
  ///   - skipsPrefix: whether the shared letters are left out.
  ///   - text: the text.
  /// - Returns: nil where no number of this format stands there alone.
  func match(at start: Int, skipsPrefix: Bool = false, in text: FoldedText) -> Match? {
    var place = start
    var value = ""
    var hasBegun = false
    for (index, element) in elements.enumerated() {
      if case .separator(let sign) = element {
        value += sign
        continue
      }
      if index == 0, skipsPrefix, case .prefix(_, let written) = element {
        value += written
        continue
      }
      if hasBegun { place = Self.skippedSeparators(from: place, in: text) }
      let next = index + 1 < elements.count ? elements[index + 1] : nil
      guard let end = Self.end(of: element, before: next, at: place, in: text) else { return nil }
      hasBegun = true
      switch element {
      case .prefix(_, let written): value += written
      case .letters, .mixed: value += text.text(place..<end).uppercased()
      case .digits, .separator: value += text.text(place..<end)
      }
      place = end
    }
    guard hasBegun, !text.isAlphanumeric(place) else { return nil }
    if isBare || skipsPrefix, text.isPartOfNumber(start..<place) { return nil }
    if isBare, text.isGroup(start..<place) { return nil }
    return Match(range: start..<place, value: value)
  }

  private static func end(
    of element: Element, before next: Element?, at start: Int, in text: FoldedText
  ) -> Int? {
    switch element {
    case .prefix(let letters, _): return text.end(of: letters, at: start)
    case .letters(let count):
      let end = start + count
      guard end <= text.count, text.kinds[start..<end].allSatisfy({ $0 == .letter }) else {
        return nil
      }
      return end
    case .digits(let range):
      var end = start
      while text.isDigit(end), end - start <= range.upperBound { end += 1 }
      // Two runs of digits may have lost what parted them.
      if case .digits = next, range.lowerBound == range.upperBound {
        end = min(end, start + range.upperBound)
      }
      return range.contains(end - start) ? end : nil
    case .mixed(let range):
      var end = start
      while text.isAlphanumeric(end), end - start <= range.upperBound { end += 1 }
      guard range.contains(end - start), text.kinds[start..<end].contains(.digit) else {
        return nil
      }
      return end
    case .separator: return start
    }
  }

  static func isSeparator(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x23, 0x2D, 0x2E, 0x2F, 0x3A, 0x5F: true
    default: false
    }
  }

  private static func skippedSeparators(from start: Int, in text: FoldedText) -> Int {
    var place = start
    while place - start < 3, isSeparator(text.scalar(place)) { place += 1 }
    return place
  }
}

extension FoldedText {
  /// Whether other digits stand beside it, as in a telephone number.
  func isGroup(_ range: Range<Int>) -> Bool {
    if scalar(range.lowerBound - 1) == 0x2B { return true }
    return scalar(range.lowerBound - 1) == 0x20 && isDigit(range.lowerBound - 2)
      || scalar(range.upperBound) == 0x20 && isDigit(range.upperBound + 1)
  }

  /// Whether digits go on behind a point or comma, before or after.
  func isPartOfNumber(_ range: Range<Int>) -> Bool {
    func joins(_ sign: Int, _ digit: Int) -> Bool {
      guard isDigit(digit) else { return false }
      return (0x2C...0x2F).contains(scalar(sign)) || scalar(sign) == 0x3A
    }
    return joins(range.lowerBound - 1, range.lowerBound - 2)
      || joins(range.upperBound, range.upperBound + 1)
      || scalar(range.upperBound) == 0x25
  }
}
