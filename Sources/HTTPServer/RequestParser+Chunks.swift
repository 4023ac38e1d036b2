extension RequestParser {
  /// Most hexadecimal digits of a chunk size: sizes stay below 2³², far above any limit.
  static let chunkDigits = 8
  /// Longest line of a chunk size and its extensions, in bytes.
  static let chunkLine = 256

  /// Parses `size [;extension]` (RFC 9112, section 7.1); extensions are dropped.
  ///
  /// The blanks the grammar tolerates around an extension are refused: other parsers
  /// disagree on them.
  mutating func parseChunkSize(_ line: ArraySlice<UInt8>) throws(ProtocolError) {
    let digits = line.prefix { $0 != Octet.semicolon }
    guard !digits.isEmpty, digits.count <= Self.chunkDigits else {
      throw ProtocolError(.badRequest, "a chunk size must have 1 to 8 hexadecimal digits")
    }
    var size = 0
    for byte in digits {
      guard let digit = Octet.hexadecimal(byte) else {
        throw ProtocolError(.badRequest, "a chunk size must be hexadecimal digits only")
      }
      size = size << 4 | Int(digit)
    }
    // Extensions weigh as header bytes, or one-byte chunks could carry 256 times their weight.
    head.bytes += line.count - digits.count
    guard head.bytes <= limits.headerBytes else {
      throw ProtocolError(.badRequest, "the chunk extensions are too long together")
    }
    guard line.dropFirst(digits.count).allSatisfy(Octet.isVisible) else {
      throw ProtocolError(.badRequest, "a chunk extension must be printable ASCII")
    }
    guard size <= bodyLimit - bodyBytes else { throw bodyTooLong }
    state = size == 0 ? .trailers : .chunkData(remaining: size)
  }
}
