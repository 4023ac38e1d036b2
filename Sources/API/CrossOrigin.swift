import HTTPServer

/// Which pages of other origins may call the routes made for browsers.
///
/// - Source: Fetch Standard, section 3.2, "CORS protocol".
package struct CrossOrigin: Sendable {
  /// Origins such as `https://shop.example`; `*` allows every page.
  package let origins: [String]

  package init(origins: [String] = []) { self.origins = origins }

  /// The fields that let the page of a request read the response; empty where its
  /// origin is not allowed.
  func fields(for request: Request) -> [(name: String, value: String)] {
    guard !origins.isEmpty, let origin = request.headers["Origin"] else { return [] }
    if origins.contains("*") { return [("Access-Control-Allow-Origin", "*")] }
    let vary = (name: "Vary", value: "Origin")
    guard origins.contains(origin) else { return [vary] }
    return [("Access-Control-Allow-Origin", origin), vary]
  }

  /// The answer to a browser that asks before it sends.
  func preflight(_ request: Request, methods: [Method]) -> Response {
    let names = methods.map(\.rawValue).joined(separator: ", ")
    var response = Response.empty
    response.headers["Allow"] = names + ", OPTIONS"
    let fields = fields(for: request)
    for field in fields { response.headers[field.name] = field.value }
    guard fields.contains(where: { $0.name == "Access-Control-Allow-Origin" }) else {
      return response
    }
    response.headers["Access-Control-Allow-Methods"] = names
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, X-Request-Id"
    response.headers["Access-Control-Max-Age"] = "600"
    return response
  }
}
