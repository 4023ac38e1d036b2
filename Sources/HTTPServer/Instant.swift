import Glibc

/// A point of monotonic time in nanoseconds: half a dozen are compared for each request, which
/// is why they are not of `ContinuousClock` with its 128 bits.
struct Instant: Comparable, Sendable {
  let nanoseconds: Int64

  static var now: Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  static let distantFuture = Instant(nanoseconds: .max)

  func duration(to other: Instant) -> Duration {
    .nanoseconds(other.nanoseconds - nanoseconds)
  }

  static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

  static func + (instant: Instant, delay: Delay) -> Instant {
    let (sum, isOver) = instant.nanoseconds.addingReportingOverflow(delay.nanoseconds)
    return isOver ? .distantFuture : Instant(nanoseconds: sum)
  }
}

/// A length of time in nanoseconds.
struct Delay: Sendable {
  let nanoseconds: Int64

  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let (product, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    nanoseconds = isOver ? .max / 2 : product + attoseconds / 1_000_000_000
  }
}
