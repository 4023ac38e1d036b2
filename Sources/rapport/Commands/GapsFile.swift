import Glibc
import Service
import Terminal

/// The gaps as a file that spreadsheets read.
enum GapsFile {
  /// Writes a file that must not exist yet.
  ///
  /// - Throws: exit code 73 where it exists or cannot be made, 74 where writing fails.
  static func write(_ answer: GapsAnswer, to path: String) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw CommandFailure(
        "Cannot write the gaps to \(path): \(systemErrorText(errno)).",
        hint: errno == EEXIST ? "Name a file that does not exist yet." : nil,
        exitCode: .cannotCreate)
    }
    defer { close(descriptor) }
    let output = FileOutputStream(descriptor: descriptor)
    output.write(answer.csv)
    try output.finish()
  }
}
