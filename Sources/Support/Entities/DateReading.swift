import Domain

/// A day as it was written.
struct DateReading: Sendable {
  var range: Range<Int>
  /// Midnight UTC.
  var day: Timestamp
  var confidence: Double

  /// Whether days come before months where both readings are possible.
  struct Context: Sendable {
    var now: Timestamp
    var isMonthFirst: Bool
  }

  /// All days that a text names, in their order.
  static func all(in text: FoldedText, _ context: Context) -> [DateReading] {
    var found: [DateReading] = []
    var floor = 0
    var index = 0
    while index < text.tokens.count {
      let reading: DateReading? =
        switch text.tokens[index].kind {
        case .number:
          numeric(at: index, in: text, context) ?? dayFirst(at: index, in: text, context)
            ?? counted(at: index, in: text, context)
        case .word:
          monthFirst(at: index, in: text, context) ?? relative(at: index, in: text, context)
        case .unspaced: unspaced(at: index, from: floor, in: text, context)
        }
      if let reading, reading.range.lowerBound >= floor {
        found.append(reading)
        floor = reading.range.upperBound
        // A run of Chinese may hold another.
        while index < text.tokens.count, text.tokens[index].end <= floor { index += 1 }
      } else {
        index += 1
      }
    }
    return found
  }

  // MARK: - Calendar

  /// The day, if the calendar has it.
  static func valid(_ year: Int, _ month: Int, _ day: Int) -> Timestamp? {
    guard (1...12).contains(month), (1...31).contains(day), (1000...2999).contains(year) else {
      return nil
    }
    let time = Timestamp(year: year, month: month, day: day)
    return time.civil == (year, month, day) ? time : nil
  }

  /// The day of that name nearest to now: what support is asked about is neither
  /// long ago nor far away.
  static func nearest(month: Int, day: Int, to now: Timestamp) -> Timestamp? {
    let year = now.civil.year
    return [year, year - 1, year + 1, year + 2].compactMap { valid($0, month, day) }.min {
      abs($0.days(since: now)) < abs($1.days(since: now))
    }
  }

  static func fullYear(_ token: FoldedText.Token, _ text: FoldedText) -> Int? {
    guard let year = text.number(token) else { return nil }
    if token.count == 4 { return year }
    guard token.count == 2 else { return nil }
    return year < 70 ? 2000 + year : 1900 + year
  }

  static func today(_ context: Context) -> Timestamp {
    let (year, month, day) = context.now.civil
    return Timestamp(year: year, month: month, day: day)
  }

  // MARK: - Numbers with signs between them

  private static func numeric(
    at index: Int, in text: FoldedText, _ context: Context
  ) -> DateReading? {
    let first = text.tokens[index]
    guard first.count <= 4, !isContinued(before: first.start, in: text) else { return nil }
    if let reading = eastern(at: index, in: text, context) { return reading }
    let sign = text.scalar(first.end)
    guard sign == 0x2D || sign == 0x2E || sign == 0x2F, index + 1 < text.tokens.count,
      case let second = text.tokens[index + 1], second.kind == .number,
      second.start == first.end + 1, second.count <= 2
    else { return nil }
    guard text.scalar(second.end) == sign, index + 2 < text.tokens.count,
      case let third = text.tokens[index + 2], third.kind == .number,
      third.start == second.end + 1
    else { return short(first, second, sign, in: text, context) }
    guard !isContinued(after: third.end, in: text), let a = text.number(first),
      let b = text.number(second), let c = text.number(third)
    else { return nil }
    let range = first.start..<third.end
    if first.count == 4 {
      guard third.count <= 2, let day = valid(a, b, c) else { return nil }
      return DateReading(range: range, day: day, confidence: sign == 0x2D ? 0.99 : 0.95)
    }
    guard first.count <= 2, let year = fullYear(third, text) else { return nil }
    let penalty = third.count == 2 ? 0.1 : 0
    let isMonthFirst = sign == 0x2F && context.isMonthFirst
    let (usual, other) =
      isMonthFirst
      ? (valid(year, a, b), valid(year, b, a)) : (valid(year, b, a), valid(year, a, b))
    guard let day = usual ?? other else { return nil }
    let isAmbiguous = usual != nil && other != nil && usual != other && sign != 0x2E
    let isUnusual = usual == nil && sign == 0x2E
    return DateReading(
      range: range, day: day,
      confidence: (isAmbiguous ? 0.6 : isUnusual ? 0.7 : 0.95) - penalty)
  }

