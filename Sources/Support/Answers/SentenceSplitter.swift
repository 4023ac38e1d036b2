/// Cuts the pieces of an answer into lines and sentences.
enum SentenceSplitter {
  /// One scalar, or one field.
  private enum Element {
    case scalar(Unicode.Scalar)
    case field(AnswerTemplate.Piece)
  }

  /// The sentences of each line; no line holds a line break.
  static func lines(of pieces: [AnswerTemplate.Piece]) -> [[[AnswerTemplate.Piece]]] {
    var line: [Element] = []
    var lines: [[[AnswerTemplate.Piece]]] = []
    for piece in pieces {
      guard case .words(let words) = piece else {
        line.append(.field(piece))
        continue
      }
      for scalar in words.unicodeScalars {
        if scalar == "\n" {
          lines.append(sentences(of: line))
          line = []
        } else {
          line.append(.scalar(scalar))
        }
      }
    }
    lines.append(sentences(of: line))
    return lines
  }

  private static func sentences(of line: [Element]) -> [[AnswerTemplate.Piece]] {
    var sentences: [[AnswerTemplate.Piece]] = []
    var start = 0
    var position = 0
    while position < line.count {
      guard let end = boundary(at: position, in: line) else {
        position += 1
        continue
      }
      sentences.append(joined(line[start..<end]))
      (start, position) = (end, end)
    }
    if start < line.count { sentences.append(joined(line[start...])) }
    return sentences
  }

  /// Where the next sentence begins, if the one before ends at a position.
  private static func boundary(at position: Int, in line: [Element]) -> Int? {
    guard case .scalar(let scalar) = line[position] else { return nil }
    let isFullWidth = "。！？｡".unicodeScalars.contains(scalar)
    guard isFullWidth || ".!?…".unicodeScalars.contains(scalar) else { return nil }
    var end = position + 1
    while end < line.count, case .scalar(let next) = line[end], isClosing(next) { end += 1 }
    let afterClosing = end
    while end < line.count, case .scalar(let next) = line[end], next.properties.isWhitespace {
      end += 1
    }
    if isFullWidth { return end }
    guard end > afterClosing || end == line.count else { return nil }
    if scalar == ".", end < line.count {
      if case .scalar(let next) = line[end], next.properties.isLowercase { return nil }
      if isAbbreviated(line[..<position]) { return nil }
    }
    return end
  }

  private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
    ".!?…。！？｡\"'”’»)]）」』】".unicodeScalars.contains(scalar)
  }

  /// Whether the full stop after these belongs to a word: an initial, an
  /// abbreviation, an ordinal.
  private static func isAbbreviated(_ before: ArraySlice<Element>) -> Bool {
    var word = String.UnicodeScalarView()
    for element in before.reversed() {
      guard case .scalar(let scalar) = element,
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      else {
        // "{return_window.days}." ends a sentence.
        if case .field = element, word.isEmpty { return false }
        break
      }
      word.append(scalar)
      guard word.count <= 7 else { return false }
    }
    guard word.count > 1 else { return !word.isEmpty }
    if word.allSatisfy({ $0.properties.numericType != nil }) { return word.count <= 2 }
    return abbreviations.contains(String(String(word).reversed()).lowercased())
  }

  private static let abbreviations: Set<String> = [
    "nr", "no", "dr", "mr", "mrs", "ms", "st", "str", "ca", "bzw", "approx", "tel", "abs", "art",
    "vs", "min", "max", "evtl", "ggf", "inkl", "zzgl", "núm", "pág", "sig", "sr", "sra", "mme",
  ]

  private static func joined(_ elements: ArraySlice<Element>) -> [AnswerTemplate.Piece] {
    var pieces: [AnswerTemplate.Piece] = []
    var words = String.UnicodeScalarView()
    for element in elements {
      switch element {
      case .scalar(let scalar): words.append(scalar)
      case .field(let piece):
        if !words.isEmpty { pieces.append(.words(String(words))) }
        words = String.UnicodeScalarView()
        pieces.append(piece)
      }
    }
    if !words.isEmpty { pieces.append(.words(String(words))) }
    return pieces
  }
}
