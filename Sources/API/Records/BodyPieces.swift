import HTTPServer

/// The bytes of a request's body in the pieces in which they arrive.
struct BodyPieces {
  private let stream: BodyStream

  init(_ request: Request) { self.init(request.stream ?? BodyStream(request.body)) }

  init(_ stream: BodyStream) { self.stream = stream }

  /// The next bytes; nil after the last.
  mutating func next() throws -> [UInt8]? {
    try stream.next()
  }

  /// Everything, where it is no longer than `limit` bytes.
  mutating func all(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let piece = try next() {
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      guard bytes.count <= limit else {
        throw Problem(
          .contentTooLarge, code: "content_too_large",
          detail: "a JSON body may have \(limit) bytes; send more as JSON lines")
      }
    }
    return bytes
  }
}
