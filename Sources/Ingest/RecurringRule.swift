import Domain

/// Standard and summer time by a yearly rule, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// - Source: POSIX.1-2017, section 8.3, `TZ`; RFC 8536, section 3.3.1.
struct RecurringRule: Sendable {
  private var standard: Int64 = 0
  private var summer: Int64 = 0
  private var change: (start: YearlyTime, end: YearlyTime)?

  /// Reads a rule; nil where it is empty or not one.
  init?(_ text: [UInt8]) {
    var cursor = Cursor(bytes: text)
    guard cursor.skipName(), let west = cursor.duration() else { return nil }
    standard = -west
    guard !cursor.isAtEnd else { return }
    guard cursor.skipName() else { return nil }
    summer = standard + 3600
    if cursor.peeked != 0x2c {
      guard let west = cursor.duration() else { return nil }
      summer = -west
    }
    guard cursor.take(0x2c), let start = YearlyTime(&cursor), cursor.take(0x2c),
      let end = YearlyTime(&cursor), cursor.isAtEnd
    else { return nil }
    change = (start, end)
  }

  /// Seconds east of Greenwich at a point in time.
  func offset(at time: Int64) -> Int64 {
    guard let change else { return standard }
    let year = Timestamp(seconds: time + standard).civil.year
    let start = change.start.seconds(in: year) - standard
    let end = change.end.seconds(in: year) - summer
    let isSummer =
      start < end ? time >= start && time < end : !(time >= end && time < start)
    return isSummer ? summer : standard
  }

  private struct YearlyTime: Sendable {
    enum Day: Sendable {
      case month(Int, week: Int, weekday: Int)
      case dayWithoutLeap(Int)
      case dayOfYear(Int)
    }
    let day: Day
    let time: Int64

    init?(_ cursor: inout Cursor) {
      if cursor.take(0x4d) {
        guard let month = cursor.number(), cursor.take(0x2e), let week = cursor.number(),
          cursor.take(0x2e), let weekday = cursor.number(), 1...12 ~= month, 1...5 ~= week,
          weekday < 7
        else { return nil }
        day = .month(month, week: week, weekday: weekday)
      } else if cursor.take(0x4a) {
        guard let number = cursor.number() else { return nil }
        day = .dayWithoutLeap(number)
      } else {
        guard let number = cursor.number() else { return nil }
        day = .dayOfYear(number)
      }
      if cursor.take(0x2f) {
        guard let duration = cursor.duration() else { return nil }
        time = duration
      } else {
        time = 7200
      }
    }

    /// Local seconds since 1970.
    func seconds(in year: Int) -> Int64 {
      switch day {
      case .month(let month, let week, let weekday):
        let first = Timestamp(year: year, month: month, day: 1)
        let days = Int(first.seconds / Timestamp.secondsPerDay)
        // 1970-01-01 was a Thursday.
        let firstWeekday = ((days + 4) % 7 + 7) % 7
        var date = 1 + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        while date > daysInMonth(month, of: year) { date -= 7 }
        return first.adding(days: date - 1).seconds + time
      case .dayWithoutLeap(let number):
        let isBehindFebruary = number >= 60 && daysInMonth(2, of: year) == 29
        return Timestamp(year: year, month: 1, day: 1)
          .adding(days: number - 1 + (isBehindFebruary ? 1 : 0)).seconds + time
      case .dayOfYear(let number):
        return Timestamp(year: year, month: 1, day: 1).adding(days: number).seconds + time
      }
    }
  }

  private struct Cursor {
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }
    var peeked: UInt8 { isAtEnd ? 0 : bytes[index] }

    mutating func take(_ byte: UInt8) -> Bool {
      guard peeked == byte, !isAtEnd else { return false }
      index += 1
      return true
    }

    mutating func skipName() -> Bool {
      let first = index
      if take(0x3c) {
        while !isAtEnd, peeked != 0x3e { index += 1 }
        return take(0x3e)
      }
      while (peeked | 0x20) &- 0x61 < 26 { index += 1 }
      return index - first >= 3
    }

    mutating func number() -> Int? {
      let first = index
      var value = 0
      while peeked &- 0x30 < 10, index - first < 4 {
        value = value * 10 + Int(peeked - 0x30)
        index += 1
      }
      return index > first ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func duration() -> Int64? {
      let isNegative = take(0x2d)
      if !isNegative { _ = take(0x2b) }
      guard let hours = number() else { return nil }
      var seconds = hours * 3600
      if take(0x3a) {
        guard let minutes = number() else { return nil }
        seconds += minutes * 60
        if take(0x3a) {
          guard let rest = number() else { return nil }
          seconds += rest
        }
      }
      return Int64(isNegative ? -seconds : seconds)
    }
  }
}

/// The number of days of a month of the Gregorian calendar.
@inline(__always)
func daysInMonth(_ month: Int, of year: Int) -> Int {
  switch month {
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}
