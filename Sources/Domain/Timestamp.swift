import Glibc

/// A point in time: whole seconds since 1970-01-01T00:00:00 UTC.
///
/// It lies in the years 0000 to 9999, which is what RFC 3339 can write; so the
/// difference of any two is a number of seconds that fits.
package struct Timestamp: Sendable, Hashable, Comparable, Codable {
  package static let secondsPerDay: Int64 = 86_400
  /// From 0000-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
  package static let range: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

  package let seconds: Int64

  /// The moment so many seconds after 1970 began, or the nearest that there is: a
  /// damaged file may hold any number.
  package init(seconds: Int64) {
    self.seconds = min(max(seconds, Self.range.lowerBound), Self.range.upperBound)
  }

  /// The moment at which it is asked for, by the system's clock.
  package static var now: Timestamp { Timestamp(seconds: Int64(time(nil))) }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(seconds: try container.decode(Int64.self, forKey: .seconds))
  }

  /// Midnight UTC at the start of a day of the proleptic Gregorian calendar,
  /// plus a time of day.
  ///
  /// - Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
  ///   `days_from_civil`.
  package init(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = Int64(era * 146_097 + dayOfEra - 719_468)
    self.init(
      seconds: days * Self.secondsPerDay + Int64(hour * 3600 + minute * 60 + second))
  }

  /// Midnight UTC at the start of a day written as `2011-12-09`.
  ///
  /// - Returns: nil where the text is not of this form or there is no such day.
  package init?(day text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    self.init(year: year, month: month, day: day)
    // Rolled over, signed or without leading zeros, it reads otherwise.
    guard date == text else { return nil }
  }

  /// Year, month and day in UTC.
  ///
  /// - Source: as for the initialiser, `civil_from_days`.
  package var civil: (year: Int, month: Int, day: Int) {
    let z = Int((Double(seconds) / Double(Self.secondsPerDay)).rounded(.down)) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let mp = (5 * dayOfYear + 2) / 153
    let month = mp < 10 ? mp + 3 : mp - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * mp + 2) / 5 + 1)
  }

  /// The date in UTC, as `2011-12-09`.
  package var date: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Date and time in UTC, as `2011-12-09T12:50:00Z` (RFC 3339).
  package var rfc3339: String {
    let ofDay = Int(((seconds % Self.secondsPerDay) + Self.secondsPerDay) % Self.secondsPerDay)
    let time =
      "\(padded(ofDay / 3600, 2)):\(padded(ofDay / 60 % 60, 2)):\(padded(ofDay % 60, 2))"
    return "\(date)T\(time)Z"
  }

  /// The moment so many days of 24 hours later, or the last one there is.
  package func adding(days: Int) -> Timestamp {
    let most = (Self.range.upperBound - Self.range.lowerBound) / Self.secondsPerDay + 1
    let days = min(max(Int64(days), -most), most)
    return Timestamp(seconds: seconds + days * Self.secondsPerDay)
  }

  /// Days from another time to this one; negative where this is earlier.
  package func days(since other: Timestamp) -> Double {
    Double(seconds - other.seconds) / Double(Self.secondsPerDay)
  }

  package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.seconds < rhs.seconds }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
