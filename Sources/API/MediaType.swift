import HTTPServer

/// A media type as `Content-Type` and `Accept` name it.
///
/// - Source: RFC 9110, sections 8.3.1 and 12.5.1.
struct MediaType {
  /// In lower case; `*` where `Accept` takes any.
  var type: String
  var subtype: String
  /// Names in lower case, values without quotes.
  var parameters: [(name: String, value: String)]

  /// `type/subtype`.
  var essence: String { "\(type)/\(subtype)" }

  /// Reads one media type or range; nil where it is malformed.
  init?(_ text: some StringProtocol) {
    var pieces = Self.split(String(text), at: ";")[...]
    let names = (pieces.popFirst() ?? "").split(separator: "/", omittingEmptySubsequences: false)
    guard names.count == 2, names.allSatisfy(Self.isToken) else { return nil }
    type = names[0].lowercased()
    subtype = names[1].lowercased()
    parameters = []
    for piece in pieces where !piece.isEmpty {
      guard let mark = piece.firstIndex(of: "="), Self.isToken(piece[..<mark]) else { return nil }
      var value = piece[piece.index(after: mark)...]
      if value.count >= 2, value.first == "\"", value.last == "\"" {
        value = value.dropFirst().dropLast()
      } else {
        guard Self.isToken(value) else { return nil }
      }
      parameters.append((piece[..<mark].lowercased(), String(value)))
    }
  }

  /// The pieces between a separator that stands outside quotes, trimmed.
  private static func split(_ text: String, at separator: Character) -> [String] {
    var pieces = [""]
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character == separator, !isQuoted {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    return pieces.map { piece in
      let start = piece.drop { $0 == " " || $0 == "\t" }
      guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
      return String(start[...last])
    }
  }

  private static func isToken(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }

  /// Whether `Accept` lets a response of this type be sent; a field that cannot be read
  /// asks for nothing.
  func isAccepted(by request: Request) -> Bool {
    let fields = request.headers.values("Accept")
    guard !fields.isEmpty else { return true }
    var best: (precision: Int, quality: Double)?
    var isEmpty = true
    for text in fields.flatMap({ Self.split($0, at: ",") }) where !text.isEmpty {
      guard let range = MediaType(text) else { return true }
      isEmpty = false
      let precision: Int
      switch (range.type, range.subtype) {
      case ("*", "*"): precision = 0
      case (type, "*"): precision = 1
      case (type, subtype): precision = 2
      default: continue
      }
      let quality = range.parameters.first { $0.name == "q" }.flatMap { Double($0.value) } ?? 1
      if best.map({ precision >= $0.precision }) ?? true { best = (precision, quality) }
    }
    return isEmpty || (best?.quality ?? 0) > 0
  }
}
