import Glibc
import Service
import Terminal

/// A file that an evaluation writes: its page, or a table of what went wrong.
///
/// It is checked before the work begins, and takes its name only when it is whole. An
/// earlier file of its kind is replaced; any other, such as the database, is not.
struct ReportFile {
  /// What is written.
  struct Content {
    /// In messages: "the report".
    var name: String
    /// What an earlier file must be to be replaced: "an HTML page".
    var kind: String
    /// How every such file begins, in lower case.
    var start: String
    /// An option that names such a file: "--report report.html".
    var example: String

    static let page = Content(
      name: "the report", kind: "an HTML page", start: "<!doctype html",
      example: "--report report.html")
    static let misreadings = Content(
      name: "the errors", kind: "such a table", start: MisreadingFile.start,
      example: "--errors errors.csv")
  }

  /// As the user gave it.
  let path: String
  /// What it leads to where it is a link.
  private let target: String
  private let content: Content

  /// - Throws: exit code 73 where the path names something that is no such file, or lies in
  ///   a folder that does not exist; 77 where the folder may not be written to.
  init(_ path: String, _ content: Content = .page) throws(CommandFailure) {
    self.path = path
    self.content = content
    let isGiven = !path.isEmpty && !path.hasSuffix("/")
    var status = stat()
    if isGiven, stat(path, &status) != 0 {
      guard errno == ENOENT else { throw Self.failure(path, content, errno) }
      target = path
    } else {
      guard isGiven, status.st_mode & S_IFMT != S_IFDIR else {
        throw CommandFailure(
          "Cannot write \(content.name) to \(path.isEmpty ? "\"\"" : path): that is a directory.",
          hint: "Name a file in it, such as \(content.example(in: path)).",
          exitCode: .cannotCreate)
      }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw CommandFailure(
          "Cannot write \(content.name) to \(path): that is not a regular file.",
          hint: "Name a file, such as \(content.example).", exitCode: .cannotCreate)
      }
      guard try Self.isReplaceable(path, content) else {
        throw CommandFailure(
          "Cannot write \(content.name) to \(path): that file exists and is not \(content.kind).",
          hint: "Name another file, or remove that one.", exitCode: .cannotCreate)
      }
      guard let resolved = realpath(path, nil) else { throw Self.failure(path, content, errno) }
      target = String(cString: resolved)
      free(resolved)
    }
    guard access(Self.folder(of: target), W_OK | X_OK) == 0 else {
      throw Self.failure(path, content, errno)
    }
  }

  /// Replaces the file's content by a text.
  ///
  /// - Throws: exit code 74 or 77 with the system's reason; what was there stays then.
  func write(_ text: String) throws(CommandFailure) {
    var name = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw Self.failure(path, content, errno) }
    do throws(CommandFailure) {
      let mask = umask(0)
      umask(mask)
      fchmod(descriptor, 0o666 & ~mask)
      let output = FileOutputStream(descriptor: descriptor)
      output.write(text)
      try output.finish()
      guard fsync(descriptor) == 0, rename(name, target) == 0 else {
        throw Self.failure(path, content, errno)
      }
      close(descriptor)
    } catch {
      unlink(name)
      close(descriptor)
      throw error
    }
  }

  /// Whether a file is empty or begins as its kind does.
  private static func isReplaceable(
    _ path: String, _ content: Content
  ) throws(CommandFailure) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, content, errno) }
    defer { close(descriptor) }
    let start = Array(content.start.utf8)
    var buffer = [UInt8](repeating: 0, count: start.count)
    let count = read(descriptor, &buffer, buffer.count)
    guard count >= 0 else { throw failure(path, content, errno) }
    // Letters in lower case; the signs among them have that bit set already.
    return count == 0 || zip(buffer, start).allSatisfy { $0 | 0x20 == $1 | 0x20 }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func failure(
    _ path: String, _ content: Content, _ code: Int32
  ) -> CommandFailure {
    let folder = folder(of: path)
    return switch code {
    case ENOENT, ENOTDIR:
      CommandFailure(
        "Cannot write \(content.name) to \(path): there is no directory \(folder).",
        hint: "Create it first: 'mkdir -p \(folder)'.", exitCode: .cannotCreate)
    case EACCES, EPERM, EROFS:
      CommandFailure(
        "Cannot write \(content.name) to \(path): \(systemErrorText(code)).",
        hint: "Name a file in a directory that you may write to.", exitCode: .noPermission)
    default:
      CommandFailure(
        "Cannot write \(content.name) to \(path): \(systemErrorText(code)).", exitCode: .ioError)
    }
  }
}

extension ReportFile.Content {
  /// The example with the folder before its file.
  fileprivate func example(in folder: String) -> String {
    let words = example.split(separator: " ")
    let place = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
    return "\(words[0]) \(place)\(words[1])"
  }
}
