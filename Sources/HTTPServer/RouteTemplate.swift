/// A path with `{name}` segments, such as `/v1/customers/{id}`.
struct RouteTemplate: Sendable {
  enum Segment: Sendable, Hashable {
    case literal(String)
    case parameter
  }

  let text: String
  let segments: [Segment]
  /// Names of the parameters, in order.
  let names: [String]

  /// Parses a template.
  ///
  /// - Precondition: it starts with a slash, a parameter is a whole segment and no name
  ///   comes twice.
  init(_ text: String) {
    precondition(text.first == "/", "route \(text) must start with /")
    self.text = text
    var segments: [Segment] = []
    var names: [String] = []
    let parts =
      text == "/" ? [] : text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      // A trailing slash is a path of its own.
      if part.isEmpty, index > 0, index == parts.count - 1 {
        segments.append(.literal(""))
        continue
      }
      guard part.first == "{" else {
        precondition(
          !part.isEmpty && !part.contains("{") && !part.contains("}"),
          "route \(text): the segment '\(part)' must be a word or {name}")
        segments.append(.literal(String(part)))
        continue
      }
      let name = String(part.dropFirst().dropLast())
      precondition(
        part.last == "}" && !name.isEmpty && !names.contains(name),
        "route \(text): '\(part)' must be {name}, each name once")
      segments.append(.parameter)
      names.append(name)
    }
    self.segments = segments
    self.names = names
  }
}
