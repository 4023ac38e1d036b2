import Glibc

/// The part of the input that is being read: one block of memory, refilled.
final class RecordBuffer {
  /// The longest record, in bytes.
  static let recordLimit = 1 << 20
  private static let readSize = 1 << 18

  let base: UnsafeMutablePointer<UInt8>
  private let capacity = RecordBuffer.recordLimit + RecordBuffer.readSize
  /// The first byte not yet consumed, and the first beyond what was read.
  var start = 0
  private(set) var end = 0
  private(set) var isAtEnd = false
  /// Bytes read so far in all.
  private(set) var bytesRead: Int64 = 0

  private let name: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let memory: [UInt8]
  private let pieceSize: Int
  private var memoryOffset = 0
  private let isCancelled: () -> Bool

  /// Opens a source; `isCancelled` is asked before each read and while a pipe
  /// gives nothing.
  init(
    _ source: ByteSource, isCancelled: @escaping () -> Bool = { false }
  ) throws(ImportError) {
    name = source.name
    self.isCancelled = isCancelled
    switch source.origin {
    case .file(let path):
      descriptor = try RecordBuffer.open(path)
      (ownsDescriptor, memory, pieceSize) = (true, [], 0)
    case .standardInput:
      (descriptor, ownsDescriptor, memory, pieceSize) = (STDIN_FILENO, false, [], 0)
    case .memory(let bytes, let size):
      (descriptor, ownsDescriptor, memory, pieceSize) = (-1, false, bytes, size)
    }
    base = .allocate(capacity: capacity)
  }

  deinit {
    if ownsDescriptor { close(descriptor) }
    base.deallocate()
  }

  private static func open(_ path: String) throws(ImportError) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      switch errno {
      case ENOENT, ENOTDIR:
        throw ImportError(.missingFile, "There is no file \(path).")
      case EACCES, EPERM:
        throw ImportError(
          .permission, "Cannot read \(path): \(reason).", hint: "Check the file's permissions.")
      default: throw ImportError(.inputOutput, "Cannot open \(path): \(reason).")
      }
    }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw ImportError(
        .directory, "\(path) is a directory.",
        hint: "Name a file in it; an import takes one file.")
    }
    return descriptor
  }

  /// Reads more behind what is there, moving the open record to the front.
  ///
  /// - Parameter line: where the open record begins, for the error message.
  /// - Throws: ``ImportError`` where reading fails or the record is too long, with
  ///   code `cancelled` where the import was stopped.
  func refill(line: Int) throws(ImportError) {
    if start > 0 {
      base.update(from: base + start, count: end - start)
      end -= start
      start = 0
    }
    let room = min(capacity - end, RecordBuffer.readSize)
    guard room > 0, end < RecordBuffer.recordLimit else {
      throw ImportError(
        .recordTooLong,
        "Line \(line) of \(name) is longer than 1 MiB.",
        hint: "Is the format right, and does the file have line breaks?", line: line)
    }
    let count = descriptor < 0 ? readMemory(room) : try readDescriptor(room)
    end += count
    bytesRead += Int64(count)
    isAtEnd = count == 0
  }

  private func readMemory(_ room: Int) -> Int {
    let count = min(room, pieceSize, memory.count - memoryOffset)
    memory.withUnsafeBufferPointer { bytes in
      if count > 0, let source = bytes.baseAddress {
        (base + end).update(from: source + memoryOffset, count: count)
      }
    }
    memoryOffset += count
    return count
  }

  private func readDescriptor(_ room: Int) throws(ImportError) -> Int {
    while true {
      guard !isCancelled() else {
        throw ImportError(.cancelled, "The import was stopped before the first record.")
      }
      // A pipe may have nothing to give for long; a file is always ready.
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&request, 1, 100)
      guard ready > 0 || ready < 0 && errno != EINTR else { continue }
      let count = read(descriptor, base + end, room)
      if count >= 0 { return count }
      guard errno != EINTR else { continue }
      if errno == EISDIR {
        throw ImportError(.directory, "\(name) is a directory.", hint: "Name a file in it.")
      }
      throw ImportError(
        .inputOutput, "Cannot read \(name): \(String(cString: strerror(errno))).")
    }
  }

  /// Reads the first block, steps over a byte order mark and refuses what is
  /// not text.
  func begin() throws(ImportError) {
    // Enough to recognise every signature, however small the pieces.
    while !isAtEnd, end < 512 { try refill(line: 1) }
    guard end > 0 else { throw ImportError(.emptyInput, "\(name) is empty.") }
    if begins(with: [0x1f, 0x8b]) {
      throw ImportError(
        .compressedInput,
        "\(name) is compressed (gzip).",
        hint: "Unpack it on the way: zcat \(file) | rapport import KIND - --format csv")
    }
    if begins(with: [0xff, 0xfe]) || begins(with: [0xfe, 0xff]) {
      throw ImportError(
        .binaryInput,
        "\(name) is UTF-16, not UTF-8.",
        hint: "Convert it on the way: iconv -f UTF-16 -t UTF-8 \(file) | "
          + "rapport import KIND - --format csv")
    }
    if begins(with: [0x50, 0x4b, 0x03, 0x04]) {
      throw ImportError(
        .binaryInput, "\(name) is a ZIP archive or a spreadsheet.", hint: "Save it as CSV first.")
    }
    guard memchr(base, 0, end) == nil else {
      throw ImportError(
        .binaryInput, "\(name) is binary (it has NUL bytes), not CSV, TSV or JSON lines.")
    }
    if begins(with: [0xef, 0xbb, 0xbf]) { start = 3 }
    if start == end, isAtEnd { throw ImportError(.emptyInput, "\(name) is empty.") }
  }

  /// What to call the file in a command line.
  var file: String { ownsDescriptor ? name : "FILE" }

  private func begins(with signature: [UInt8]) -> Bool {
    end >= signature.count && signature.indices.allSatisfy { base[$0] == signature[$0] }
  }
}
