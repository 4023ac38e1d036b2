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
}
