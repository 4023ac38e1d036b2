import FoundationEssentials
import Glibc
import Terminal

/// A temporary folder that holds everything a run writes.
struct Workspace: Sendable {
  let path: String

  init() throws(CommandFailure) {
    let base = environmentVariable("TMPDIR") ?? "/tmp"
    var template = Array("\(base)/rapport-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(
        "No temporary folder can be made in \(base): \(systemErrorText(errno)).",
        hint: "Set TMPDIR to a folder with 500 MB to spare.", exitCode: .cannotCreate)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Removes a database and what SQLite and the lock leave beside it.
  func removeDatabase(_ name: String) {
    for suffix in ["", "-wal", "-shm", ".lock"] { unlink(file(name) + suffix) }
  }

  func write(_ text: String, to name: String) throws(CommandFailure) -> String {
    let path = file(name)
    do {
      try Data(text.utf8).write(to: URL(filePath: path))
    } catch {
      throw CommandFailure("\(path) cannot be written: \(error).", exitCode: .ioError)
    }
    return path
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
