/// An amount of money as it was written.
struct AmountReading: Sendable {
  var range: Range<Int>
  /// Such as `12.50 EUR`.
  var value: String
  var confidence: Double

  /// All amounts of a text, in their order; the store's currency decides what
  /// `$`, `¥` and `kr` mean.
  static func all(in text: FoldedText, currency: String?) -> [AmountReading] {
    var found: [AmountReading] = []
    var index = 0
    var floor = 0
    while index < text.tokens.count {
      guard text.tokens[index].kind == .number,
        let literal = NumberLiteral(at: index, in: text)
      else {
        index += 1
        continue
      }
      if let reading = reading(literal, at: index, in: text, currency, floor: floor) {
        found.append(reading)
        floor = reading.range.upperBound
      }
      index = literal.nextToken
    }
    return found
  }

  private static func reading(
    _ literal: NumberLiteral, at index: Int, in text: FoldedText, _ currency: String?, floor: Int
  ) -> AmountReading? {
    let first = literal.range.lowerBound
    guard !text.isAlphanumeric(first - 1) || hasCode(before: index, in: text) else { return nil }
    // The rest of a number that could not be read is none.
    guard !(text.isDigit(first - 2) && [0x27, 0x2C, 0x2E].contains(text.scalar(first - 1))) else {
      return nil
    }
    let before = mark(before: literal.range.lowerBound, index, in: text, currency)
    let after = mark(after: literal, in: text, currency)
    // In "5 € 20 €" the sign between belongs to the first.
    guard let mark = before.flatMap({ $0.edge >= floor ? $0 : nil }) ?? after else { return nil }
    let start = min(mark.edge, literal.range.lowerBound)
    let end = max(mark.edge, literal.range.upperBound)
    var range = start..<end
    if mark.edge < literal.range.lowerBound, let after, after.code == mark.code {
      range = start..<after.edge
    }
    return AmountReading(
      range: range,
      value: literal.text(decimals: CurrencyTable.decimals(of: mark.code)) + " "
        + mark.code, confidence: min(mark.confidence, literal.confidence))
  }

  /// A sign or word for a currency, and where it ends away from the number.
  private struct Mark {
    var code: String
    var edge: Int
    var confidence = 0.95
  }

  private static func hasCode(before index: Int, in text: FoldedText) -> Bool {
    guard index > 0, case let word = text.tokens[index - 1],
      word.end == text.tokens[index].start
    else { return false }
    return CurrencyTable.codes[word.hash] != nil
  }

  private static func mark(
    before start: Int, _ index: Int, in text: FoldedText, _ currency: String?
  ) -> Mark? {
    var place = start
    if place > 0, text.kinds[place - 1] == .space { place -= 1 }
    guard place > 0 else { return nil }
    if var code = CurrencyTable.code(ofSign: text.scalars[place - 1], store: currency) {
      var edge = place - 1
      // US$, A$, C$: the letters say which dollar.
      if index > 0, text.scalars[edge] == 0x24, case let word = text.tokens[index - 1],
        word.end == edge, let other = CurrencyTable.dollars[word.hash]
      {
        code = other
        edge = word.start
      }
      return Mark(code: code, edge: edge)
    }
    guard index > 0, case let word = text.tokens[index - 1], word.end == place,
      let code = CurrencyTable.codes[word.hash]
    else { return nil }
    return Mark(code: code, edge: word.start)
  }

  private static func mark(
    after literal: NumberLiteral, in text: FoldedText, _ currency: String?
  ) -> Mark? {
    var place = literal.range.upperBound
    // "12,- €"
    if text.scalar(place) == 0x2C || text.scalar(place) == 0x2E, text.scalar(place + 1) == 0x2D {
      place += 2
    }
    if place < text.count, text.kinds[place] == .space { place += 1 }
    guard place < text.count else { return nil }
    if let code = CurrencyTable.code(ofSign: text.scalars[place], store: currency) {
      return Mark(code: code, edge: place + 1)
    }
    guard literal.nextToken < text.tokens.count,
      case let word = text.tokens[literal.nextToken], word.start == place
    else { return nil }
    if word.kind == .unspaced { return unspacedMark(at: place, in: text) }
    if let code = CurrencyTable.codes[word.hash] { return Mark(code: code, edge: word.end) }
    guard let name = CurrencyTable.names[word.hash] else { return nil }
    let code = CurrencyTable.code(ofName: name, store: currency)
    return Mark(code: code, edge: word.end, confidence: 0.9)
  }

  private static func unspacedMark(at place: Int, in text: FoldedText) -> Mark? {
    for (word, code) in CurrencyTable.unspaced {
      if let end = text.end(of: word, at: place) { return Mark(code: code, edge: end) }
    }
    return nil
  }
}
