import FoundationEssentials
import Glibc
import Synchronization
import Terminal

/// A program run to its end, and what it used.
struct ChildProcess {
  let seconds: Double
  /// User and system time of all its threads.
  let processorSeconds: Double
  let userSeconds: Double
  /// The greatest resident size.
  ///
  /// At least that of this process when it was started: Linux counts the memory
  /// shared until `exec`.
  let peakMegabytes: Double

  private static let running = Atomic<Int32>(0)

  /// Ends the program that runs now, if any.
  static func endRunning() {
    let child = running.load(ordering: .acquiring)
    if child > 0 { kill(child, SIGTERM) }
  }

  /// Runs a program; one without a slash is looked for on the path.
  ///
  /// - Parameters:
  ///   - program: its name or path.
  ///   - arguments: its words.
  ///   - output: where its standard output goes.
  ///   - scratch: a file for its messages, which the error quotes.
  /// - Returns: the time and memory it took.
  /// - Throws: where it cannot be started or ends with anything but 0.
  @discardableResult
  static func run(
    _ program: String, _ arguments: [String], output: String = "/dev/null", scratch: String
  ) throws(CommandFailure) -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, scratch, flags, 0o600)
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }.sorted()
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup($0) } + [nil]
    defer { for text in words + settings { free(text) } }

    var child: pid_t = 0
    let clock = ContinuousClock()
    let start = clock.now
    let failure = posix_spawnp(&child, program, &actions, nil, &words, &settings)
    guard failure == 0 else {
      throw CommandFailure(
        "\(program) cannot be started: \(systemErrorText(failure)).", exitCode: .unavailable)
    }
    running.store(child, ordering: .releasing)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
    let seconds = (clock.now - start) / .seconds(1)
    running.store(0, ordering: .releasing)
    guard status == 0 else {
      let messages = FileManager.default.contents(atPath: scratch) ?? Data()
      throw CommandFailure(
        "\(program) \(arguments.joined(separator: " ")) failed: "
          + String(decoding: messages.prefix(600), as: UTF8.self),
        exitCode: .unavailable)
    }
    return ChildProcess(
      seconds: seconds, processorSeconds: usage.ru_utime.seconds + usage.ru_stime.seconds,
      userSeconds: usage.ru_utime.seconds, peakMegabytes: Double(usage.ru_maxrss) * 1024 / 1e6)
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) * 1e-6 }
}
