/// The target of a request, taken apart and percent-decoded (RFC 9112, section 3.2).
package struct RequestTarget: Sendable, Hashable {
  /// One `name=value` of the query.
  package struct QueryItem: Sendable, Hashable {
    /// Decoded.
    package let name: String
    /// Decoded; empty where there is none.
    package let value: String
  }

  /// The path as it was sent, still percent-encoded; `*` for `OPTIONS *`.
  package let path: String
  /// The decoded segments; `/` has none, a trailing slash gives an empty last one.
  package let segments: [String]
  /// The parameters, in their order.
  package let query: [QueryItem]

  static let root = RequestTarget(path: "/", segments: [], query: [])

  private init(path: String, segments: [String], query: [QueryItem]) {
    self.path = path
    self.segments = segments
    self.query = query
  }

  /// Parses a target in origin, absolute or asterisk form.
  ///
  /// Dot segments are refused rather than resolved: no client that follows RFC 3986 sends
  /// them, and two readings of one path are how access rules get bypassed.
  init(parsing bytes: Span<UInt8>, method: Method) throws(ProtocolError) {
    if bytes.count == 1 && bytes[0] == Octet.asterisk {
      guard method == .options else {
        throw ProtocolError(.badRequest, "the target * is for OPTIONS only")
      }
      (path, segments, query) = ("*", [], [])
      return
    }
    let start = try Self.pathStart(bytes)
    var mark = start
    while mark < bytes.count, bytes[mark] != Octet.question { mark += 1 }
    let rawPath = bytes.extracting(start..<mark)
    segments = try Self.segments(rawPath)
    // A target in absolute form may have no path, which means the root.
    path = rawPath.isEmpty ? "/" : Octet.text(rawPath) ?? ""
    query =
      mark == bytes.count ? [] : try Self.query(bytes.extracting((mark + 1)..<bytes.count))
  }

  /// Where the path begins: after `http://authority` in an absolute-form target.
  private static func pathStart(_ bytes: Span<UInt8>) throws(ProtocolError) -> Int {
    if !bytes.isEmpty && bytes[0] == Octet.slash { return 0 }
    let scheme = "http://".utf8.count
    guard bytes.count > scheme, Octet.areSameIgnoringCase(bytes.extracting(..<scheme), "http://")
    else {
      throw ProtocolError(.badRequest, "the request target must be a path that starts with /")
    }
    var end = scheme
    while end < bytes.count, bytes[end] != Octet.slash, bytes[end] != Octet.question { end += 1 }
    guard isAuthority(bytes.extracting(scheme..<end)) else {
      throw ProtocolError(.badRequest, "the request target names no valid host")
    }
    return end
  }

  /// Whether the bytes are `host` or `host:port`, the host a name or an address.
  static func isAuthority(_ bytes: Span<UInt8>) -> Bool {
    var end = 0
    if !bytes.isEmpty && bytes[0] == UInt8(ascii: "[") {
      end = 1
      while end < bytes.count, isAddress(bytes[end]) { end += 1 }
      guard end > 1, end < bytes.count, bytes[end] == UInt8(ascii: "]") else { return false }
      end += 1
    } else {
      // A comma would let two joined Host lines pass as one name.
      while end < bytes.count, Octet.isRegisteredName(bytes[end]), bytes[end] != Octet.comma {
        end += 1
      }
      guard end > 0 else { return false }
    }
    guard end < bytes.count else { return true }
    guard bytes[end] == Octet.colon, bytes.count - end <= 6 else { return false }
    for index in (end + 1)..<bytes.count where !Octet.isDigit(bytes[index]) { return false }
    return true
  }

  /// Whether the byte may stand in an IPv6 address.
  private static func isAddress(_ byte: UInt8) -> Bool {
    Octet.hexadecimal(byte) != nil || byte == Octet.colon || byte == UInt8(ascii: ".")
  }

  private static func segments(_ path: Span<UInt8>) throws(ProtocolError) -> [String] {
    guard path.count > 1 else { return [] }
    var segments: [String] = []
    var start = 1
    while start <= path.count {
      var end = start
      while end < path.count, path[end] != Octet.slash {
        guard Octet.isPathCharacter(path[end]) else {
          throw ProtocolError(
            .badRequest, "the path has a character that must be percent-encoded")
        }
        end += 1
      }
      let segment = try decode(path.extracting(start..<end), plusIsSpace: false)
      guard segment != ".", segment != ".." else {
        throw ProtocolError(.badRequest, "the path must not have the segments . and ..")
      }
      segments.append(segment)
      start = end + 1
    }
    return segments
  }

  private static func query(_ bytes: Span<UInt8>) throws(ProtocolError) -> [QueryItem] {
    var items: [QueryItem] = []
    var start = 0
    while start < bytes.count {
      var end = start
      var mark: Int?
      while end < bytes.count, bytes[end] != Octet.ampersand {
        guard bytes[end] != Octet.hash else {
          throw ProtocolError(.badRequest, "the request target must not have a fragment")
        }
        if mark == nil && bytes[end] == Octet.equals { mark = end }
        end += 1
      }
      if end > start {
        let name = try decode(bytes.extracting(start..<(mark ?? end)), plusIsSpace: true)
        let rest = bytes.extracting((mark.map { $0 + 1 } ?? end)..<end)
        items.append(QueryItem(name: name, value: try decode(rest, plusIsSpace: true)))
      }
      start = end + 1
    }
    return items
  }

  /// Percent-decodes to text without control characters.
  private static func decode(_ bytes: Span<UInt8>, plusIsSpace: Bool) throws(ProtocolError)
    -> String
  {
    var index = 0
    while index < bytes.count, isPlain(bytes[index]) { index += 1 }
    guard index < bytes.count else { return Octet.text(bytes) ?? "" }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    index = 0
    while index < bytes.count {
      var byte = bytes[index]
      index += 1
      if byte == Octet.percent {
        guard bytes.count - index >= 2, let high = Octet.hexadecimal(bytes[index]),
          let low = Octet.hexadecimal(bytes[index + 1])
        else {
          throw ProtocolError(.badRequest, "% must be followed by two hexadecimal digits")
        }
        byte = high << 4 | low
        index += 2
      } else if byte == Octet.plus && plusIsSpace {
        byte = Octet.space
      }
      guard !Octet.isControl(byte) else {
        throw ProtocolError(.badRequest, "the request target encodes a control character")
      }
      decoded.append(byte)
    }
    guard let text = Octet.text(decoded.span) else {
      throw ProtocolError(.badRequest, "the request target is not UTF-8 once decoded")
    }
    return text
  }

  /// Whether the byte stands for itself in any part of a target.
  private static func isPlain(_ byte: UInt8) -> Bool {
    Octet.isVisible(byte) && byte != Octet.percent && byte != Octet.plus
  }
}
