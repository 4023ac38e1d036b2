import CSQLite
import Glibc

extension StoreError {
  /// SQLITE_IOERR_SHMSIZE, which is a macro that Swift does not see: the index of the
  /// write-ahead log could not be made.
  private static let noRoomForSharedPages = SQLITE_IOERR | 19 << 8

  /// The error of an SQLite result code, primary or extended.
  ///
  /// `detail` is what SQLite itself says: it names tables and columns but no
  /// values.
  init(sqlite result: Int32, path: String, detail: String) {
    let said = " (SQLite: \(detail))"
    switch result & 0xff {
    case SQLITE_NOTADB:
      self.init(.notADatabase, "\(path) is not an SQLite database" + said, path: path)
    case SQLITE_CORRUPT:
      self.init(
        .truncatedOrCorrupt,
        "\(path) is truncated or corrupt: restore it from a backup" + said, path: path)
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
      self.init(
        .locked,
        "\(path) is in use by another program: let it finish and try again" + said, path: path)
    case SQLITE_FULL:
      self.init(
        .diskFull,
        "no space left for \(path): nothing of this step was stored; free some space and try again"
          + said, path: path)
    case SQLITE_IOERR where result == Self.noRoomForSharedPages:
      self.init(
        .diskFull,
        "no space left for what readers of \(path) share: free some space and try again" + said,
        path: path)
    case SQLITE_IOERR:
      self.init(
        .ioError, "reading or writing \(path) failed: check the disk and 'rapport check'" + said,
        path: path)
    case SQLITE_CANTOPEN:
      self.init(
        .cannotOpen,
        "cannot open \(path) or the files beside it: check that its directory may be written to"
          + said, path: path)
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
      self.init(
        .permissionDenied, Self.unwritable(path) + said, path: path)
    case SQLITE_CONSTRAINT, SQLITE_MISMATCH:
      self.init(.constraint, "\(path) refuses a row" + said, path: path)
    case SQLITE_TOOBIG:
      self.init(.invalidValue, "a value is too large for \(path)" + said, path: path)
    case SQLITE_NOMEM:
      self.init(.outOfMemory, "out of memory while using \(path)" + said, path: path)
    default:
      self.init(
        .refusedStatement, "\(path): SQLite refuses a statement, code \(result)" + said,
        path: path)
    }
  }

  /// What may not be written to, the file or the folder in which SQLite keeps files beside it,
  /// for readers too.
  private static func unwritable(_ path: String) -> String {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
    guard unsafe access(path, W_OK) == 0, unsafe access(folder ?? ".", W_OK) != 0 else {
      return "\(path) may not be written to: check its permissions"
    }
    return
      "using \(path) makes files beside it, and the folder \(folder ?? ".") may not be written "
      + "to: run as its owner, or copy the database elsewhere"
  }

  /// The error of a system call on a file.
  init(errno number: Int32, _ fallback: Code, path: String, doing: String) {
    let reason = unsafe String(cString: strerror(number))
    let message = "cannot \(doing) \(path): \(reason)"
    switch number {
    case EACCES, EPERM, EROFS: self.init(.permissionDenied, message, path: path)
    case ENOSPC, EDQUOT: self.init(.diskFull, message, path: path)
    case EIO: self.init(.ioError, message, path: path)
    default: self.init(fallback, message, path: path)
    }
  }
}
