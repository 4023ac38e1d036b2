import CEpoll
import Glibc

/// An epoll instance: says which descriptors are ready, by the token each was added with.
struct Poller: ~Copyable, Sendable {
  /// What to wait for, and what happened.
  struct Readiness: OptionSet {
    let rawValue: UInt32

    static let read = Readiness(rawValue: EPOLLIN.rawValue)
    static let write = Readiness(rawValue: EPOLLOUT.rawValue)
    /// Of several pollers of one descriptor, wake only one.
    static let exclusive = Readiness(rawValue: EPOLLEXCLUSIVE.rawValue)
    /// The peer sends nothing more.
    static let halfClosed = Readiness(rawValue: EPOLLRDHUP.rawValue)
    /// Report a change and not a state.
    static let edge = Readiness(rawValue: EPOLLET.rawValue)
    /// The connection is dead; reported whether asked for or not.
    static let hangUp = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
  }

  struct Event {
    let token: UInt64
    let readiness: Readiness
  }

  private let descriptor: Descriptor

  init() throws(SystemFailure) {
    descriptor = try Descriptor(
      epoll_create1(Int32(EPOLL_CLOEXEC)), from: "epoll_create1")
  }

  func add(_ number: Int32, token: UInt64, _ readiness: Readiness) throws(SystemFailure) {
    try control(EPOLL_CTL_ADD, number, token, readiness)
  }

  func remove(_ number: Int32) throws(SystemFailure) {
    try control(EPOLL_CTL_DEL, number, 0, [])
  }

  private func control(
    _ operation: Int32, _ number: Int32, _ token: UInt64, _ readiness: Readiness
  ) throws(SystemFailure) {
    let data = unsafe epoll_data_t(u64: token)
    var event = unsafe epoll_event(events: readiness.rawValue, data: data)
    guard unsafe epoll_ctl(descriptor.number, operation, number, &event) == 0 else {
      throw SystemFailure("epoll_ctl")
    }
  }

  /// Room for the events of one wait, kept from wait to wait.
  @safe struct Batch {
    fileprivate var events = unsafe [epoll_event](repeating: epoll_event(), count: 256)
    fileprivate(set) var count = 0

    subscript(index: Int) -> Event {
      precondition(index < count, "event \(index) of \(count)")
      let event = unsafe events[index]
      return Event(
        token: unsafe event.data.u64, readiness: Readiness(rawValue: unsafe event.events))
    }
  }

  /// Waits until something is ready or the time is over.
  func wait(milliseconds: Int32, into batch: inout Batch) {
    let number = descriptor.number
    let count = unsafe batch.events.withUnsafeMutableBufferPointer { buffer in
      unsafe epoll_wait(number, buffer.baseAddress, Int32(buffer.count), milliseconds)
    }
    batch.count = max(0, Int(count))
  }
}
