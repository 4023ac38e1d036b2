import Glibc
import Synchronization

/// The file beside a database whose `flock` says which process may write.
///
/// SQLite's own locks last for a transaction; this one lasts as long as the
/// store, so a second writing and checkpointing connection cannot exist.
final class DatabaseLock: Sendable {
  private let descriptor: Mutex<Int32?>

  /// Takes the lock or says who holds it.
  init(for database: String) throws(StoreError) {
    let path = database + ".lock"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      guard ![EACCES, EPERM, EROFS].contains(errno) else {
        throw StoreError(
          .permissionDenied,
          "cannot open the lock file \(path): \(unsafe String(cString: strerror(errno))); run as the "
            + "owner of its folder, or choose another database with '--db'", path: path)
      }
      throw StoreError(errno: errno, .cannotCreate, path: path, doing: "create the lock file")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      let holder = Self.holder(descriptor)
      Glibc.close(descriptor)
      guard reason == EWOULDBLOCK else {
        throw StoreError(errno: reason, .ioError, path: path, doing: "lock")
      }
      throw StoreError(
        .locked,
        "the database is in use by process \(holder): stop it, let it finish, or, where it is "
          + "'rapport serve', ask it over HTTP (\(database))",
        path: database)
    }
    self.descriptor = Mutex(descriptor)
    // Who holds the lock is told to people only, so a failure to write it is not one.
    ftruncate(descriptor, 0)
    let text = Array("\(getpid())\n".utf8)
    unsafe _ = text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
    }
    let digits = bytes.prefix(max(0, count)).filter { (48...57).contains($0) }
    return digits.isEmpty ? "(unknown)" : String(decoding: digits, as: UTF8.self)
  }

  /// Gives the lock up; doing so twice is harmless.
  func release() {
    guard let held = descriptor.withLock({ $0.take() }) else { return }
    // The file stays: removing it would let two processes lock two files.
    ftruncate(held, 0)
    // Closing is not enough: a child between fork and exec has the file open too.
    flock(held, LOCK_UN)
    close(held)
  }

  deinit { release() }
}
