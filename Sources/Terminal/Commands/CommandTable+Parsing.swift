extension CommandTable {
  /// What a command line asks for.
  package enum Request: Sendable {
    case run(Invocation)
    /// Help for the commands at a path; the empty path is the program.
    case help(path: [String])
    case version
  }

  /// Reads a command line.
  ///
  /// - Parameters:
  ///   - words: the arguments without the program's own name.
  ///   - environment: looks up an environment variable.
  /// - Returns: what is to be done.
  /// - Throws: a failure with exit code 64 that names the word at fault.
  package func parse(
    _ words: [String], environment: (String) -> String? = environmentVariable
  ) throws(CommandFailure) -> Request {
    guard !words.isEmpty else { return .help(path: []) }
    var parser = CommandLineParser(table: self)
    parser.consume(words)
    if parser.wantsHelp { return .help(path: parser.path) }
    if parser.wantsVersion { return .version }
    return .run(try parser.finish(environment: environment))
  }

  /// A failure with the hint where to read on.
  func usageFailure(
    _ message: String, at path: [String], showsUsage: Bool = false
  ) -> CommandFailure {
    CommandFailure(
      message, usage: showsUsage ? usage(of: path) : nil,
      hint: "See '\(invocation(of: path)) --help'.", exitCode: .usage)
  }
}
