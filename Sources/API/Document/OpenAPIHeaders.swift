/// The response fields that operations share.
enum OpenAPIHeaders {
  static let all: [(name: String, value: JSONValue)] = [
    ("X-Request-Id", header("Names the request in the log", .string(length: 1...64))),
    (
      "traceparent",
      header(
        "The trace that the request belongs to, if it names one (W3C Trace Context)",
        .string(pattern: "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"))
    ),
    ("RateLimit", header("What is left of the sender's requests", .string())),
    ("RateLimit-Policy", header("How many requests a sender has", .string())),
    ("Retry-After", header("Seconds to wait before asking again", .integer(minimum: 0))),
    ("WWW-Authenticate", header("What kind of key is asked for", .string())),
    ("ETag", header("The state of what is answered; for If-Match and If-None-Match", .string())),
    ("Location", header("Where the added record is", .string())),
    ("Accept-Post", header("The media types that a body may have", .string())),
    ("Accept-Patch", header("The media types that a body may have", .string())),
    (
      "Idempotency-Replayed",
      header("true where the answer is that of an earlier request", .string(values: ["true"]))
    ),
  ]

  private static func header(_ text: String, _ schema: Schema) -> JSONValue {
    .object([("description", .string(text)), ("schema", OpenAPIDocument.value(schema))])
  }

  static func references(_ names: [String]) -> JSONValue {
    .object(names.map { ($0, .object([("$ref", .string("#/components/headers/\($0)"))])) })
  }
}
