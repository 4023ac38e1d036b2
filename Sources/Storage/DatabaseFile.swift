import Glibc

/// What a path names, found out without SQLite, which would create files beside
/// a database that is not ours and reports most of this as one error.
enum DatabaseFile {
  /// "rapp" in ASCII: `PRAGMA application_id` of every database.
  static let applicationID: UInt32 = 0x7261_7070

  enum Content: Equatable {
    case absent
    /// No bytes: a file made for us, or one whose creation was interrupted.
    case empty
    case rapport
  }

  /// The absolute path with symbolic links followed, so that one file has one
  /// lock; the file itself need not exist.
  static func resolve(
    _ path: String, missingDirectory: StoreError.Code
  ) throws(StoreError) -> String {
    if let whole = realPath(path) { return whole }
    guard errno == ENOENT else {
      throw StoreError(errno: errno, .cannotOpen, path: path, doing: "open")
    }
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    guard !name.isEmpty else {
      throw StoreError(.notADatabase, "\"\(path)\" names no file", path: path)
    }
    guard let resolved = realPath(directory) else {
      throw StoreError(
        missingDirectory,
        "no directory at \(directory): create it or choose another path",
        path: path)
    }
    return (resolved == "/" ? "" : resolved) + "/" + name
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Tells a database of this program from everything else.
  static func inspect(_ path: String) throws(StoreError) -> Content {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      guard errno == ENOENT else {
        throw StoreError(errno: errno, .cannotOpen, path: path, doing: "open")
      }
      return .absent
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "not a regular file"
      throw StoreError(.notADatabase, "\(path) is \(kind), not a database", path: path)
    }
    guard status.st_size > 0 else { return .empty }
    try check(header: try header(of: path), size: Int64(status.st_size), path)
    return .rapport
  }

  private static func header(of path: String) throws(StoreError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StoreError(errno: errno, .cannotOpen, path: path, doing: "open")
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
    }
    guard count >= 0 else {
      throw StoreError(errno: errno, .ioError, path: path, doing: "read")
    }
    return Array(bytes.prefix(count))
  }

  /// - Source: "Database File Format", section 1.3, <https://sqlite.org/fileformat2.html>.
  private static func check(header: [UInt8], size: Int64, _ path: String) throws(StoreError) {
    guard header.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw StoreError(
        .notADatabase,
        "\(path) is not a Rapport database, and is left as it is: choose another path", path: path)
    }
    let truncated = StoreError(
      .truncatedOrCorrupt, "\(path) is truncated: restore it from a backup", path: path)
    guard header.count == 100 else { throw truncated }
    func word(_ offset: Int) -> UInt32 {
      header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    guard word(68) == applicationID else {
      throw StoreError(
        .notOurs,
        "\(path) is an SQLite database, but not a Rapport one: choose another path", path: path)
    }
    // A write-ahead log may hold the pages that a file in mid-checkpoint lacks.
    var log = stat()
    if unsafe stat(path + "-wal", &log) == 0, log.st_size > 0 { return }
    let stored = Int64(header[16]) << 8 | Int64(header[17])
    let pageSize = stored == 1 ? 65_536 : stored
    // The page count is valid only where these two counters agree.
    guard word(24) != word(92) || Int64(word(28)) * pageSize <= size else { throw truncated }
  }
}
