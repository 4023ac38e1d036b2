/// An answer with fields in braces, filled from the customer's own records.
///
/// `{last_order.date}` is a field, `{customer.name|there}` one with the words to
/// use where nothing is known, `{{` a literal brace. A sentence whose field has
/// neither value nor words is left out.
package struct AnswerTemplate: Sendable, Hashable {
  /// Fixed words, or what stands for others.
  enum Piece: Sendable, Hashable {
    case words(String)
    /// A field and the words used where it has no value.
    case field(AnswerField, otherwise: String?)
  }

  /// Pieces by line and sentence; the spaces after a sentence belong to it.
  let lines: [[[Piece]]]
  /// The fields of the answer.
  package let fields: Set<AnswerField>

  /// Reads an answer.
  ///
  /// - Throws: a field that does not exist, or that is not closed.
  package init(_ text: String) throws(TemplateError) {
    var parser = AnswerTemplateParser(text)
    let pieces = try parser.parsed()
    fields = Set(
      pieces.compactMap { piece in
        if case .field(let field, _) = piece { field } else { nil }
      })
    lines = SentenceSplitter.lines(of: pieces)
  }

  /// The names of customers' attributes that the answer uses, ascending.
  package var attributes: [String] {
    fields.compactMap { field in
      if case .attribute(let name) = field { name } else { nil }
    }.sorted()
  }
}
