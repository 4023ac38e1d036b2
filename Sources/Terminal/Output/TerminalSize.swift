import Glibc

/// The columns of the terminal behind a descriptor.
///
/// - Returns: `nil` when no person sees the stream, so that piped text is
///   never cut; otherwise what the terminal says, `COLUMNS`, or 80.
package func terminalWidth(
  of descriptor: Int32, environment: (String) -> String? = environmentVariable
) -> Int? {
  guard isatty(descriptor) == 1 else { return nil }
  var size = winsize()
  if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
  if let columns = environment("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
  return 80
}
