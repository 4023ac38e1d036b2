/// The keyed hash HMAC with SHA-256.
///
/// Names customers in exports by what nobody can turn back without the key.
///
/// - Source: RFC 2104, "HMAC: Keyed-Hashing for Message Authentication", section 2.
package struct HMACSHA256: Sendable {
  private static let blockSize = 64

  private let inner: [UInt8]
  private let outer: [UInt8]

  /// - Parameter key: any bytes; more than 64 are hashed first.
  package init(key: [UInt8]) {
    var block = key
    if block.count > Self.blockSize {
      var hash = SHA256()
      hash.update(key)
      block = hash.bytes()
    }
    block += [UInt8](repeating: 0, count: Self.blockSize - block.count)
    inner = block.map { $0 ^ 0x36 }
    outer = block.map { $0 ^ 0x5c }
  }

  /// The code of a message: 32 bytes.
  package func code(of message: some Sequence<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(inner)
    hash.update(message)
    var last = SHA256()
    last.update(outer)
    last.update(hash.bytes())
    return last.bytes()
  }
}
