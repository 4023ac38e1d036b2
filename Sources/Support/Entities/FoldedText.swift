import Engine

/// A text as it is searched for entities: folded, without what shows nothing,
/// cut into words and numbers.
struct FoldedText: Sendable {
  /// A run of letters or of digits.
  struct Token: Sendable {
    enum Kind: Sendable { case word, number, unspaced }

    var kind: Kind
    var start: Int
    var end: Int
    /// Of the folded scalars.
    var hash: UInt64

    var count: Int { end - start }
  }

  let source: [Unicode.Scalar]
  private(set) var scalars: [UInt32] = []
  private(set) var kinds: [ScalarFolding.Kind] = []
  /// By folded scalar: its place in the source.
  private(set) var offsets: [Int] = []
  private(set) var tokens: [Token] = []

  init(_ text: String) {
    source = Array(text.unicodeScalars)
    scalars.reserveCapacity(source.count)
    kinds.reserveCapacity(source.count)
    offsets.reserveCapacity(source.count)
    for (offset, scalar) in source.enumerated() {
      guard let folded = ScalarFolding.folded(scalar.value) else { continue }
      scalars.append(folded.scalar)
      kinds.append(folded.kind)
      offsets.append(offset)
    }
    cut()
  }

  private mutating func cut() {
    var position = 0
    while position < scalars.count {
      let kind = kinds[position]
      let token: Token.Kind
      switch kind {
      case .letter: token = .word
      case .unspaced: token = .unspaced
      case .digit: token = .number
      case .space, .newline, .other:
        position += 1
        continue
      }
      let start = position
      var hash = StableHash.empty
      while position < scalars.count, kinds[position] == kind {
        hash = StableHash.adding(scalars[position], to: hash)
        position += 1
      }
      tokens.append(Token(kind: token, start: start, end: position, hash: hash))
    }
  }

  var count: Int { scalars.count }

  /// The scalar at a place; 0 outside the text.
  @inline(__always)
  func scalar(_ position: Int) -> UInt32 {
    position >= 0 && position < scalars.count ? scalars[position] : 0
  }

  func isDigit(_ position: Int) -> Bool {
    position >= 0 && position < kinds.count && kinds[position] == .digit
  }

  /// Whether a word or number of spaced script goes on at a place.
  func isAlphanumeric(_ position: Int) -> Bool {
    guard position >= 0, position < kinds.count else { return false }
    return kinds[position] == .digit || kinds[position] == .letter
  }

  /// The places in the source, marks after the last scalar included.
  ///
  /// - Precondition: the range is not empty.
  func sourceRange(_ range: Range<Int>) -> Range<Int> {
    var end = offsets[range.upperBound - 1] + 1
    while end < source.count, ScalarFolding.isMark(source[end].value) { end += 1 }
    return offsets[range.lowerBound]..<end
  }

  /// The original words of a range.
  func sourceText(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: source[range])
    return String(view)
  }

  /// The folded text of a range.
  func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    for value in scalars[range] {
      if let scalar = Unicode.Scalar(value) { view.append(scalar) }
    }
    return String(view)
  }

  /// The number that a token writes; nil above nine digits.
  func number(_ token: Token) -> Int? {
    guard token.kind == .number, token.count <= 9 else { return nil }
    return scalars[token.start..<token.end].reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// The index of the first token that begins at or after a place.
  func tokenIndex(from position: Int) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].start < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func makeEntity(
    _ kind: Entity.Kind, _ value: String, _ range: Range<Int>, confidence: Double
  ) -> Entity {
    let place = sourceRange(range)
    return Entity(
      kind: kind, value: value, text: sourceText(place), start: place.lowerBound,
      end: place.upperBound, confidence: (confidence * 100).rounded() / 100)
  }
}
