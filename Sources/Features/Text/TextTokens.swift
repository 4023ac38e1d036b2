/// A text cut into words, whatever its script.
///
/// Where words are run together (Chinese, Japanese, Korean endings, Thai), each
/// character is a token, and its neighbours in the run are found by `run`.
package struct TextTokens: Sendable {
  /// One word, or one character of an unspaced run.
  package struct Token: Sendable, Hashable {
    /// Position of the first scalar in `scalars`.
    package var start: Int
    /// One past the last scalar.
    package var end: Int
    /// Tokens of one unspaced run share a number; nil for a spaced word.
    package var run: Int?
  }

  /// The normalised text, apostrophes of contractions left out.
  package private(set) var scalars: [UInt32]
  /// Where each of them begins in the text as given, in Unicode scalars.
  private var sourceStarts: [Int32]
  /// Where each of them ends there.
  private var sourceEnds: [Int32]
  package private(set) var tokens: [Token]

  package init(_ text: String) {
    let normalized = NormalizedText(text)
    let source = normalized.scalars
    scalars = []
    scalars.reserveCapacity(source.count)
    sourceStarts = []
    sourceStarts.reserveCapacity(source.count)
    sourceEnds = []
    sourceEnds.reserveCapacity(source.count)
    tokens = []
    var run = 0
    var open = Open.nothing
    for (position, scalar) in source.enumerated() {
      switch ScalarKind.of(scalar) {
      case .letter:
        append(normalized, position, toLast: open == .word, run: nil)
        open = .word
      case .unspaced:
        if open != .run { run += 1 }
        append(normalized, position, toLast: false, run: run)
        open = .run
      case .mark where open != .nothing:
        // A mark belongs to the letter before it.
        append(normalized, position, toLast: true, run: nil)
      case .apostrophe where open == .word && Self.isContraction(source, after: position):
        break
      case .mark, .apostrophe, .separator:
        open = .nothing
      }
    }
  }

  /// What the next scalar could continue.
  private enum Open { case nothing, word, run }

  package var isEmpty: Bool { tokens.isEmpty }
  package var count: Int { tokens.count }

  /// The word as text, lower-cased.
  package func word(_ index: Int) -> String {
    var view = String.UnicodeScalarView()
    for position in tokens[index].start..<tokens[index].end {
      guard let scalar = Unicode.Scalar(scalars[position]) else { continue }
      view.append(scalar)
    }
    return String(view)
  }

  /// The words with single spaces between them.
  package var joined: String {
    (0..<tokens.count).map { word($0) }.joined(separator: " ")
  }

  /// What a run of `scalars` was in the text as given, in Unicode scalars: from
  /// the first that went into it to the last.
  ///
  /// - Precondition: `range` is not empty and lies in `scalars`.
  package func source(of range: Range<Int>) -> Range<Int> {
    precondition(!range.isEmpty, "source: an empty range at \(range.lowerBound)")
    return Int(sourceStarts[range.lowerBound])..<Int(sourceEnds[range.upperBound - 1])
  }

  private mutating func append(
    _ source: NormalizedText, _ position: Int, toLast: Bool, run: Int?
  ) {
    scalars.append(source.scalars[position])
    sourceStarts.append(source.starts[position])
    sourceEnds.append(source.ends[position])
    if toLast, let last = tokens.indices.last {
      tokens[last].end = scalars.count
    } else {
      tokens.append(Token(start: scalars.count - 1, end: scalars.count, run: run))
    }
  }

  /// Whether the apostrophe opens an English ending, so that "can't" and
  /// "cant" meet while "l'adresse" stays two words.
  private static func isContraction(_ source: [UInt32], after position: Int) -> Bool {
    var ending: [UInt32] = []
    var next = position + 1
    while next < source.count, ending.count < 3, ScalarKind.of(source[next]) == .letter {
      ending.append(source[next])
      next += 1
    }
    return Self.contractionEndings.contains(ending)
  }

  private static let contractionEndings: Set<[UInt32]> = Set(
    ["t", "s", "m", "d", "re", "ve", "ll"].map { $0.unicodeScalars.map(\.value) })
}

/// What a scalar does to a word.
enum ScalarKind {
  case letter, unspaced, mark, apostrophe, separator

  static func of(_ scalar: UInt32) -> ScalarKind {
    if scalar < 0x80 {
      switch scalar {
      case 0x61...0x7A, 0x30...0x39, 0x41...0x5A: return .letter
      case 0x27: return .apostrophe
      default: return .separator
      }
    }
    guard let value = Unicode.Scalar(scalar) else { return .separator }
    switch value.properties.generalCategory {
    case .nonspacingMark, .spacingMark: return .mark
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber:
      return WritingSystem.of(scalar).isUnspaced ? .unspaced : .letter
    default: return .separator
    }
  }
}
