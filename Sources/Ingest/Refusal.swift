import Domain

/// Why a record was refused: a stable code and words for people.
package struct RefusalReason: Sendable, Hashable {
  package let code: String
  package let text: String

  package init(code: String, text: String) {
    self.code = code
    self.text = text
  }

  static func missing(_ field: String) -> RefusalReason {
    RefusalReason(code: "missing_\(field)", text: "no \(field)")
  }

  static let unclosedQuote = RefusalReason(
    code: "unclosed_quote", text: "a quote that is never closed")
  static let textAfterQuote = RefusalReason(
    code: "text_after_quote", text: "text between a closing quote and the next delimiter")
  static let tooManyColumns = RefusalReason(
    code: "too_many_columns", text: "more than \(FieldList.limit) columns")
  static let columnCount = RefusalReason(
    code: "column_count", text: "another number of columns than the header")
  static let invalidUTF8 = RefusalReason(code: "invalid_utf8", text: "bytes that are not UTF-8")
  static let nulByte = RefusalReason(code: "nul_byte", text: "a NUL byte")
  static let invalidJSON = RefusalReason(code: "invalid_json", text: "not valid JSON")
  static let notAnObject = RefusalReason(code: "not_an_object", text: "not a JSON object")
  static let duplicateKey = RefusalReason(code: "duplicate_key", text: "the same key twice")
  static let wrongType = RefusalReason(
    code: "wrong_type", text: "an object, array or other type where one value belongs")
  static let idTooLong = RefusalReason(
    code: "id_too_long", text: "an identifier longer than 256 bytes")
  static let unreadableDate = RefusalReason(code: "unreadable_date", text: "an unreadable date")
  static let futureDate = RefusalReason(
    code: "future_date", text: "a date more than a day in the future")
  static let ambiguousDate = RefusalReason(
    code: "ambiguous_date",
    text: "eight digits, a day or unix seconds: say --date-format %Y%m%d for days")
  static let unreadableNumber = RefusalReason(
    code: "unreadable_number", text: "an unreadable number")
  static let priceBelowZero = RefusalReason(code: "price_below_zero", text: "a price below zero")
  static let valueBelowZero = RefusalReason(
    code: "value_below_zero", text: "a value below zero where the kind allows none")
  static let quantityBelowZero = RefusalReason(
    code: "quantity_below_zero", text: "a quantity below zero that is neither purchase nor return")
  static let quantityZero = RefusalReason(code: "quantity_zero", text: "a quantity of zero")
  static let unknownKind = RefusalReason(
    code: "unknown_kind",
    text: "a kind that is none of view, cart, purchase, return, rating, like, dislike")
  static let ratingWithoutValue = RefusalReason(
    code: "rating_without_value", text: "a rating without a value")
  static let unreadableFlag = RefusalReason(
    code: "unreadable_flag", text: "none of true, false, yes, no, 1, 0")
  static let unknownRequirement = RefusalReason(
    code: "unknown_requirement",
    text: "a requirement that is none of \(FAQEntry.requirements.joined(separator: ", "))")
  static let unreadableList = RefusalReason(
    code: "unreadable_list", text: "a list that is not a JSON array of texts")
}

/// One refused record.
package struct Refusal: Error, Sendable {
  package let reason: RefusalReason
  /// The field it is about; empty where it is the whole record.
  package let field: String
  /// What makes this one particular, such as the number of columns found.
  package let detail: String?

  package init(_ reason: RefusalReason, field: String = "", detail: String? = nil) {
    self.reason = reason
    self.field = field
    self.detail = detail
  }
}
