import Domain

/// A pattern for dates, in the manner of `strptime`.
///
/// `%Y %y %m %d %e %H %I %M %S %p %b %B %h %a %A %j %z %Z %s %f %n %t %F %T %R %D %%`,
/// with English names of months and days. A space stands for any number of them.
package struct DateFormat: Sendable {
  package let pattern: String
  private let steps: [Step]

  private enum Step: Sendable {
    case literal(UInt8)
    case blanks
    case directive(UInt8)
  }

  /// Reads a pattern.
  package init(_ pattern: String) throws(ImportError) {
    var steps: [Step] = []
    var bytes = Array(pattern.utf8)[...]
    while let byte = bytes.popFirst() {
      if byte == 0x20 || byte == 0x09 {
        steps.append(.blanks)
        continue
      }
      guard byte == 0x25 else {
        steps.append(.literal(byte))
        continue
      }
      guard let letter = bytes.popFirst(), letter < 0x80 else {
        throw ImportError(.badOption, "'--date-format \(pattern)' ends in a lone %.")
      }
      switch UnicodeScalar(letter) {
      case "F": bytes = Array("%Y-%m-%d".utf8) + bytes
      case "T": bytes = Array("%H:%M:%S".utf8) + bytes
      case "R": bytes = Array("%H:%M".utf8) + bytes
      case "D": bytes = Array("%m/%d/%y".utf8) + bytes
      case "n", "t": steps.append(.blanks)
      case "%": steps.append(.literal(letter))
      case "Y", "y", "m", "d", "e", "H", "I", "M", "S", "p", "b", "B", "h", "a", "A", "j", "z",
        "Z", "s", "f":
        steps.append(.directive(letter))
      default:
        throw ImportError(
          .badOption,
          "'--date-format \(pattern)' has %\(UnicodeScalar(letter)), which is not known.",
          hint: "Known are %Y %y %m %d %e %H %I %M %S %p %b %B %a %A %j %z %Z %s %f %F %T %R %D %%."
        )
      }
    }
    self.pattern = pattern
    self.steps = steps
    try checkCompleteness()
  }

  private func checkCompleteness() throws(ImportError) {
    var letters: Set<Unicode.Scalar> = []
    for case .directive(let letter) in steps { letters.insert(UnicodeScalar(letter)) }
    guard !letters.contains("s") else { return }
    let hasYear = letters.contains("Y") || letters.contains("y")
    let hasMonth = !letters.isDisjoint(with: ["m", "b", "B", "h"])
    let hasDay = letters.contains("d") || letters.contains("e")
    guard hasYear, hasMonth && hasDay || letters.contains("j") else {
      throw ImportError(
        .badOption, "'--date-format \(pattern)' does not say year, month and day.")
    }
    guard letters.contains("I") == letters.contains("p") else {
      throw ImportError(
        .badOption, "'--date-format \(pattern)' has only one of %I and %p.",
        hint: "Say both, or %H where there are 24 hours.")
    }
  }

  private struct Parts {
    var (year, month, day, dayOfYear) = (1970, 1, 1, 0)
    var (hour, minute, second) = (0, 0, 0)
    var isAfternoon = false
    var isTwelveHour = false
    var offset: Int64?
    var unix: Int64?
  }

  /// The point in time that a text stands for; nil where it does not fit.
  func seconds(of field: Field, zone: ImportTimeZone) -> Int64? {
    var parts = Parts()
    var rest = UnsafeBufferPointer(start: field.start, count: field.count)[...]
    for step in steps {
      switch step {
      case .literal(let byte): guard rest.popFirst() == byte else { return nil }
      case .blanks: rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
      case .directive(let letter): guard read(letter, &rest, into: &parts) else { return nil }
      }
    }
    guard rest.isEmpty else { return nil }
    if let unix = parts.unix { return unix }
    if parts.isTwelveHour {
      guard 1...12 ~= parts.hour else { return nil }
      parts.hour = parts.hour % 12 + (parts.isAfternoon ? 12 : 0)
    }
    guard
      var local = CalendarTime.seconds(
        parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second)
    else { return nil }
    if parts.dayOfYear > 0 {
      let isLeap = daysInMonth(2, of: parts.year) == 29
      guard parts.dayOfYear <= (isLeap ? 366 : 365) else { return nil }
      local += Int64(parts.dayOfYear - 1) * Timestamp.secondsPerDay
    }
    return parts.offset.map { local - $0 } ?? zone.utc(ofLocal: local)
  }

  private typealias Rest = Slice<UnsafeBufferPointer<UInt8>>

  private func read(_ letter: UInt8, _ rest: inout Rest, into parts: inout Parts) -> Bool {
    switch UnicodeScalar(letter) {
    case "Y": return number(&rest, width: 4, into: &parts.year)
    case "y":
      guard number(&rest, width: 2, into: &parts.year) else { return false }
      // POSIX: 69 to 99 are of the twentieth century.
      parts.year += parts.year < 69 ? 2000 : 1900
      return true
    case "m": return number(&rest, width: 2, into: &parts.month)
    case "d", "e":
      if rest.first == 0x20 { rest = rest.dropFirst() }
      return number(&rest, width: 2, into: &parts.day)
    case "H": return number(&rest, width: 2, into: &parts.hour)
    case "I":
      parts.isTwelveHour = true
      return number(&rest, width: 2, into: &parts.hour)
    case "M": return number(&rest, width: 2, into: &parts.minute)
    case "S": return number(&rest, width: 2, into: &parts.second)
    case "j": return number(&rest, width: 3, into: &parts.dayOfYear) && parts.dayOfYear > 0
    case "f":
      var ignored = 0
      return number(&rest, width: 9, into: &ignored)
    case "p":
      guard let half = name(&rest, of: ["am", "pm"]) else { return false }
      parts.isAfternoon = half == 1
      return true
    case "b", "B", "h":
      guard let month = name(&rest, of: monthNames) else { return false }
      parts.month = month + 1
      return true
    case "a", "A": return name(&rest, of: dayNames) != nil
    case "Z":
      let letters = rest.prefix { ($0 | 0x20) &- 0x61 < 26 }
      rest = rest.dropFirst(letters.count)
      return !letters.isEmpty
    case "z": return offset(&rest, into: &parts)
    default: return unix(&rest, into: &parts)
    }
  }

  private func number(_ rest: inout Rest, width: Int, into value: inout Int) -> Bool {
    let digits = rest.prefix(width).prefix { $0 &- 0x30 < 10 }
    guard !digits.isEmpty else { return false }
    value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    rest = rest.dropFirst(digits.count)
    return true
  }

  /// The index of a name, written whole or by its first three letters.
  private func name(_ rest: inout Rest, of names: [String]) -> Int? {
    let letters = rest.prefix { ($0 | 0x20) &- 0x61 < 26 }.map { $0 | 0x20 }
    for (index, name) in names.enumerated() {
      let whole = Array(name.utf8)
      if letters == whole || letters == Array(whole.prefix(3)) {
        rest = rest.dropFirst(letters.count)
        return index
      }
    }
    return nil
  }

  private func offset(_ rest: inout Rest, into parts: inout Parts) -> Bool {
    if rest.first == 0x5a || rest.first == 0x7a {
      rest = rest.dropFirst()
      parts.offset = 0
      return true
    }
    guard let sign = rest.popFirst(), sign == 0x2b || sign == 0x2d else { return false }
    var (hours, minutes) = (0, 0)
    guard number(&rest, width: 2, into: &hours) else { return false }
    if rest.first == 0x3a { rest = rest.dropFirst() }
    guard number(&rest, width: 2, into: &minutes), hours <= 18, minutes < 60 else { return false }
    parts.offset = Int64(hours * 3600 + minutes * 60) * (sign == 0x2d ? -1 : 1)
    return true
  }

  private func unix(_ rest: inout Rest, into parts: inout Parts) -> Bool {
    let isNegative = rest.first == 0x2d
    if isNegative { rest = rest.dropFirst() }
    var value = 0
    guard number(&rest, width: 11, into: &value) else { return false }
    parts.unix = Int64(isNegative ? -value : value)
    return true
  }
}

private let monthNames = [
  "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
  "november", "december",
]

private let dayNames = [
  "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
]
