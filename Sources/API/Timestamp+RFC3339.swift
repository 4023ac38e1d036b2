import Domain

extension Timestamp {
  /// Reads a time such as `2026-03-01T10:00:00Z` or `2026-03-01T10:00:00.5+01:00`;
  /// nil for anything else, a day that no calendar has included.
  ///
  /// A fraction is cut off and a leap second is the second before it.
  ///
  /// - Source: RFC 3339, section 5.6.
  init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    func number(at offset: Int, below limit: Int, digits: Int = 2) -> Int? {
      guard offset + digits <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[offset..<(offset + digits)] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 48)
      }
      return value < limit ? value : nil
    }
    func has(_ character: Unicode.Scalar, at offset: Int) -> Bool {
      offset < bytes.count && bytes[offset] == UInt8(ascii: character)
    }
    guard has("-", at: 4), has("-", at: 7), has(":", at: 13), has(":", at: 16),
      has("T", at: 10) || has("t", at: 10) || has(" ", at: 10),
      let year = number(at: 0, below: 10_000, digits: 4), let month = number(at: 5, below: 13),
      let day = number(at: 8, below: 32), let hour = number(at: 11, below: 24),
      let minute = number(at: 14, below: 60), let second = number(at: 17, below: 61), month > 0
    else { return nil }
    var end = 19
    if has(".", at: end) {
      end += 1
      guard number(at: end, below: 10, digits: 1) != nil else { return nil }
      while number(at: end, below: 10, digits: 1) != nil { end += 1 }
    }
    var offset = 0
    if has("+", at: end) || has("-", at: end) {
      guard bytes.count == end + 6, has(":", at: end + 3),
        let hours = number(at: end + 1, below: 24),
        let minutes = number(at: end + 4, below: 60)
      else { return nil }
      offset = (has("-", at: end) ? -60 : 60) * (hours * 60 + minutes)
    } else {
      guard bytes.count == end + 1, has("Z", at: end) || has("z", at: end) else { return nil }
    }
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day > 0, day <= lengths[month - 1] else { return nil }
    let time = Timestamp(
      year: year, month: month, day: day, hour: hour, minute: minute, second: min(second, 59))
    self.init(seconds: time.seconds - Int64(offset))
  }
}
