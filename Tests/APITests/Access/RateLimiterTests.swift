import Testing

@testable import API

@Suite struct RateLimiterTests {
  private let start = ContinuousClock.now

  @Test func `a burst passes at once, then as many as the rate gives`() {
    let limiter = RateLimiter(rate: 4, burst: 8)
    for left in (0..<8).reversed() {
      let verdict = limiter.take("a", at: start)
      #expect(verdict.isAllowed && verdict.remaining == left)
    }
    #expect(!limiter.take("a", at: start).isAllowed)
    #expect(limiter.take("b", at: start).isAllowed)
    #expect(!limiter.take("a", at: start + .milliseconds(249)).isAllowed)
    #expect(limiter.take("a", at: start + .milliseconds(251)).isAllowed)
    #expect(!limiter.take("a", at: start + .milliseconds(252)).isAllowed)
    let later = start + .seconds(3600)
    for _ in 0..<8 { #expect(limiter.take("a", at: later).isAllowed) }
    #expect(!limiter.take("a", at: later).isAllowed)
  }

  @Test func `a clock that steps back takes nothing away and gives nothing`() {
    let limiter = RateLimiter(rate: 1, burst: 2)
    #expect(limiter.take("a", at: start).isAllowed)
    #expect(limiter.take("a", at: start - .seconds(100)).isAllowed)
    #expect(!limiter.take("a", at: start).isAllowed)
  }

  @Test func `many strangers share a bucket and one who waited does not`() {
    let limiter = RateLimiter(rate: 1, burst: 2)
    for number in 0..<20_000 { _ = limiter.take("\(number)", at: start) }
    let outcomes = (0..<10).map { limiter.take("new \($0)", at: start).isAllowed }
    #expect(outcomes.filter { $0 }.count == 2)
    // A second later every bucket is full again, and forgotten.
    #expect(limiter.take("another", at: start + .seconds(2)).remaining == 1)
  }
}
