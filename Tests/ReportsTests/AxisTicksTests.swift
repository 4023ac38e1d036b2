import Evaluation
import Glibc
import Testing

@testable import Reports

@Suite struct AxisTicksTests {
  @Test(arguments: [
    (0.0...1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0.0...1.0, 3, ["0.0", "0.5", "1.0"]),
    (-1.2...0.9, 3, ["−1", "0"]),
    (0.0...43_000.0, 5, ["0", "10,000", "20,000", "30,000", "40,000"]),
    (2_000_000.0...4_100_000.0, 4, ["2.0 M", "2.5 M", "3.0 M", "3.5 M", "4.0 M"]),
    (0.0...0.000_06, 3, ["0", "2e−5", "4e−5", "6e−5"]),
    (0.721...0.756, 3, ["0.73", "0.74", "0.75"]),
  ])
  func `labels are round`(range: ClosedRange<Double>, count: Int, labels: [String]) {
    #expect(AxisTicks(in: range, count: count).labels(.number) == labels)
  }

  @Test func `shares are labelled as per cent`() {
    #expect(
      AxisTicks(in: 0...1, count: 4).labels(.percent) == ["0%", "20%", "40%", "60%", "80%", "100%"])
    #expect(AxisTicks(in: 0...0.01, count: 4).labels(.percent).last == "1.0%")
  }

  @Test func `ticks of any range are few, even, within it and told apart`() {
    for seed in UInt64(0)..<400 {
      var generator = SplitMix(seed: seed)
      let low = generator.number(in: -1...1) * pow(10, generator.number(in: -6...8))
      let span = pow(10, generator.number(in: -6...8))
      guard abs(low) < span * 1e6 else { continue }
      let range = low...(low + span)
      let count = 2 + Int(generator.number(in: 0...6))
      let ticks = AxisTicks(in: range, count: count)
      #expect(
        ticks.values.count >= count / 2 && ticks.values.count <= 2 * count + 1,
        "seed \(seed): \(ticks.values)")
      for value in ticks.values {
        #expect(range.contains(value) || abs(value - low) < span * 1e-6, "seed \(seed)")
      }
      for (left, right) in zip(ticks.values, ticks.values.dropFirst()) {
        #expect(abs(right - left - ticks.step) < ticks.step * 1e-6, "seed \(seed)")
      }
      let labels = ticks.labels(.number)
      #expect(Set(labels).count == labels.count, "seed \(seed): \(labels)")
      let loose = AxisTicks.loose(range, count: count)
      #expect(loose.lowerBound <= low && loose.upperBound >= range.upperBound, "seed \(seed)")
      #expect(loose.upperBound - loose.lowerBound <= span + 2 * ticks.step, "seed \(seed)")
    }
  }
}
