import Glibc
import TestSupport
import Testing

/// What a run of the built program left behind.
struct Finished: Sendable {
  var code: Int32
  var output: String
  var errors: String
}

/// A run of the built `rapport`, with its standard streams in files of their own.
final class Running {
  struct Failure: Error { var what: String }

  let pid: pid_t
  private let directory: TemporaryDirectory
  private var status: Int32?

  /// Starts the program; `input` becomes its standard input, which is empty else.
  init(_ arguments: [String], input: Int32? = nil, in directory: TemporaryDirectory? = nil) throws {
    self.directory = TemporaryDirectory()
    let folder = directory?.path ?? self.directory.path
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    for (descriptor, name) in [(Int32(1), "stdout"), (2, "stderr")] {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, self.directory.file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGINT)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // Threads of a pool block signals, and a child inherits that.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    // `env` changes the folder and becomes the program: the process stays the same.
    let command: [String] = ["/usr/bin/env", "-C", folder, try Self.program()] + arguments
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    // A sanitizer's options hold for the program as for the tests, and so does what tells it of
    // mutexes.
    let names: [String] = ["ASAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD"]
    let sanitizers: [String] = names.compactMap { (name: String) in
      getenv(name).map { "\(name)=\(String(cString: $0))" }
    }
    let settings: [String] = ["PATH=/usr/bin:/bin", "TMPDIR=\(folder)"] + sanitizers
    var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
    defer { for word in words + environment { free(word) } }
    var pid: pid_t = 0
    let result = posix_spawn(&pid, command[0], &actions, &attributes, &words, &environment)
    guard result == 0 else {
      throw Failure(what: "\(command[0]): \(String(cString: strerror(result)))")
    }
    self.pid = pid
  }

  deinit {
    guard status == nil else { return }
    kill(pid, SIGKILL)
    var ignored: Int32 = 0
    waitpid(pid, &ignored, 0)
  }

  /// Stands beside the test program.
  private static func program() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { throw Failure(what: "/proc/self/exe cannot be read") }
    let own = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex) + "/rapport"
    guard access(String(path), X_OK) == 0 else { throw Failure(what: "\(path) is not built") }
    return String(path)
  }

  var output: String { String(decoding: contents(of: directory.file("stdout")), as: UTF8.self) }

  var errors: String { String(decoding: contents(of: directory.file("stderr")), as: UTF8.self) }

  func signal(_ number: Int32) { kill(pid, number) }

  /// Waits for a text among the messages.
  func waitForMessage(_ text: String) throws -> String {
    for _ in 0..<3000 {
      let errors = errors
      if errors.contains(text) { return errors }
      if hasEnded() { break }
      usleep(10_000)
    }
    throw Failure(what: "\"\(text)\" did not come: \(errors)")
  }

  private func hasEnded() -> Bool {
    if status != nil { return true }
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return false }
    self.status = status
    return true
  }

  /// Waits for the end; a program that does not end in five minutes fails.
  func finish() throws -> Finished {
    for _ in 0..<60_000 {
      if hasEnded() { break }
      usleep(5000)
    }
    guard let status else { throw Failure(what: "it did not end: \(output)\(errors)") }
    let signal = status & 0x7f
    return Finished(
      code: signal == 0 ? (status >> 8) & 0xff : -signal, output: output, errors: errors)
  }
}

/// Runs the program to its end.
func rapport(_ arguments: String..., in directory: TemporaryDirectory? = nil) throws -> Finished {
  try Running(arguments, in: directory).finish()
}

extension Finished {
  /// The code and all text, for the comment of an expectation.
  var told: String { "\(code)\n\(output)\(errors)" }

  func json() throws -> JSON { try JSON(parsing: output) }
}
