import CKernels

/// The SHA-256 hash function.
///
/// Guards model blobs and applied migrations against alteration. The toolchain
/// ships no digest and one function does not justify a cryptography library.
///
/// - Source: FIPS 180-4, "Secure Hash Standard", sections 4.1.2, 5 and 6.2.
package struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// Creates the hash of no bytes.
  package init() {}

  /// Adds bytes to the message.
  ///
  /// - Complexity: O(n) in the number of bytes, in constant memory.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { update(buffer: $0) }
    if done == nil { Array(bytes).withUnsafeBufferPointer { update(buffer: $0) } }
  }

  /// Adds the bytes of a buffer to the message.
  package mutating func update(buffer: UnsafeBufferPointer<UInt8>) {
    length &+= UInt64(buffer.count)
    var rest = buffer[...]
    if !pending.isEmpty {
      let taken = min(64 - pending.count, rest.count)
      pending.append(contentsOf: rest.prefix(taken))
      rest = rest.dropFirst(taken)
      guard pending.count == 64 else { return }
      sha256_add_blocks(&state, pending, 1)
      pending.removeAll(keepingCapacity: true)
    }
    let whole = UnsafeBufferPointer(rebasing: rest.prefix(rest.count & ~63))
    if let start = whole.baseAddress { sha256_add_blocks(&state, start, whole.count / 64) }
    pending.append(contentsOf: rest.dropFirst(whole.count))
  }

  /// The digest of all bytes so far, as 64 lower-case hexadecimal digits.
  package func hexadecimal() -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The digest of all bytes so far: 32 bytes.
  package func bytes() -> [UInt8] {
    var copy = self
    let bits = length &* 8
    var padding: [UInt8] = [0x80]
    let used = (pending.count + 1) % 64
    padding.append(contentsOf: repeatElement(0, count: (56 - used + 64) % 64))
    padding.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
    copy.update(padding)
    return copy.state.flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) }
    }
  }

  /// The digest of a message, as 64 lower-case hexadecimal digits.
  package static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.hexadecimal()
  }
}
