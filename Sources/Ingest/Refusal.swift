import Domain

/// Why a record was refused: a stable code and words for people.
package struct RefusalReason: Sendable, Hashable {
  package let code: String
  package let text: String
  /// How to mend such records, as a sentence.
  package let cure: String?

  package init(code: String, text: String, cure: String? = nil) {
    self.code = code
    self.text = text
    self.cure = cure
  }

  static func missing(_ field: String) -> RefusalReason {
    RefusalReason(code: "missing_\(field)", text: "no \(field)")
  }

  static let unclosedQuote = RefusalReason(
    code: "unclosed_quote", text: "a quote that is never closed")
  static let textAfterQuote = RefusalReason(
    code: "text_after_quote", text: "text between a closing quote and the next delimiter",
    cure: "A quote within quotes is written twice.")
  static let tooManyColumns = RefusalReason(
    code: "too_many_columns", text: "more than \(FieldList.limit) columns")
  static let columnCount = RefusalReason(
    code: "column_count", text: "another number of columns than the header",
    cure: "A text that holds the separator needs quotes.")
  static let invalidUTF8 = RefusalReason(
    code: "invalid_utf8", text: "bytes that are not UTF-8",
    cure: "Convert the file, most often so: iconv -f CP1252 -t UTF-8 FILE > utf8.csv")
  static let nulByte = RefusalReason(code: "nul_byte", text: "a NUL byte")
  static let invalidJSON = RefusalReason(code: "invalid_json", text: "not valid JSON")
  static let notAnObject = RefusalReason(code: "not_an_object", text: "not a JSON object")
  static let duplicateKey = RefusalReason(code: "duplicate_key", text: "the same key twice")
  static let wrongType = RefusalReason(
    code: "wrong_type", text: "an object, array or other type where one value belongs")
  static let idTooLong = RefusalReason(
    code: "id_too_long", text: "an identifier longer than 256 bytes")
  static let unreadableDate = RefusalReason(
    code: "unreadable_date", text: "an unreadable date",
    cure: "Say how dates are written, as in '--date-format \"%d.%m.%Y %H:%M\"'.")
  static let futureDate = RefusalReason(
    code: "future_date", text: "a date more than a day in the future",
    cure: "If day and month are exchanged, say '--date-format'.")
  static let ambiguousDate = RefusalReason(
    code: "ambiguous_date", text: "eight digits, which may be a day or unix seconds",
    cure: "Say '--date-format %Y%m%d' for days, '--date-format %s' for seconds.")
  static let earlyNumber = RefusalReason(
    code: "early_number", text: "a number that as unix seconds would be before 1980",
    cure: "Save a spreadsheet's days as dates; say '--date-format %s' where seconds are meant.")
  static let unreadableNumber = RefusalReason(
    code: "unreadable_number", text: "an unreadable number",
    cure: "Write digits and a decimal point, as 1234.50, without other signs.")
  static let priceBelowZero = RefusalReason(code: "price_below_zero", text: "a price below zero")
  static let valueBelowZero = RefusalReason(
    code: "value_below_zero", text: "a value below zero where the kind allows none")
  static let quantityBelowZero = RefusalReason(
    code: "quantity_below_zero", text: "a quantity below zero that is neither purchase nor return")
  static let quantityZero = RefusalReason(code: "quantity_zero", text: "a quantity of zero")
  static let unknownKind = RefusalReason(
    code: "unknown_kind",
    text: "a kind that is none of view, cart, purchase, return, rating, like, dislike",
    cure: "Translate the file's words, or say '--set kind=purchase' where all lines are purchases.")
  static let ratingWithoutValue = RefusalReason(
    code: "rating_without_value", text: "a rating without a value")
  static let eventOfAnotherLine = RefusalReason(
    code: "event_of_another_line",
    text: "an event_id that an earlier line has with another content",
    cure: "An event_id names one line: join the order's number and the line's, or leave it out.")
  static let unreadableFlag = RefusalReason(
    code: "unreadable_flag", text: "none of true, false, yes, no, 1, 0")
  static let unreadableLabel = RefusalReason(
    code: "unreadable_flag", text: "a label that is none of true, false, yes, no, 1, 0",
    cure: "Say which one means that the customer left: '--label-positive VALUE'.")
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
