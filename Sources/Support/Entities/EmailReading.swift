/// An e-mail address as it was written, spelled-out ones included.
struct EmailReading: Sendable {
  var range: Range<Int>
  private var local: Range<Int>
  private var labels: [Range<Int>]
  /// Whether it was written with words for the signs.
  var isSpelled: Bool

  /// The address in lower case, with `@` and full stops.
  func address(in text: FoldedText) -> String {
    text.text(local) + "@" + labels.map { text.text($0) }.joined(separator: ".")
  }

  /// All addresses of a text, in their order.
  static func all(in text: FoldedText) -> [EmailReading] {
    var found: [EmailReading] = []
    var floor = 0
    var position = 0
    while position < text.count {
      guard let sign = sign(at: position, in: text, floor: floor),
        let local = local(before: sign, in: text, floor: floor),
        let domain = domain(after: sign, in: text)
      else {
        position += 1
        continue
      }
      found.append(
        EmailReading(
          range: local.lowerBound..<domain.end, local: local, labels: domain.labels,
          isSpelled: sign.isWord || domain.isSpelled))
      floor = domain.end
      position = floor
    }
    return found
  }

  // MARK: - The sign between name and host

  private struct Sign {
    /// With the spaces and brackets around it.
    var range: Range<Int>
    var isWord = false
    /// Whether the host has to spell its dots too: "look at example.com".
    var isBare = false
    var isSpaced: Bool
  }

  /// `@`, "(at)", "[at]", " at ", with spaces around it.
  private static func sign(at position: Int, in text: FoldedText, floor: Int) -> Sign? {
    if text.scalars[position] == 0x40 {
      let range = widened(position..<(position + 1), in: text, floor: floor)
      return Sign(range: range, isSpaced: range.count > 1)
    }
    guard text.scalars[position] == 0x61, text.scalar(position + 1) == 0x74,
      position > floor, !text.isAlphanumeric(position - 1), !text.isAlphanumeric(position + 2)
    else { return nil }
    var range = position..<(position + 2)
    var inner = range
    while text.scalar(inner.lowerBound - 1) == 0x20, inner.lowerBound - 1 > floor {
      inner = (inner.lowerBound - 1)..<inner.upperBound
    }
    while text.scalar(inner.upperBound) == 0x20 {
      inner = inner.lowerBound..<(inner.upperBound + 1)
    }
    let isBracketed =
      isOpening(text.scalar(inner.lowerBound - 1)) && isClosing(text.scalar(inner.upperBound))
    if isBracketed { range = (inner.lowerBound - 1)..<(inner.upperBound + 1) }
    let wide = widened(range, in: text, floor: floor)
    guard isBracketed || (wide.lowerBound < range.lowerBound && wide.upperBound > range.upperBound)
    else { return nil }
    return Sign(range: wide, isWord: true, isBare: !isBracketed, isSpaced: true)
  }

  private static func isOpening(_ scalar: UInt32) -> Bool {
    scalar == 0x28 || scalar == 0x5B || scalar == 0x7B || scalar == 0x3C
  }

  private static func isClosing(_ scalar: UInt32) -> Bool {
    scalar == 0x29 || scalar == 0x5D || scalar == 0x7D || scalar == 0x3E
  }

