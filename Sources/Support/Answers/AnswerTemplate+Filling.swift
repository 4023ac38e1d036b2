import Domain

extension AnswerTemplate {
  /// The most scalars of one value: a record may hold anything.
  private static let valueLimit = 300

  /// The answer with every field filled.
  ///
  /// - Parameters:
  ///   - facts: of the customer it goes to; nil where nobody is known.
  ///   - language: of the answer, BCP 47; dates, money and lists are written in
  ///     it, and dates as ISO 8601 where it is nil or not among those known.
  /// - Returns: nil where every sentence held a field without value, so that
  ///   nothing is left to say.
  package func filled(with facts: CustomerFacts?, language: String? = nil) -> String? {
    let wording = AnswerWording(language: language)
    var isWhole = true
    var written: [String] = []
    for sentences in lines {
      let kept = sentences.compactMap { filled($0, facts, wording) }
      isWhole = isWhole && kept.count == sentences.count
      // A line that lost all it had leaves no gap.
      guard !kept.isEmpty || sentences.isEmpty else { continue }
      written.append(kept.joined())
    }
    let text = written.joined(separator: "\n")
    if isWhole && fields.isEmpty { return text }
    let trimmed = trimmed(text)
    return trimmed.unicodeScalars.contains { isWord($0) } ? trimmed : nil
  }

  private func filled(
    _ sentence: [Piece], _ facts: CustomerFacts?, _ wording: AnswerWording
  ) -> String? {
    var text = ""
    for piece in sentence {
      switch piece {
      case .words(let words): text += words
      case .field(let field, let otherwise):
        guard let words = facts.flatMap({ $0.words(for: field, wording) }) ?? otherwise else {
          return nil
        }
        // "Dear {customer.name|}, …"
        if words.isEmpty, text.hasSuffix(" ") { text.removeLast() }
        text += words
      }
    }
    return text
  }

  private func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }

  /// A value of the records on one line and of a length that can be read; nil
  /// where nothing is left.
  static func plain(_ value: String) -> String? {
    var view = String.UnicodeScalarView()
    var isSpaced = false
    for scalar in value.unicodeScalars {
      guard !scalar.properties.isWhitespace, scalar.properties.generalCategory != .control
      else {
        isSpaced = !view.isEmpty
        continue
      }
      if isSpaced { view.append(" ") }
      isSpaced = false
      view.append(scalar)
      if view.count >= valueLimit { break }
    }
    return view.isEmpty ? nil : String(view)
  }
}

extension CustomerFacts {
  /// What to write for a field; nil where nothing is known.
  func words(for field: AnswerField, _ wording: AnswerWording) -> String? {
    switch field {
    case .customerName: name.flatMap(AnswerTemplate.plain)
    case .lastOrder(let part): lastOrder.flatMap { words(for: part, of: $0, wording) }
    case .order(let part): order.flatMap { words(for: part, of: $0, wording) }
    case .returnWindowDays: returnWindowDays.map(String.init)
    case .returnWindowEnd:
      returnWindowDays.flatMap { days in
        (order?.placedAt ?? lastOrder?.placedAt).map { wording.date($0.adding(days: days)) }
      }
    case .loyalty: loyalty.flatMap(AnswerTemplate.plain)
    case .attribute(let name):
      switch attributes[name] {
      case .text(let text): AnswerTemplate.plain(text)
      case .number(let number): wording.number(number)
      // "true" is no word of an answer.
      case .flag, nil: nil
      }
    }
  }

  private func words(
    for part: AnswerField.Part, of order: Order, _ wording: AnswerWording
  ) -> String? {
    switch part {
    case .number: order.number.flatMap(AnswerTemplate.plain)
    case .date: order.placedAt.map(wording.date)
    case .products: wording.list(order.products.compactMap(AnswerTemplate.plain))
    case .value: order.value.flatMap { wording.money($0, currency: order.currency) }
    }
  }
}