  /// "am 24.12.", "on 12/24": no more than a cue makes a date of them.
  private static func short(
    _ first: FoldedText.Token, _ second: FoldedText.Token, _ sign: UInt32, in text: FoldedText,
    _ context: Context
  ) -> DateReading? {
    guard sign != 0x2D, first.count <= 2, let a = text.number(first), let b = text.number(second),
      !isContinued(after: second.end, in: text),
      text.hasCue(DateWords.cues, before: first.start)
    else { return nil }
    let isMonthFirst = sign == 0x2F && context.isMonthFirst
    let usual = nearest(month: isMonthFirst ? a : b, day: isMonthFirst ? b : a, to: context.now)
    let other = nearest(month: isMonthFirst ? b : a, day: isMonthFirst ? a : b, to: context.now)
    let isGerman = sign == 0x2E && text.scalar(second.end) == 0x2E
    // "for 12.50" is a price.
    guard isGerman || sign == 0x2F, let day = usual ?? (sign == 0x2F ? other : nil) else {
      return nil
    }
    return DateReading(
      range: first.start..<(second.end + (isGerman ? 1 : 0)), day: day,
      confidence: isGerman ? 0.8 : usual != nil && other != nil && usual != other ? 0.5 : 0.7)
  }

  /// 2026年12月24日 and 12月24日.
  private static func eastern(
    at index: Int, in text: FoldedText, _ context: Context
  ) -> DateReading? {
    func number(_ position: Int, before sign: UInt32) -> FoldedText.Token? {
      let next = text.tokenIndex(from: position)
      guard next < text.tokens.count, case let token = text.tokens[next], token.kind == .number,
        token.start - position <= 1, text.scalar(token.end) == sign
      else { return nil }
      return token
    }
    var place = text.tokens[index].start
    var year: Int?
    if let token = number(place, before: 0x5E74) {
      guard token.count == 4 || token.count == 2 else { return nil }
      year = fullYear(token, text)
      place = token.end + 1
    }
    guard let month = number(place, before: 0x6708), month.count <= 2 else { return nil }
    guard
      let day = number(month.end + 1, before: 0x65E5) ?? number(month.end + 1, before: 0x53F7)
        ?? number(month.end + 1, before: 0x865F), day.count <= 2,
      let m = text.number(month), let d = text.number(day),
      let time = year.map({ valid($0, m, d) }) ?? nearest(month: m, day: d, to: context.now)
    else { return nil }
    return DateReading(
      range: text.tokens[index].start..<(day.end + 1), day: time,
      confidence: year == nil ? 0.85 : 0.98)
  }

  /// Whether a number with signs goes on before a place, as in 1.2.2026-3.
  private static func isContinued(before start: Int, in text: FoldedText) -> Bool {
    if text.isAlphanumeric(start - 1) { return true }
    let sign = text.scalar(start - 1)
    return (0x2D...0x2F).contains(sign) && text.isDigit(start - 2)
  }

  private static func isContinued(after end: Int, in text: FoldedText) -> Bool {
    // 2026-12-24T10:00 goes on with a time.
    if text.scalar(end) == 0x74, text.isDigit(end + 1) { return false }
    if text.isAlphanumeric(end) { return true }
    let sign = text.scalar(end)
    return (0x2D...0x2F).contains(sign) && text.isDigit(end + 1)
  }
}
