/// A telephone number as it was written.
struct PhoneReading: Sendable {
  var range: Range<Int>
  /// Digits, with `+` where the country is given.
  var value: String
  var confidence: Double

  /// Reads a run of digits; nil where it looks like another number.
  init?(_ run: DigitRun, in text: FoldedText) {
    guard run.isTight, (7...17).contains(run.digitCount) else { return nil }
    var digits = run.digits(in: text)
    let start = Self.start(of: run.range.lowerBound, in: text)
    let lengths = run.groups.map(\.count)
    let first = digits[0]
    if text.scalar(start) == 0x2B {
      Self.dropTrunkZero(&digits, run, text)
      guard digits.count <= 15 else { return nil }
      (value, confidence) = ("+" + Self.text(digits), 0.95)
    } else if first == 0, digits[1] == 0, digits.count >= 10, digits[2] != 0 {
      Self.dropTrunkZero(&digits, run, text)
      (value, confidence) = ("+" + Self.text(digits.dropFirst(2)), 0.9)
    } else {
      guard !Self.isDate(lengths), digits.count <= 15,
        let likelihood = Self.likelihood(digits, lengths, start, text)
      else { return nil }
      (value, confidence) = (Self.text(digits), likelihood)
    }
    range = start..<run.range.upperBound
  }

  private static func likelihood(
    _ digits: [UInt8], _ lengths: [Int], _ start: Int, _ text: FoldedText
  ) -> Double? {
    let isAmerican =
      (lengths.suffix(3) == [3, 3, 4] && digits[digits.count - 10] >= 2)
      && (digits.count == 10 || (digits.count == 11 && digits[0] == 1))
    if isAmerican { return 0.9 }
    if text.hasPhoneCue(before: start) { return 0.85 }
    if digits[0] == 0, digits[1] != 0, (8...12).contains(digits.count) { return 0.8 }
    if digits.count == 11, digits[0] == 1, digits[1] >= 3, lengths == [11] || lengths == [3, 4, 4] {
      return 0.75
    }
    if lengths == [3, 3, 3] || lengths == [3, 4] && digits[0] >= 2 { return 0.5 }
    return nil
  }

  /// Where the number begins with its `+` and its bracket.
  private static func start(of digit: Int, in text: FoldedText) -> Int {
    var start = digit
    if text.scalar(start - 1) == 0x28 { start -= 1 }
    if text.scalar(start - 1) == 0x2B { start -= 1 }
    return start
  }

  /// "+49 (0)30" means +49 30.
  private static func dropTrunkZero(
    _ digits: inout [UInt8], _ run: DigitRun, _ text: FoldedText
  ) {
    var before = 0
    for group in run.groups.prefix(3) {
      if before > 0, group.count == 1, text.scalars[group.start] == 0x30,
        text.scalar(group.start - 1) == 0x28, text.scalar(group.end) == 0x29
      {
        digits.remove(at: before)
        return
      }
      before += group.count
    }
  }

  private static func isDate(_ lengths: [Int]) -> Bool {
    guard lengths.count == 3 else { return false }
    return lengths[1] <= 2
      && (lengths[0] <= 2 && lengths[2] == 4 || lengths[0] == 4 && lengths[2] <= 2)
  }

  private static func text(_ digits: some Sequence<UInt8>) -> String {
    String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
  }
}

extension FoldedText {
  /// Whether one of the three words before a place names a telephone.
  func hasPhoneCue(before position: Int) -> Bool {
    hasCue(PhoneCues.words, before: position)
      || hasUnspacedCue(PhoneCues.unspaced, before: position)
  }
}

private enum PhoneCues {
  static let words = WordHash.set(
    """
    phone telephone tel telefon telefonnummer fon mobile mobil mobilnummer handy handynummer cell \
    cellphone call whatsapp sms telephone portable telefono movil cellulare telefone celular \
    telemovel telefoon telefoonnummer komorka telefonu ring anrufen
    """)
  static let unspaced: Set<[UInt32]> = Set(
    ["电话", "電話", "手机", "手機", "携帯"].map { $0.unicodeScalars.map(\.value) })
}
