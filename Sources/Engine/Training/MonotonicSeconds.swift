/// Seconds since the process began to measure time, by a clock that nobody sets.
package func monotonicSeconds() -> Double {
  let passed = start.duration(to: .now).components
  return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
}

private let start = ContinuousClock.now
