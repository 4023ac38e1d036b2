import Synchronization

/// Lets each caller make so many requests a second, with some at once.
///
/// - Source: the token bucket of RFC 2697 with one rate; each caller's bucket holds `burst` and
///   gains `rate` a second.
final class RateLimiter: Sendable {
  /// What a request was told.
  struct Verdict: Sendable, Hashable {
    let isAllowed: Bool
    /// Requests that may still come at once.
    let remaining: Int
    /// Seconds until one more may come; 0 where one may now.
    let wait: Int
  }

  private struct Bucket {
    var tokens: Double
    var filledAt: ContinuousClock.Instant
  }

  /// Callers told apart; beyond them strangers share one bucket, so that many addresses cannot
  /// fill the memory.
  private static let callers = 20_000
  private static let strangers = ""

  let rate: Double
  let burst: Int
  private let buckets = Mutex<[String: Bucket]>([:])

  init(rate: Int, burst: Int) {
    self.rate = Double(rate)
    self.burst = burst
  }

  /// Counts a request of a caller.
  func take(_ caller: String, at now: ContinuousClock.Instant = .now) -> Verdict {
    buckets.withLock { buckets in
      var caller = caller
      if buckets[caller] == nil, buckets.count >= Self.callers {
        buckets = buckets.filter { tokens(in: $0.value, at: now) < Double(burst) }
        if buckets.count >= Self.callers { caller = Self.strangers }
      }
      var bucket = buckets[caller] ?? Bucket(tokens: Double(burst), filledAt: now)
      bucket.tokens = tokens(in: bucket, at: now)
      bucket.filledAt = max(now, bucket.filledAt)
      let isAllowed = bucket.tokens >= 1
      if isAllowed { bucket.tokens -= 1 }
      buckets[caller] = bucket
      let missing = max(0, 1 - bucket.tokens)
      return Verdict(
        isAllowed: isAllowed, remaining: Int(bucket.tokens),
        wait: Int((missing / rate).rounded(.up)))
    }
  }

  private func tokens(in bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
    let elapsed = max(.zero, now - bucket.filledAt).components
    let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    return min(Double(burst), bucket.tokens + seconds * rate)
  }
}
