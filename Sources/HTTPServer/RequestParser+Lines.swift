extension RequestParser {
  /// A line that can be too long.
  enum Overflow {
    case requestLine, headers, chunkSize, chunkEnd
  }

  /// Takes a line that counts against the limit of header bytes and fields.
  mutating func takeHeaderLine() throws(ProtocolError) -> Range<Int>? {
    let room = limits.headerBytes - head.bytes
    guard let line = try takeLine(limit: max(room, 0), overflow: .headers) else { return nil }
    head.bytes += line.count + 2
    if !line.isEmpty { head.lines += 1 }
    guard head.lines <= limits.headerFields else {
      throw ProtocolError(
        .headerFieldsTooLarge, "the request has more than \(limits.headerFields) header fields")
    }
    return line
  }

  /// Takes the bytes before the next CRLF, or nil while it has not come.
  mutating func takeLine(limit: Int, overflow: Overflow) throws(ProtocolError)
    -> Range<Int>?
  {
    let end = try lineEnd(limit: limit, overflow: overflow)
    guard end < buffer.count - 1 else {
      scanned = end
      return nil
    }
    let line = position..<end
    position = end + 2
    scanned = position
    return line
  }

  /// Where the CRLF of the next line is, or else where to go on with looking for it: at the end
  /// of the input or a CR there.
  ///
  /// Bytes are judged in the order they come, so an error does not wait for its line to end.
  private func lineEnd(limit: Int, overflow: Overflow) throws(ProtocolError) -> Int {
    let bytes = buffer.span
    let bound = min(bytes.count, position + limit)
    var index = scanned
    while true {
      index = Self.firstControl(in: bytes, from: index, to: bound)
      guard index < bytes.count else { return index }
      switch bytes[index] {
      case Octet.carriageReturn:
        guard index + 1 < bytes.count else { return index }
        guard bytes[index + 1] == Octet.lineFeed else {
          throw ProtocolError(.badRequest, "a CR is not followed by LF")
        }
        return index
      case Octet.lineFeed: throw ProtocolError(.badRequest, "a line ends in LF without CR")
      case let byte:
        guard index < bound else { throw error(overflow) }
        guard byte == Octet.tab else {
          throw ProtocolError(.badRequest, "the request has a control character")
        }
        index += 1
      }
    }
  }

  /// The first control character of a range, or its end; eight bytes are looked at together.
  private static func firstControl(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let raw = unsafe bytes.bytes
    var index = start
    while index + 8 <= end {
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard !Octet.hasControl(word) else { break }
      index += 8
    }
    while index < end, !Octet.isControl(bytes[index]) { index += 1 }
    return index
  }

  private func error(_ overflow: Overflow) -> ProtocolError {
    switch overflow {
    case .requestLine:
      ProtocolError(
        .targetTooLong, "the request line is longer than \(limits.requestLine) bytes")
    case .headers:
      ProtocolError(
        .headerFieldsTooLarge,
        "the header fields are longer than \(limits.headerBytes) bytes together")
    case .chunkSize: ProtocolError(.badRequest, "a chunk-size line is too long")
    case .chunkEnd: ProtocolError(.badRequest, "a chunk is longer than its size says")
    }
  }

  mutating func parseRequestLine(_ line: Range<Int>) throws(ProtocolError) {
    guard !line.isEmpty || head.skippedBlankLine else {
      // RFC 9112, section 2.2: some old clients send a CRLF too many after a body.
      head.skippedBlankLine = true
      return
    }
    (head.method, head.target, head.isVersion10) = try Self.requestLine(
      buffer.span.extracting(line))
    state = .headers
  }
}
