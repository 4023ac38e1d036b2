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
}
