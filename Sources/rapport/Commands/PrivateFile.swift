import Glibc
import Terminal
import Wording

/// Files that only their owner may read.
enum PrivateFile {
  /// Makes a file that must not exist yet and writes it.
  ///
  /// - Throws: exit code 73 where it exists or cannot be made, 74 where writing fails.
  static func write<Result>(
    _ name: String, to path: String, _ body: (FileOutputStream) throws -> Result
  ) throws -> Result {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure(
        "Cannot write \(name) to \(path): \(systemErrorText(errno)).",
        hint: errno == EEXIST ? "Name a file that does not exist yet." : nil,
        exitCode: .cannotCreate)
    }
    defer { close(descriptor) }
    let output = FileOutputStream(descriptor: descriptor)
    do {
      let result = try body(output)
      try output.finish()
      return result
    } catch {
      // Half an export must not be taken for one.
      unlink(path)
      throw error
    }
  }

  /// The bytes of a small file of the owner's, without the blanks at its end.
  ///
  /// - Throws: exit code 66 where there is none, 77 where others may read it, 65 where it
  ///   holds too little.
  static func key(_ path: String, leastLength: Int) throws(CommandFailure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CommandFailure(
        "Cannot read the key \(path): \(systemErrorText(errno)).",
        hint: errno == ENOENT ? "Add '--new-key' to make it." : nil,
        exitCode: errno == EACCES ? .noPermission : .noInput)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw CommandFailure("The key \(path) is not a regular file.", exitCode: .dataError)
    }
    guard status.st_mode & 0o077 == 0 else {
      throw CommandFailure(
        "Others may read the key \(path), so its pseudonyms hide nobody.",
        hint: "Run 'chmod 600 \(path)', or make another key.", exitCode: .noPermission)
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    bytes = Array(bytes.prefix(max(0, count)))
    while let last = bytes.last, [9, 10, 13, 32].contains(last) { bytes.removeLast() }
    guard bytes.count >= leastLength else {
      throw CommandFailure(
        "The key \(path) has \(counted(bytes.count, "byte")); it needs \(leastLength).",
        hint: "Name a file that does not exist yet, with '--new-key'.", exitCode: .dataError)
    }
    return bytes
  }

  /// Makes a key of 256 random bits, as 64 hexadecimal digits.
  static func makeKey(_ path: String) throws {
    var generator = SystemRandomNumberGenerator()
    let digits = (0..<4).map { _ in
      let word = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - word.count) + word
    }
    try write("the key", to: path) { $0.write(digits.joined() + "\n") }
  }
}
