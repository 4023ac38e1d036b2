/// What the process tells the shell when it ends.
///
/// - Source: `sysexits.h` of 4.3BSD for 64 to 78; 128 + signal number for 130.
package struct ExitCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// The command did what it was asked.
  package static let ok = ExitCode(rawValue: 0)
  /// The command line is wrong.
  package static let usage = ExitCode(rawValue: 64)
  /// The input is wrong.
  package static let dataError = ExitCode(rawValue: 65)
  /// An input file does not exist or cannot be read.
  package static let noInput = ExitCode(rawValue: 66)
  /// Something the command needs is missing, such as a trained model.
  package static let unavailable = ExitCode(rawValue: 69)
  /// A defect of the program itself.
  package static let `internal` = ExitCode(rawValue: 70)
  /// An output file cannot be created.
  package static let cannotCreate = ExitCode(rawValue: 73)
  /// Reading or writing failed on the way.
  package static let ioError = ExitCode(rawValue: 74)
  /// The system or the program does not permit it.
  package static let noPermission = ExitCode(rawValue: 77)
  /// A setting is wrong.
  package static let configuration = ExitCode(rawValue: 78)
  /// The user pressed Ctrl-C or the process was told to stop.
  package static let interrupted = ExitCode(rawValue: 130)
}
