import Glibc

/// Where the bytes of an import come from.
package struct ByteSource: Sendable {
  enum Origin: Sendable {
    case file(path: String)
    case standardInput
    case memory([UInt8], pieceSize: Int)
  }

  let origin: Origin
  /// The name for messages: a path, or `standard input`.
  package let name: String

  /// A file, or standard input where the path is `-`.
  package init(path: String) {
    origin = path == "-" ? .standardInput : .file(path: path)
    name = path == "-" ? "standard input" : path
  }

  /// Bytes in memory, handed out in pieces as a pipe would.
  package init(bytes: [UInt8], pieceSize: Int = .max, name: String = "memory") {
    precondition(pieceSize > 0, "pieceSize \(pieceSize)")
    origin = .memory(bytes, pieceSize: pieceSize)
    self.name = name
  }

  /// Whether an open file is the one these bytes come from.
  func isSameFile(as descriptor: Int32) -> Bool {
    var (own, other) = (stat(), stat())
    let isKnown =
      switch origin {
      case .file(let path): stat(path, &own) == 0
      case .standardInput: fstat(STDIN_FILENO, &own) == 0
      case .memory: false
      }
    guard isKnown, fstat(descriptor, &other) == 0, own.st_mode & S_IFMT == S_IFREG else {
      return false
    }
    return own.st_dev == other.st_dev && own.st_ino == other.st_ino
  }
}
