import Glibc

extension Checkpoint {
  /// Writes the checkpoint to a file, which is replaced as a whole or not at all.
  ///
  /// The bytes go to `path` with `.partial` and the process id behind it, to the
  /// disk, and only then to their name: whoever reads `path` finds the old checkpoint or the whole of
  /// this one, even after a power cut.
  ///
  /// - Throws: `notFinite`, or `unwritable` with what the system says.
  package func write(to path: String) throws(CheckpointError) {
    let bytes = try encoded()
    // Another process that writes the same path keeps to its own bytes.
    let partial = "\(path).partial\(getpid())"
    do throws(CheckpointError) {
      try writeThrough(bytes, to: partial)
      guard unsafe rename(partial, path) == 0 else { throw .unwritable(path) }
    } catch {
      unsafe unlink(partial)
      throw error
    }
    try syncFolder(of: path)
  }

  /// Reads the checkpoint that `write(to:)` put into a file.
  ///
  /// - Throws: `unreadable` with what the system says, and what
  ///   `init(decoding:)` throws.
  package init(contentsOf path: String) throws(CheckpointError) {
    // Opening a pipe must not wait for somebody who writes to it.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .unreadable(path) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw .unreadable(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CheckpointError(.unreadable, "'\(path)' is no file")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var position = 0
    while position < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress.map { unsafe $0 + position }, $0.count - position)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path) }
      // The file got shorter since its size was asked for.
      guard count > 0 else { throw .cutShort(position) }
      position += count
    }
    try self.init(decoding: bytes)
  }
}

private func writeThrough(_ bytes: [UInt8], to path: String) throws(CheckpointError) {
  let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard file >= 0 else { throw .unwritable(path) }
  defer { close(file) }
  var position = 0
  while position < bytes.count {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.write(file, $0.baseAddress.map { unsafe $0 + position }, $0.count - position)
    }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { throw .unwritable(path) }
    position += count
  }
  guard fsync(file) == 0 else { throw .unwritable(path) }
}

/// Makes the new name last through a power cut.
private func syncFolder(of path: String) throws(CheckpointError) {
  let end = path.lastIndex(of: "/")
  let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  let file = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard file >= 0 else { throw .unwritable(folder) }
  defer { close(file) }
  guard fsync(file) == 0 else { throw .unwritable(folder) }
}

extension CheckpointError {
  fileprivate static func unwritable(_ path: String) -> CheckpointError {
    CheckpointError(.unwritable, "cannot write '\(path)': \(systemMessage())")
  }

  fileprivate static func unreadable(_ path: String) -> CheckpointError {
    CheckpointError(.unreadable, "cannot read '\(path)': \(systemMessage())")
  }
}

private func systemMessage() -> String {
  unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
}
