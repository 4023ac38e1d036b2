import CEpoll
import Glibc

/// Threads of their own, for what blocks: the pool Swift concurrency shares must not.
enum Thread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts a detached thread; `top -H` and debuggers show its name.
  ///
  /// - Precondition: the name has at most 15 bytes.
  static func start(_ name: String, _ run: @escaping @Sendable () -> Void) throws(SystemFailure) {
    precondition(name.utf8.count <= 15, "thread name '\(name)' is longer than 15 bytes")
    let body = unsafe Unmanaged.passRetained(
      Body {
        _ = unsafe rapport_name_thread(name)
        run()
      })
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    guard result == 0 else {
      unsafe body.release()
      throw SystemFailure("pthread_create", number: result)
    }
    pthread_detach(thread)
  }
}
