import Digest
import Glibc

/// What is done to whole files: digests, names, and getting them to the disk.
extension DatabaseFile {
  /// Makes an empty file for its owner only, in place of what has this name.
  static func createPrivate(_ path: String) throws(StoreError) -> Int32 {
    unsafe unlink(path)
    let file = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw StoreError(errno: errno, .cannotCreate, path: path, doing: "create")
    }
    return file
  }

  /// The size and digest of a file that will have another name.
  static func digest(of path: String, named name: String) throws(StoreError) -> DatabaseCopy {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw StoreError(errno: errno, .cannotOpen, path: path, doing: "open")
    }
    defer { close(file) }
    var hash = SHA256()
    var size = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw StoreError(errno: errno, .ioError, path: path, doing: "read")
      }
      guard count > 0 else { break }
      hash.update(buffer[..<count])
      size += count
    }
    return DatabaseCopy(path: name, byteCount: size, sha256: hash.hexadecimal())
  }

  /// Writes `FILE.sha256` and waits until it is on the disk.
  static func writeDigest(of copy: DatabaseCopy) throws(StoreError) {
    let path = copy.path + ".sha256"
    let name = copy.path.split(separator: "/").last ?? ""
    let text = Array("\(copy.sha256)  \(name)\n".utf8)
    let file = try createPrivate(path)
    defer { close(file) }
    let count = unsafe text.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    guard count == text.count, fsync(file) == 0 else {
      throw StoreError(errno: errno, .ioError, path: path, doing: "write")
    }
  }

  /// The digest that `FILE.sha256` states; nil without that file.
  static func statedDigest(of path: String) throws(StoreError) -> String? {
    let name = path + ".sha256"
    let file = unsafe open(name, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      guard errno == ENOENT else {
        throw StoreError(errno: errno, .cannotOpen, path: name, doing: "open")
      }
      return nil
    }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe read(file, $0.baseAddress, $0.count)
    }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).lowercased()
  }

  /// Makes the names of a file's directory last through a power cut.
  static func syncDirectory(of path: String) throws(StoreError) {
    let end = path.lastIndex(of: "/") ?? path.startIndex
    let directory = end == path.startIndex ? "/" : String(path[..<end])
    let file = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else {
      throw StoreError(errno: errno, .ioError, path: directory, doing: "open")
    }
    defer { close(file) }
    guard fsync(file) == 0 else {
      throw StoreError(errno: errno, .ioError, path: directory, doing: "write")
    }
  }

  static func move(_ source: String, to target: String) throws(StoreError) {
    guard unsafe rename(source, target) == 0 else {
      throw StoreError(errno: errno, .ioError, path: source, doing: "rename")
    }
  }
}
