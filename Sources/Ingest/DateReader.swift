import Domain

/// A day and time of the calendar as seconds.
enum CalendarTime {
  /// Seconds since 1970 as if in UTC; nil where there is no such day or time.
  ///
  /// A leap second is the first of the next minute.
  @inline(__always)
  static func seconds(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int
  ) -> Int64? {
    guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1,
      day <= daysInMonth(month, of: year), hour < 24, minute < 60, second <= 60
    else { return nil }
    return Timestamp(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second
    ).seconds
  }
}

/// Reads points in time.
struct DateReader {
  enum Outcome {
    case seconds(Int64)
    case unreadable
    case ambiguous
    /// A number too small for a second of these days, such as a spreadsheet's day.
    case early
  }

  /// 1980-01-01: numbers below it are days of a spreadsheet rather than unix seconds.
  static let earliestLikely: Int64 = 315_532_800

  let zone: ImportTimeZone
  let format: DateFormat?
  private var lastQuarter = Int64.min
  private var lastOffset: Int64 = 0

  init(zone: ImportTimeZone, format: DateFormat?) {
    self.zone = zone
    self.format = format
  }

  mutating func read(_ field: Field) -> Outcome {
    if let format {
      return format.seconds(of: field, zone: zone).map(Outcome.seconds) ?? .unreadable
    }
    if field.count >= 10, field[4] == 0x2d, field[7] == 0x2d { return calendar(field) }
    return unix(field)
  }

  /// `YYYY-MM-DD[ HH:MM[:SS[.fraction]]][Z|±HH:MM]`, with a space or a T.
  private mutating func calendar(_ field: Field) -> Outcome {
    guard let century = pair(field, 0), let years = pair(field, 2), let month = pair(field, 5),
      let day = pair(field, 8)
    else { return .unreadable }
    var (hour, minute, second) = (0, 0, 0)
    var index = 10
    if field.count > 10 {
      guard field.count >= 16, field[10] == 0x20 || field[10] | 0x20 == 0x74,
        let hours = pair(field, 11), field[13] == 0x3a, let minutes = pair(field, 14)
      else { return .unreadable }
      (hour, minute, index) = (hours, minutes, 16)
      if field.count > 16, field[16] == 0x3a {
        guard field.count >= 19, let seconds = pair(field, 17) else { return .unreadable }
        (second, index) = (seconds, 19)
        if field.count > 20, field[19] == 0x2e || field[19] == 0x2c, field[20] &- 0x30 < 10 {
          index = 20
          while index < field.count, field[index] &- 0x30 < 10 { index += 1 }
        }
      }
    }
    guard
      let local = CalendarTime.seconds(century * 100 + years, month, day, hour, minute, second)
    else { return .unreadable }
    if index == field.count { return .seconds(utc(local)) }
    if field.count > index + 1, field[index] == 0x20 { index += 1 }
    guard let offset = offset(field, index) else { return .unreadable }
    return .seconds(local - offset)
  }

  /// Seconds east of Greenwich of an offset at the end of a time.
  private func offset(_ field: Field, _ start: Int) -> Int64? {
    let length = field.count - start
    if length == 1 { return field[start] | 0x20 == 0x7a ? 0 : nil }
    guard field[start] == 0x2b || field[start] == 0x2d else {
      return length == 3 && field[start] | 0x20 == 0x75 && field[start + 1] | 0x20 == 0x74
        && field[start + 2] | 0x20 == 0x63 ? 0 : nil
    }
    let hasColon = length == 6 && field[start + 3] == 0x3a
    guard hasColon || length == 5 || length == 3, let hours = pair(field, start + 1) else {
      return nil
    }
    var minutes = 0
    if length > 3 {
      guard let read = pair(field, start + (hasColon ? 4 : 3)) else { return nil }
      minutes = read
    }
    guard hours < 24, minutes < 60 else { return nil }
    return Int64(hours * 3600 + minutes * 60) * (field[start] == 0x2d ? -1 : 1)
  }

  /// Unix seconds from 1980 on, or milliseconds above 1e11, with an optional fraction.
  private func unix(_ field: Field) -> Outcome {
    guard let number = field.number, !field.isEmpty, field[0] != 0x2b else { return .unreadable }
    if field.count == 8, let year = pair(field, 0), let month = pair(field, 4),
      let day = pair(field, 6), 19...20 ~= year, 1...12 ~= month, 1...31 ~= day
    {
      return .ambiguous
    }
    let seconds = (abs(number) > 1e11 ? number / 1000 : number).rounded(.down)
    // Up to the year 9999.
    guard seconds < 253_402_300_800 else { return .unreadable }
    return seconds < Double(Self.earliestLikely) ? .early : .seconds(Int64(seconds))
  }

  /// The point in time of a clock reading; the offset is kept within a quarter of an hour.
  @inline(__always)
  private mutating func utc(_ local: Int64) -> Int64 {
    if zone.isFixed { return zone.utc(ofLocal: local) }
    // Changes of offset happen at multiples of a quarter of an hour.
    let quarter = local / 900
    if quarter != lastQuarter {
      lastOffset = local - zone.utc(ofLocal: local)
      lastQuarter = quarter
    }
    return local - lastOffset
  }
}

@inline(__always)
private func pair(_ field: Field, _ index: Int) -> Int? {
  let (tens, ones) = (field[index] &- 0x30, field[index + 1] &- 0x30)
  guard tens < 10, ones < 10 else { return nil }
  return Int(tens) * 10 + Int(ones)
}
