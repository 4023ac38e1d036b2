import CEpoll
import Glibc

/// An eventfd: makes a poller in another thread return.
struct WakeUp: ~Copyable, Sendable {
  private let descriptor: Descriptor

  init() throws(SystemFailure) {
    let flags = Int32(EFD_NONBLOCK | EFD_CLOEXEC)
    descriptor = try Descriptor(eventfd(0, flags), from: "eventfd")
  }

  var number: Int32 { descriptor.number }

  func signal() {
    // Fails only when the counter is full, and then the poller is awake already.
    _ = eventfd_write(descriptor.number, 1)
  }
}
