import Domain
import Glibc
import Service

/// The time of a log line, such as `2026-03-01T10:00:00.123Z`.
enum LogTime {
  static var now: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let seconds = Timestamp(seconds: Int64(time.tv_sec)).rfc3339.dropLast()
    let milliseconds = "\(1000 + time.tv_nsec / 1_000_000)".dropFirst()
    return "\(seconds).\(milliseconds)Z"
  }
}
