import HTTPServer
import Service

/// One route with its handler and its description: the router and the OpenAPI
/// document are both made from a list of these, so they cannot differ.
struct Endpoint: Sendable {
  struct Parameter: Sendable {
    enum Place: String, Sendable { case path, query }

    var name: String
    var place: Place
    var schema: Schema
    var text: String
  }

  struct Body: Sendable {
    var schema: Schema
    /// Media types besides `application/json`.
    var otherTypes: [String] = []
  }

  var method: Method
  var template: String
  var summary: String
  var parameters: [Parameter] = []
  var body: Body?
  var success: Status = .ok
  var response: Schema
  var responseType = "application/json"
  /// Statuses of problems that it may answer, besides those every route may.
  var problems: [Status] = []
  /// Whether pages of other origins may call it where the server allows them.
  var isForBrowsers = false
  /// Whether errors have Rasa's shape.
  var isRasa = false
  var handler: Router.Handler
}

/// A JSON schema, as far as this API needs it.
///
/// - Source: OpenAPI Specification 3.1.0, section 4.8.24, on JSON Schema 2020-12.
indirect enum Schema: Sendable {
  case string(
    text: String = "", values: [String] = [], length: ClosedRange<Int>? = nil,
    pattern: String? = nil)
  case integer(minimum: Int? = nil, maximum: Int? = nil)
  case number
  case numberIn(ClosedRange<Int>)
  case boolean
  case array(Schema, least: Int = 0)
  case object([(name: String, schema: Schema, isRequired: Bool)])
  /// An object that may have no other fields: what a request may hold.
  case closedObject([(name: String, schema: Schema, isRequired: Bool)])
  case oneOf([Schema])
  case reference(String)
  /// Any JSON value.
  case any

  /// An id of a customer, product, event, conversation or message.
  static let identifier = Schema.string(
    length: 1...256, pattern: #"^[^\u0000-\u001f\u007f-\u009f]*$"#)
}
