/// The zone of times that are written without an offset.
package struct ImportTimeZone: Sendable {
  package static let utc = ImportTimeZone(name: "UTC", rules: nil, fixed: 0)

  /// As given: `UTC`, `+01:00` or `Europe/Berlin`.
  package let name: String
  private let rules: ZoneRules?
  private let fixed: Int64

  private init(name: String, rules: ZoneRules?, fixed: Int64) {
    self.name = name
    self.rules = rules
    self.fixed = fixed
  }

  /// The zone of that name.
  ///
  /// - Parameter name: `UTC`, an offset such as `+01:00`, or a name of the IANA
  ///   database, which the system must have.
  /// - Throws: ``ImportError`` where it is none of these.
  package init(_ name: String) throws(ImportError) {
    if ["UTC", "GMT", "Z"].contains(name.uppercased()) {
      self = ImportTimeZone(name: "UTC", rules: nil, fixed: 0)
    } else if let offset = Self.offset(name) {
      self = ImportTimeZone(name: name, rules: nil, fixed: offset)
    } else if let rules = ZoneRules(name: name) {
      self = ImportTimeZone(name: name, rules: rules, fixed: 0)
    } else {
      throw ImportError(
        .badOption,
        "'--timezone \(name)' is not known.",
        hint: "Say UTC, an offset such as +01:00, or a name such as Europe/Berlin.")
    }
  }

  /// Seconds east of Greenwich of `+HH:MM`, `+HHMM` or `+HH`.
  private static func offset(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard let sign = bytes.first, sign == 0x2b || sign == 0x2d else { return nil }
    let digits = bytes.dropFirst().filter { $0 != 0x3a }
    guard digits.count == 2 || digits.count == 4, digits.allSatisfy({ $0 &- 0x30 < 10 }),
      bytes.count == digits.count + 1 || bytes.count == 6 && bytes[3] == 0x3a
    else { return nil }
    let number = digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    let (hours, minutes) = digits.count == 2 ? (number, 0) : (number / 100, number % 100)
    guard hours <= 18, minutes < 60 else { return nil }
    return (sign == 0x2d ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// Whether every day has the same offset.
  var isFixed: Bool { rules == nil }

  /// The point in time of a clock reading, given as if it were UTC.
  ///
  /// A reading that occurs twice is the first of the two; one that is skipped is
  /// moved on by the skip, as RFC 5545 section 3.3.5 has it.
  func utc(ofLocal local: Int64) -> Int64 {
    guard let rules else { return local - fixed }
    let before = rules.offset(at: local - 86_400)
    let after = rules.offset(at: local + 86_400)
    if rules.offset(at: local - before) == before { return local - before }
    return rules.offset(at: local - after) == after ? local - after : local - before
  }
}
