import CFuzzer
import Glibc

/// Runs a test on the inputs that libFuzzer makes.
package enum Fuzzer {
  /// Set once, before the first input.
  nonisolated(unsafe) private static var test: (inout FuzzInput) -> Void = { _ in }

  /// Hands the process over to libFuzzer, which reads the arguments.
  ///
  /// The test must not depend on inputs before: what it finds has to come back from
  /// one input alone.
  package static func run(_ test: @escaping (inout FuzzInput) -> Void) -> Never {
    Self.test = test
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    let status = LLVMFuzzerRunDriver(&count, &arguments) { start, count in
      var input = FuzzInput(UnsafeBufferPointer(start: start, count: count))
      Fuzzer.test(&input)
      return 0
    }
    exit(status)
  }
}
