import Glibc
import Testing

/// A new folder that no other test knows, removed with its files at the end.
final class TemporaryFolder {
  let path: String
  private var files: [String] = []

  init() throws {
    var template = "/tmp/ingest-XXXXXX".utf8CString.map { $0 }
    let isMade = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try #require(isMade)
  }

  deinit { for file in files + [path] { remove(file) } }

  /// The path of a file in the folder.
  func file(_ name: String) -> String {
    files.append(path + "/" + name)
    return path + "/" + name
  }
}
