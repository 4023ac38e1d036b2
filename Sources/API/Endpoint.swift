import HTTPServer
import Service

/// One route with its handler and its description: the router and the OpenAPI
/// document are both made from a list of these, so they cannot differ.
struct Endpoint: Sendable {
  struct Parameter: Sendable {
    enum Place: String, Sendable { case path, query, header }

    var name: String
    var place: Place
    var schema: Schema
    var text: String
    /// JSON text of a value that may be given.
    var example: String?
  }

  struct Body: Sendable {
    var schema: Schema
    /// Media types that it may have, the usual one first.
    var types = [json]
    /// JSON text of one that is taken.
    var example: String?
    /// Whether a request without one is refused.
    var isRequired = true
  }

  /// An operation for which an answer gives a value.
  struct Link: Sendable {
    var name: String
    var operation: String
    /// Runtime expressions by parameter.
    var parameters: [(name: String, expression: String)]
  }

  var method: Method
  var template: String
  var summary: String
  /// What a key must allow; nil where no key is asked for.
  ///
  /// A constant, so that no route can leave it out.
  let scope: AccessScope?
  /// More than the summary says, in sentences.
  var text = ""
  var parameters: [Parameter] = []
  var body: Body?
  /// Whether the handler reads the body while it arrives.
  var isStreamed = false
  /// Whether the handler neither blocks nor takes long, so that it needs no worker.
  var isInline = false
  var success: Status = .ok
  var response: Schema
  var responseType = "application/json"
  /// JSON text of an answer.
  var example: String?
  /// Whether answers carry an `ETag`, and 304 says that a known one still holds.
  var hasEntityTag = false
  var links: [Link] = []
  /// Statuses of problems that it may answer, besides those every route may.
  var problems: [Status] = []
  /// Whether pages of other origins may call it where the server allows them.
  var isForBrowsers = false
  /// Whether errors have Rasa's shape.
  var isRasa = false
  var handler: Router.Handler

  /// The longest body that is read while it arrives.
  static let streamLimit = 64 << 20

  var options: RouteOptions {
    RouteOptions(
      bodyLimit: isStreamed ? Self.streamLimit : nil, isStreamed: isStreamed, isInline: isInline)
  }
}

/// A JSON schema, as far as this API needs it.
///
/// - Source: OpenAPI Specification 3.1.0, section 4.8.24, on JSON Schema 2020-12.
indirect enum Schema: Sendable {
  case string(
    text: String = "", values: [String] = [], length: ClosedRange<Int>? = nil,
    pattern: String? = nil, format: String? = nil)
  case integer(minimum: Int? = nil, maximum: Int? = nil)
  case number
  case numberIn(ClosedRange<Int>)
  /// Of at least zero, and of at most `maximum`.
  case amount(maximum: Double? = nil, isAboveZero: Bool = false)
  case boolean
  case array(Schema, least: Int = 0, most: Int? = nil)
  case object([(name: String, schema: Schema, isRequired: Bool)])
  /// An object that may have no other fields: what a request may hold.
  case closedObject([(name: String, schema: Schema, isRequired: Bool)])
  /// An object whose names are the client's own.
  case map(Schema, names: Schema? = nil)
  case oneOf([Schema])
  /// Null too.
  case nullable(Schema)
  case reference(String)
  /// Any JSON value.
  case any

  /// An id of a customer, product, event, conversation or message: without control
  /// characters and not blank.
  static let identifier = Schema.string(length: 1...256, pattern: identifierPattern)

  /// Something that is neither blank nor a control character between others that are no
  /// control characters.
  private static let identifierPattern =
    #"^[^\u0000-\u001f\u007f-\u009f]*[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a"#
    + #"\u2028\u2029\u202f\u205f\u3000][^\u0000-\u001f\u007f-\u009f]*$"#

  /// `name=value`, for conditions on attributes.
  static let conditionPattern = #"^[^=\u0000][^\u0000]*=[^\u0000]*$"#

  /// A parameter that is true or false: 1 and nothing are true, 0 is false.
  static let flag = Schema.oneOf([
    .boolean, .integer(minimum: 0, maximum: 1), .string(values: [""]),
  ])

  /// A day of the calendar.
  static let day = Schema.string(text: "such as 2026-03-01", format: "date")

  /// A time with an offset.
  static let time = Schema.string(
    text: "RFC 3339, such as 2026-03-01T10:00:00Z", format: "date-time")
}
