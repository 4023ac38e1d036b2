import Glibc

/// An open file descriptor; closed when it goes out of scope.
struct Descriptor: ~Copyable, Sendable {
  let number: Int32

  /// Takes over a descriptor a system call just returned.
  init(_ number: Int32, from call: String) throws(SystemFailure) {
    guard number >= 0 else { throw SystemFailure(call) }
    self.number = number
  }

  deinit { close(number) }
}
