import FoundationEssentials
import Testing

@testable import Domain

@Suite struct TimestampTests {
  // Seconds as printed by GNU `date -u -d DATE +%s`.
  @Test(arguments: [
    (1970, 1, 1, Int64(0)), (2000, 2, 29, 951_782_400), (2011, 12, 9, 1_323_388_800),
    (1900, 3, 1, -2_203_891_200), (2100, 3, 1, 4_107_542_400),
  ])
  func `a civil date is the right number of seconds and comes back`(
    year: Int, month: Int, day: Int, seconds: Int64
  ) {
    let time = Timestamp(year: year, month: month, day: day)
    #expect(time.seconds == seconds)
    #expect(time.civil == (year, month, day))
  }

  @Test func `every day of four centuries comes back`() {
    var time = Timestamp(year: 1850, month: 1, day: 1)
    for _ in 0..<146_097 {
      let (year, month, day) = time.civil
      #expect(Timestamp(year: year, month: month, day: day) == time)
      time = time.adding(days: 1)
    }
  }

  @Test func `times print as RFC 3339 in UTC`() {
    let time = Timestamp(year: 2011, month: 12, day: 9, hour: 12, minute: 5, second: 7)
    #expect(time.rfc3339 == "2011-12-09T12:05:07Z")
    #expect(time.date == "2011-12-09")
  }

  @Test func `a day is read as it is printed`() {
    #expect(Timestamp(day: "2011-12-09") == Timestamp(year: 2011, month: 12, day: 9))
    #expect(Timestamp(day: "2024-02-29") == Timestamp(year: 2024, month: 2, day: 29))
    #expect(Timestamp(day: "0000-01-01")?.date == "0000-01-01")
  }

  @Test(arguments: [
    "", "2011-12", "2011-12-9", "2011-12-09-", "2011-02-29", "2011-13-01", "2011-00-01",
    "2011-01-00", "+011-01-01", "-001-01-01", "12011-01-01", "2011-12-09T00:00:00Z", "x-y-z",
    "2011-12-９", "2011-12-9223372036854775807",
  ])
  func `what is no day of the calendar is not read`(text: String) {
    #expect(Timestamp(day: text) == nil)
  }

  @Test func `now lies after this was written and before the calendar ends`() {
    let now = Timestamp.now
    #expect(now > Timestamp(year: 2026, month: 1, day: 1) && now <= .now)
    #expect(now.seconds < Timestamp.range.upperBound)
  }

  @Test func `a number beyond the years 0000 to 9999 is the nearest moment`() throws {
    let last = Timestamp(year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59)
    let first = Timestamp(year: 0, month: 1, day: 1)
    #expect(Timestamp(seconds: .max) == last && last.rfc3339 == "9999-12-31T23:59:59Z")
    #expect(Timestamp(seconds: .min) == first && first.rfc3339 == "0000-01-01T00:00:00Z")
    #expect(last.adding(days: .max) == last && first.adding(days: .min) == first)
    #expect(last.adding(days: .min) == first)
    #expect(last.days(since: first) > 3_652_000)
    let decoded = try JSONDecoder().decode(
      Timestamp.self, from: Data(#"{"seconds":9223372036854775807}"#.utf8))
    #expect(decoded == last)
  }
}
