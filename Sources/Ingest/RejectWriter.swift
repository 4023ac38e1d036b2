import Glibc

/// Writes refused records to a CSV file: `line,field,reason,record`.
///
/// The record is the original bytes, quoted, so that nothing is lost.
package final class RejectWriter {
  package let path: String
  private let descriptor: Int32
  private var pending: [UInt8] = []
  private var isClosed = false
  private static let blockSize = 1 << 16
  /// How every such file begins.
  private static let start = Array("line,field,reason,record\n".utf8)

  /// Creates the file, or empties an earlier one.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - source: the input, which must be another file.
  /// - Throws: ``ImportError`` where the file cannot be created, is the input, or is there and
  ///   holds anything but refused records, as the database does.
  package init(path: String, sparing source: ByteSource) throws(ImportError) {
    self.path = path
    descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ImportError(
        .cannotCreate,
        "Cannot write the refused lines to \(path): \(String(cString: strerror(errno))).")
    }
    guard !source.isSameFile(as: descriptor) else {
      isClosed = true
      Glibc.close(descriptor)
      throw ImportError(
        .badOption, "'--rejects \(path)' is the input itself, which would be lost.",
        hint: "Name another file.")
    }
    guard Self.isReplaceable(path) else {
      isClosed = true
      Glibc.close(descriptor)
      throw ImportError(
        .cannotCreate,
        "Cannot write the refused lines to \(path): that file exists and holds something else.",
        hint: "Name another file, or remove that one.")
    }
    // A terminal or a pipe cannot be emptied and need not be.
    _ = ftruncate(descriptor, 0)
    pending.reserveCapacity(2 * Self.blockSize)
    pending.append(contentsOf: Self.start)
  }

  /// Whether a path names nothing, no regular file, or refused records of an earlier import.
  private static func isReplaceable(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      return true
    }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { Glibc.close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: start.count)
    return read(descriptor, &bytes, bytes.count) == bytes.count && bytes == start
  }

  deinit { if !isClosed { Glibc.close(descriptor) } }

  func write(
    line: Int, refusal: Refusal, record: UnsafeBufferPointer<UInt8>
  ) throws(ImportError) {
    pending.append(contentsOf: String(line).utf8)
    pending.append(0x2c)
    append(refusal.field)
    pending.append(0x2c)
    append(refusal.detail.map { "\(refusal.reason.text): \($0)" } ?? refusal.reason.text)
    pending.append(contentsOf: [0x2c, 0x22])
    if record.contains(0x22) {
      for byte in record {
        if byte == 0x22 { pending.append(byte) }
        pending.append(byte)
      }
    } else {
      pending.append(contentsOf: record)
    }
    pending.append(contentsOf: [0x22, 0x0a])
    if pending.count >= Self.blockSize { try flush() }
  }

  private func append(_ text: String) {
    guard text.utf8.contains(where: { $0 == 0x2c || $0 == 0x22 || $0 == 0x0a || $0 == 0x0d })
    else { return pending.append(contentsOf: text.utf8) }
    pending.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { pending.append(byte) }
      pending.append(byte)
    }
    pending.append(0x22)
  }

  /// Writes what is pending.
  func flush() throws(ImportError) {
    var offset = 0
    while offset < pending.count {
      let written = pending.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        throw ImportError(
          .inputOutput,
          "Cannot write the refused lines to \(path): \(String(cString: strerror(errno))).")
      }
      offset += written
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Writes what is pending and closes the file; harmless when repeated.
  package func close() throws(ImportError) {
    guard !isClosed else { return }
    try flush()
    isClosed = true
    guard Glibc.close(descriptor) == 0 else {
      throw ImportError(
        .inputOutput,
        "Cannot write the refused lines to \(path): \(String(cString: strerror(errno))).")
    }
  }
}
