import Testing
import Wording

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (541_909, "541,909"),
    (-1000, "−1,000"), (-999, "−999"), (1_234_567, "1,234,567"),
    (Int.max, "9,223,372,036,854,775,807"), (Int.min, "−9,223,372,036,854,775,808"),
  ])
  func `thousands are set apart`(value: Int, text: String) {
    #expect(grouped(value) == text)
  }

  @Test(arguments: [
    (1234.5, 2, "1,234.50"), (-1234.5, 0, "−1,234"), (0.0, 1, "0.0"), (-0.04, 1, "0.0"),
    (999.999, 2, "1,000.00"), (1e21, 0, "1,000,000,000,000,000,000,000"), (Double.nan, 2, "–"),
    (-Double.infinity, 2, "–"), (2.5, 0, "2"), (3.5, 0, "4"),
  ])
  func `decimals are rounded and grouped`(value: Double, decimals: Int, text: String) {
    #expect(grouped(value, decimals: decimals) == text)
  }

  @Test(arguments: [(-1234.5, 2, "-1234.50"), (-0.004, 2, "0.00"), (2.5, 0, "2"), (.nan, 2, "–")])
  func `machines get no commas and a hyphen`(value: Double, decimals: Int, text: String) {
    #expect(fixed(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0.0124, "+0.012"), (-0.0124, "−0.012"), (0.0001, "0.000"), (-0.0001, "0.000"), (0, "0.000"),
    (1234, "+1,234.000"), (Double.nan, "–"),
  ])
  func `differences have a sign`(value: Double, text: String) {
    #expect(signed(value) == text)
  }

  @Test(arguments: [
    (2011, "2011"), (12, "12"), (-3, "−3"), (123.4, "123"), (12.34, "12.3"), (0.084, "0.08"),
    (-0.084, "−0.08"), (-0.001, "0.00"), (Double.infinity, "–"),
  ])
  func `values of columns have as few digits as tell them`(value: Double, text: String) {
    #expect(brief(value) == text)
  }

  @Test(arguments: [
    (0.684, "68%"), (0.0289, "2.9%"), (0.0999, "10%"), (1, "100%"), (-0.02, "−2.0%"),
    (Double.nan, "–"),
  ])
  func `sentences have round percentages`(share: Double, text: String) {
    #expect(roundPercentage(share) == text)
  }

  @Test func `the largest number fits`() {
    #expect(fixed(.greatestFiniteMagnitude, decimals: 3).utf8.count == 313)
  }

  @Test(arguments: [
    (0.0, 1, "0.0%"), (0.1234, 1, "12.3%"), (1.0, 1, "100.0%"), (0.0004, 1, "<0.1%"),
    (0.9999, 1, ">99.9%"), (0.001, 0, "<1%"), (0.999, 0, ">99%"), (-0.25, 0, "−25%"),
    (1.5, 0, "150%"), (Double.nan, 1, "–"),
  ])
  func `shares are percentages`(share: Double, decimals: Int, text: String) {
    #expect(percentage(share, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0, "0 s"), (0.000_000_5, "0 µs"), (0.000_34, "340 µs"), (0.000_999_4, "999 µs"),
    (0.000_999_6, "1.0 ms"), (0.0012, "1.2 ms"), (0.34, "340 ms"), (0.9994, "999 ms"),
    (0.9996, "1.0 s"), (1.24, "1.2 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"),
    (59.6, "1 min"), (125, "2 min 5 s"), (3599.4, "59 min 59 s"), (3599.6, "1 h"),
    (12_000, "3 h 20 min"), (86_369, "23 h 59 min"), (86_371, "1 d"), (100_000, "1 d 4 h"),
    (-1.5, "−1.5 s"), (Double.infinity, "–"),
  ])
  func `spans of time keep two units`(seconds: Double, text: String) {
    #expect(durationText(seconds: seconds) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (10_240, "10 KiB"),
    (1_048_575, "1.0 MiB"), (125_829_120, "120 MiB"), (-2048, "−2.0 KiB"),
    (Int.max, "8.0 EiB"), (Int.min, "−8.0 EiB"),
  ])
  func `sizes are in binary units`(count: Int, text: String) {
    #expect(byteText(count) == text)
  }
}
