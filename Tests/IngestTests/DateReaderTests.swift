import Domain
import Testing

@testable import Ingest

@Suite struct DateReaderTests {
  private func read(
    _ text: String, zone: ImportTimeZone = .utc, format: DateFormat? = nil
  ) -> String? {
    var reader = DateReader(zone: zone, format: format)
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      let field = Field(start: start, count: buffer.count, shape: .cell)
      guard case .seconds(let seconds) = reader.read(field) else { return nil }
      return Timestamp(seconds: seconds).rfc3339
    }
  }

  @Test(arguments: [
    ("2010-12-01", "2010-12-01T00:00:00Z"),
    ("2010-12-01 08:26", "2010-12-01T08:26:00Z"),
    ("2010-12-01 08:26:03", "2010-12-01T08:26:03Z"),
    ("2010-12-01T08:26:03Z", "2010-12-01T08:26:03Z"),
    ("2010-12-01t08:26:03z", "2010-12-01T08:26:03Z"),
    ("2010-12-01T08:26:03.999999Z", "2010-12-01T08:26:03Z"),
    ("2010-12-01T08:26:03+01:00", "2010-12-01T07:26:03Z"),
    ("2010-12-01T08:26:03.5-0530", "2010-12-01T13:56:03Z"),
    ("2010-12-01 08:26:03 +00", "2010-12-01T08:26:03Z"),
    ("2010-12-01 08:26:03 UTC", "2010-12-01T08:26:03Z"),
    ("2000-02-29", "2000-02-29T00:00:00Z"),
    ("1990-12-31T23:59:60Z", "1991-01-01T00:00:00Z"),
    ("315532800", "1980-01-01T00:00:00Z"),
    ("881250949", "1997-12-04T15:55:49Z"),
    ("881250949.75", "1997-12-04T15:55:49Z"),
    ("1291191960000", "2010-12-01T08:26:00Z"),
  ])
  func `the usual forms need no format`(text: String, expected: String) {
    #expect(read(text) == expected)
  }

  @Test(arguments: [
    "2010-02-30", "2011-02-29", "1900-02-29", "2010-13-01", "2010-00-10", "2010-04-31",
    "2010-12-01 24:00", "2010-12-01 08:60", "2010-12-01 8:26", "2010-12-01T", "2010-12-01 08:26:6",
    "2010-12-01X08:26", "2010-12-01 08:26:03 CET", "2010-12-01 08:26:03+1", "0000-01-01",
    "01/12/2010", "1e20", "nan", "", "2010-12-1", "20101201", "46082", "0", "-1.5", "315532799",
    "2010-12-01 08:26:03.",
  ])
  func `what is no date is refused`(text: String) {
    #expect(read(text) == nil)
  }

  @Test(arguments: [
    ("%d/%m/%Y", "31/12/2010", "2010-12-31T00:00:00Z"),
    ("%d/%m/%Y %H:%M", "1/2/2010 8:05", "2010-02-01T08:05:00Z"),
    ("%m/%d/%y %I:%M %p", "12/31/10 12:30 AM", "2010-12-31T00:30:00Z"),
    ("%m/%d/%y %I:%M %p", "12/31/69 12:30 pm", "1969-12-31T12:30:00Z"),
    ("%d %b %Y", "5 Mar 2024", "2024-03-05T00:00:00Z"),
    ("%A, %d %B %Y", "Tuesday, 5 march 2024", "2024-03-05T00:00:00Z"),
    ("%Y%m%d", "19970101", "1997-01-01T00:00:00Z"),
    ("%Y%m%d%H%M%S", "19970101235958", "1997-01-01T23:59:58Z"),
    ("%Y-%j", "2024-366", "2024-12-31T00:00:00Z"),
    ("%F %T%z", "2024-01-02 03:04:05+02:00", "2024-01-02T01:04:05Z"),
    ("%FT%T.%f%z", "2024-01-02T03:04:05.123456Z", "2024-01-02T03:04:05Z"),
    ("%s", "881250949", "1997-12-04T15:55:49Z"),
    ("100%% %D", "100% 01/02/03", "2003-01-02T00:00:00Z"),
  ])
  func `a format is followed`(pattern: String, text: String, expected: String) throws {
    #expect(read(text, format: try DateFormat(pattern)) == expected)
  }

  @Test(arguments: [
    ("%d/%m/%Y", "30/02/2010"), ("%d/%m/%Y", "12/31/2010"), ("%d/%m/%Y", "1/2/2010 x"),
    ("%d/%m/%Y", "1-2-2010"), ("%I %p %F", "13 pm 2010-01-01"), ("%Y-%j", "2023-366"),
    ("%d %b %Y", "5 Mrz 2024"), ("%Y-%m-%d", ""),
  ])
  func `what does not fit the format is refused`(pattern: String, text: String) throws {
    #expect(read(text, format: try DateFormat(pattern)) == nil)
  }

  @Test(arguments: ["%Q", "%Y", "%d/%m", "%H:%M", "%F %I", "%F %", "%F %p"])
  func `a format that says no date is an error`(pattern: String) {
    #expect(throws: ImportError.self) { try DateFormat(pattern) }
  }

  // Offsets as printed by GNU `TZ=Europe/London date -d @SECONDS +%z`.
  @Test(
    .enabled(if: ZoneRules(name: "Europe/London") != nil, "no time zone database here"),
    arguments: [
      ("Europe/London", "2010-12-01 08:26", "2010-12-01T08:26:00Z"),
      ("Europe/London", "2010-07-01 08:26", "2010-07-01T07:26:00Z"),
      ("Europe/Berlin", "2024-03-31 01:59", "2024-03-31T00:59:00Z"),
      ("Europe/Berlin", "2024-03-31 02:30", "2024-03-31T01:30:00Z"),
      ("Europe/Berlin", "2024-03-31 03:00", "2024-03-31T01:00:00Z"),
      ("Europe/Berlin", "2024-10-27 02:30", "2024-10-27T00:30:00Z"),
      ("Europe/Berlin", "2024-10-27 03:00", "2024-10-27T02:00:00Z"),
      ("Europe/Berlin", "2080-07-01 12:00", "2080-07-01T10:00:00Z"),
      ("America/New_York", "2024-07-01 12:00", "2024-07-01T16:00:00Z"),
      ("Asia/Kolkata", "2024-07-01 12:00", "2024-07-01T06:30:00Z"),
      ("Australia/Sydney", "2060-01-01 12:00", "2060-01-01T01:00:00Z"),
      ("Europe/Berlin", "2024-07-01T12:00:00Z", "2024-07-01T12:00:00Z"),
    ])
  func `a named zone has its summer time`(zone: String, text: String, expected: String) throws {
    #expect(read(text, zone: try ImportTimeZone(zone)) == expected)
  }

  @Test(arguments: [
    ("UTC", "2024-07-01T12:00:00Z"), ("+01:00", "2024-07-01T11:00:00Z"),
    ("-0330", "2024-07-01T15:30:00Z"), ("+09", "2024-07-01T03:00:00Z"),
  ])
  func `a fixed zone is an offset`(zone: String, expected: String) throws {
    #expect(read("2024-07-01 12:00", zone: try ImportTimeZone(zone)) == expected)
  }

  @Test(arguments: ["Mars/Olympus", "+1", "+25:00", "../etc/passwd", "", "+01:60", "+1:000"])
  func `an unknown zone is an error that shows the forms`(zone: String) {
    let error = #expect(throws: ImportError.self) { try ImportTimeZone(zone) }
    #expect(error?.description.contains("Europe/Berlin") == true)
  }

  @Test func `a yearly rule stands where the table of changes ends`() throws {
    let rule = try #require(RecurringRule(Array("CET-1CEST,M3.5.0,M10.5.0/3".utf8)))
    // 2024-03-31 and 2024-10-27, 01:00 UTC.
    #expect([1_711_846_799, 1_711_846_800].map(rule.offset(at:)) == [3600, 7200])
    #expect([1_729_990_799, 1_729_990_800].map(rule.offset(at:)) == [7200, 3600])
    let south = try #require(RecurringRule(Array("<+10>-10<+11>,J274/2,89/3".utf8)))
    #expect(south.offset(at: 1_704_067_200) == 39_600)
    #expect(south.offset(at: 1_719_792_000) == 36_000)
    #expect(RecurringRule(Array("EST5".utf8))?.offset(at: 0) == -18_000)
    #expect(RecurringRule(Array("EST5EDT,M3".utf8)) == nil)
  }
}
