import Glibc

/// A system call that failed.
struct SystemFailure: Error {
  /// The failures the server tells apart.
  enum Kind {
    case addressInUse, addressUnavailable, permissionDenied
    /// Out of descriptors, memory or threads; may pass.
    case exhausted
    case other
  }

  let call: String
  let number: Int32

  /// Records `errno`, so it comes right after the call.
  init(_ call: String, number: Int32 = errno) {
    self.call = call
    self.number = number
  }

  var kind: Kind {
    switch number {
    case EADDRINUSE: .addressInUse
    case EADDRNOTAVAIL: .addressUnavailable
    case EACCES, EPERM: .permissionDenied
    case EMFILE, ENFILE, ENOMEM, ENOBUFS, EAGAIN: .exhausted
    default: .other
    }
  }

  var reason: String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress else { return "error \(number)" }
      guard unsafe strerror_r(number, start, buffer.count) == 0 else { return "error \(number)" }
      return unsafe String(cString: start)
    }
  }
}
