/// The target of a request, taken apart and percent-decoded (RFC 9112, section 3.2).
package struct RequestTarget: Sendable, Hashable {
  /// One `name=value` of the query.
  package struct QueryItem: Sendable, Hashable {
    package let name: String
    package let value: String
  }

  /// The path as it was sent, still percent-encoded; `*` for `OPTIONS *`.
  package let path: String
  /// The decoded segments; `/` has none, a trailing slash gives an empty last one.
  package let segments: [String]
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
  init(parsing bytes: ArraySlice<UInt8>, method: Method) throws(ProtocolError) {
    if bytes.elementsEqual([Octet.asterisk]) {
      guard method == .options else {
        throw ProtocolError(.badRequest, "the target * is for OPTIONS only")
      }
      (path, segments, query) = ("*", [], [])
      return
    }
    let origin = try Self.originForm(bytes)
    let mark = origin.firstIndex(of: Octet.question) ?? origin.endIndex
    let rawPath = origin[..<mark]
    path = String(decoding: rawPath, as: UTF8.self)
    segments = try Self.segments(rawPath)
    query = try Self.query(mark == origin.endIndex ? [] : origin[(mark + 1)...])
  }

  /// Drops `http://authority` from an absolute-form target.
  private static func originForm(_ bytes: ArraySlice<UInt8>) throws(ProtocolError)
    -> ArraySlice<UInt8>
  {
    if bytes.first == Octet.slash { return bytes }
    let scheme = "http://".utf8
    guard bytes.count > scheme.count,
      zip(bytes, scheme).allSatisfy({ Octet.lowercased($0) == $1 })
    else {
      throw ProtocolError(.badRequest, "the request target must be a path that starts with /")
    }
    let rest = bytes.dropFirst(scheme.count)
    let end = rest.firstIndex { $0 == Octet.slash || $0 == Octet.question } ?? rest.endIndex
    guard isAuthority(rest[..<end]) else {
      throw ProtocolError(.badRequest, "the request target names no valid host")
    }
    let origin = rest[end...]
    return origin.first == Octet.slash ? origin : [Octet.slash] + origin
  }

  /// Whether the bytes are `host` or `host:port`, the host a name or an address.
  static func isAuthority(_ bytes: ArraySlice<UInt8>) -> Bool {
    let host: ArraySlice<UInt8>
    let port: ArraySlice<UInt8>
    if bytes.first == UInt8(ascii: "[") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = bytes[(bytes.startIndex + 1)..<end]
      guard
        address.allSatisfy({
          Octet.hexadecimal($0) != nil || $0 == Octet.colon || $0 == UInt8(ascii: ".")
        })
      else { return false }
      host = address
      port = bytes[(end + 1)...]
    } else {
      let end = bytes.firstIndex(of: Octet.colon) ?? bytes.endIndex
      host = bytes[..<end]
      port = bytes[end...]
      // A comma would let two joined Host lines pass as one name.
      guard host.allSatisfy({ Octet.isRegisteredName($0) && $0 != UInt8(ascii: ",") }) else {
        return false
      }
    }
    guard !host.isEmpty else { return false }
    guard let mark = port.first else { return true }
    return mark == Octet.colon && port.count <= 6 && port.dropFirst().allSatisfy(Octet.isDigit)
  }

  private static func segments(_ path: ArraySlice<UInt8>) throws(ProtocolError) -> [String] {
    guard path.count > 1 else { return [] }
    var segments: [String] = []
    for raw in path.dropFirst().split(separator: Octet.slash, omittingEmptySubsequences: false) {
      guard raw.allSatisfy(Octet.isPathCharacter) else {
        throw ProtocolError(.badRequest, "the path has a character that must be percent-encoded")
      }
      let segment = try decode(raw, plusIsSpace: false)
      guard segment != ".", segment != ".." else {
        throw ProtocolError(.badRequest, "the path must not have the segments . and ..")
      }
      segments.append(segment)
    }
    return segments
  }

  private static func query(_ bytes: ArraySlice<UInt8>) throws(ProtocolError) -> [QueryItem] {
    guard !bytes.contains(Octet.hash) else {
      throw ProtocolError(.badRequest, "the request target must not have a fragment")
    }
    var items: [QueryItem] = []
    for pair in bytes.split(separator: Octet.ampersand) {
      let mark = pair.firstIndex(of: Octet.equals) ?? pair.endIndex
      items.append(
        QueryItem(
          name: try decode(pair[..<mark], plusIsSpace: true),
          value: try decode(pair[mark...].dropFirst(), plusIsSpace: true)))
    }
    return items
  }

  /// Percent-decodes to text without control characters.
  private static func decode(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool) throws(ProtocolError)
    -> String
  {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      var byte = bytes[index]
      index += 1
      if byte == Octet.percent {
        guard bytes.endIndex - index >= 2, let high = Octet.hexadecimal(bytes[index]),
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
    guard let text = Octet.text(decoded[...]) else {
      throw ProtocolError(.badRequest, "the request target is not UTF-8 once decoded")
    }
    return text
  }
}