  /// With up to two spaces on each side.
  private static func widened(_ range: Range<Int>, in text: FoldedText, floor: Int) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > floor, text.scalar(start - 1) == 0x20, range.lowerBound - start < 2 { start -= 1 }
    while text.scalar(end) == 0x20, end - range.upperBound < 2 { end += 1 }
    return start..<end
  }

  // MARK: - The name

  private static func local(before sign: Sign, in text: FoldedText, floor: Int) -> Range<Int>? {
    let end = sign.range.lowerBound
    guard end > floor else { return nil }
    if text.scalars[end - 1] == 0x22 { return quoted(endingAt: end, in: text, floor: floor) }
    // "我的邮箱是jo@…" begins at the Latin letter.
    let isUnspaced = text.kinds[end - 1] == .unspaced
    var start = end
    while start > floor, isLocal(start - 1, in: text, allowsUnspaced: isUnspaced) { start -= 1 }
    while start < end, !isWord(start, in: text) { start += 1 }
    // "It is not coming. At …"
    return start < end && text.scalars[end - 1] != 0x2E ? start..<end : nil
  }

  private static func quoted(endingAt end: Int, in text: FoldedText, floor: Int) -> Range<Int>? {
    var start = end - 2
    while start >= floor, end - start <= 66, text.kinds[start] != .newline {
      if text.scalars[start] == 0x22 { return start..<end }
      start -= 1
    }
    return nil
  }

  private static func isWord(_ position: Int, in text: FoldedText) -> Bool {
    text.isAlphanumeric(position) || text.kinds[position] == .unspaced
      || text.scalars[position] == 0x5F
  }

  private static func isLocal(
    _ position: Int, in text: FoldedText, allowsUnspaced: Bool
  ) -> Bool {
    switch text.kinds[position] {
    case .letter, .digit: return true
    case .unspaced: return allowsUnspaced
    case .space, .newline: return false
    case .other:
      switch text.scalars[position] {
      // ! # $ % & ' * + - . / = ? ^ _ ` | ~
      case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D...0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7C, 0x7E:
        return true
      default: return false
      }
    }
  }

  // MARK: - The host

  private struct Domain {
    var end: Int
    var labels: [Range<Int>] = []
    var isSpelled = false
  }

  private static func domain(after sign: Sign, in text: FoldedText) -> Domain? {
    var position = sign.range.upperBound
    if text.scalar(position) == 0x5B, text.isDigit(position + 1) { position += 1 }
    var domain = Domain(end: position)
    var hasLetter = false
    var hasNumbersOnlyLast = false
    while let end = label(from: position, in: text) {
      let label = position..<end
      domain.labels.append(label)
      hasNumbersOnlyLast = label.allSatisfy { text.kinds[$0] == .digit }
      hasLetter = hasLetter || !label.allSatisfy { !isLetter($0, in: text) }
      domain.end = end
      guard let dot = dot(at: end, in: text) else { break }
      if dot.isSpelled { domain.isSpelled = true }
      position = dot.end
    }
    guard domain.labels.count >= 2 else { return nil }
    let isPlausible = hasLetter && !hasNumbersOnlyLast
    if sign.isSpaced {
      guard isPlausible, domain.labels[domain.labels.count - 1].count >= 2,
        !sign.isBare || domain.isSpelled
      else { return nil }
    } else {
      guard hasLetter || domain.labels.count == 4 else { return nil }
    }
    return domain
  }

  private static func isLetter(_ position: Int, in text: FoldedText) -> Bool {
    text.kinds[position] == .letter || text.kinds[position] == .unspaced
  }

  /// The end of one label: letters of one manner of writing, digits, hyphens.
  private static func label(from start: Int, in text: FoldedText) -> Int? {
    guard start < text.count, isWord(start, in: text) else { return nil }
    let isUnspaced = text.kinds[start] == .unspaced
    var end = start
    while end < text.count {
      let kind = text.kinds[end]
      let isHyphen = text.scalars[end] == 0x2D || text.scalars[end] == 0x5F
      guard kind == .digit || isHyphen || kind == (isUnspaced ? .unspaced : .letter) else { break }
      end += 1
    }
    while end > start, !isWord(end - 1, in: text) { end -= 1 }
    return end > start ? end : nil
  }

  /// A full stop, or "dot" in brackets or between spaces.
  private static func dot(at position: Int, in text: FoldedText) -> (end: Int, isSpelled: Bool)? {
    if text.scalar(position) == 0x2E || text.scalar(position) == 0x3002 {
      return (position + 1, false)
    }
    var start = position
    while text.scalar(start) == 0x20, start - position < 2 { start += 1 }
    let isBracketed = isOpening(text.scalar(start))
    if isBracketed {
      start += 1
      if text.scalar(start) == 0x20 { start += 1 }
    }
    guard isBracketed || start > position else { return nil }
    let words = isBracketed ? bracketedDots : spokenDots
    guard var end = words.lazy.compactMap({ text.end(of: $0, at: start) }).first else {
      return nil
    }
    if text.scalar(end) == 0x20, isBracketed { end += 1 }
    if isBracketed {
      guard isClosing(text.scalar(end)) else { return nil }
      end += 1
    }
    let afterWord = end
    while text.scalar(end) == 0x20, end - afterWord < 2 { end += 1 }
    return isBracketed || end > afterWord ? (end, true) : nil
  }

  /// "At this point just" is no address: alone only some words are a dot.
  private static let spokenDots: [[UInt32]] = ["dot", "punkt"].map {
    $0.unicodeScalars.map(\.value)
  }
  private static let bracketedDots: [[UInt32]] = ["dot", "punkt", "point", "punto", "."].map {
    $0.unicodeScalars.map(\.value)
  }
}

extension FoldedText {
  /// Where a word that stands at a place ends; nil where it does not stand there.
  func end(of word: [UInt32], at start: Int) -> Int? {
    guard start + word.count <= count else { return nil }
    for (offset, scalar) in word.enumerated() where scalars[start + offset] != scalar {
      return nil
    }
    return start + word.count
  }
}
