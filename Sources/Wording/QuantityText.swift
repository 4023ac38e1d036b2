/// A span of time in its two leading units: 340 ms, 1.2 s, 2 min 5 s, 3 h 20 min.
package func durationText(seconds: Double) -> String {
  guard seconds.isFinite else { return "–" }
  if seconds < 0 { return "−" + durationText(seconds: -seconds) }
  // The limits are those below which rounding keeps the unit.
  if seconds == 0 { return "0 s" }
  if seconds < 0.000_999_5 { return fixed(seconds * 1_000_000, decimals: 0) + " µs" }
  if seconds < 0.009_95 { return fixed(seconds * 1000, decimals: 1) + " ms" }
  if seconds < 0.999_5 { return fixed(seconds * 1000, decimals: 0) + " ms" }
  if seconds < 9.95 { return fixed(seconds, decimals: 1) + " s" }
  if seconds < 59.5 { return fixed(seconds, decimals: 0) + " s" }
  if seconds < 3599.5 { return pair(seconds, ("min", 60), ("s", 1)) }
  if seconds < 86_370 { return pair(seconds, ("h", 3600), ("min", 60)) }
  return pair(seconds, ("d", 86_400), ("h", 3600))
}

/// A size in binary units: 512 B, 1.5 KiB, 120 MiB.
package func byteText(_ count: Int) -> String {
  let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  var value = Double(count.magnitude)
  var unit = 0
  while unit < units.count - 1, value >= (unit == 0 ? 1024 : 1023.5) {
    value /= 1024
    unit += 1
  }
  let decimals = unit > 0 && value < 9.95 ? 1 : 0
  return (count < 0 ? "−" : "") + fixed(value, decimals: decimals) + " " + units[unit]
}

private func pair(
  _ seconds: Double, _ first: (name: String, size: Double), _ second: (name: String, size: Double)
) -> String {
  let total = (seconds / second.size).rounded()
  let ratio = first.size / second.size
  let major = (total / ratio).rounded(.down)
  let minor = total - major * ratio
  let start = fixed(major, decimals: 0) + " " + first.name
  return minor == 0 ? start : start + " " + fixed(minor, decimals: 0) + " " + second.name
}
