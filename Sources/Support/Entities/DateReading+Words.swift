import Domain

extension DateReading {
  // MARK: - Names of months

  /// The day before the month, as in "24 Dec" or "24th of December".
  static func dayFirst(
    at index: Int, in text: FoldedText, _ context: Context
  ) -> DateReading? {
    let day = text.tokens[index]
    guard day.count <= 2, let number = text.number(day), (1...31).contains(number),
      !text.isAlphanumeric(day.start - 1), text.scalar(day.start - 1) != 0x2E
    else { return nil }
    var next = index + 1
    var place = day.end
    if next < text.tokens.count, text.tokens[next].start == place,
      DateWords.ordinals.contains(text.tokens[next].hash)
    {
      place = text.tokens[next].end
      next += 1
    }
    if text.scalar(place) == 0x2E { place += 1 }
    guard next < text.tokens.count, isNear(text.tokens[next], place, text) else { return nil }
    if DateWords.joints.contains(text.tokens[next].hash), next + 1 < text.tokens.count,
      isNear(text.tokens[next + 1], text.tokens[next].end, text)
    {
      next += 1
    }
    guard let month = DateWords.months[text.tokens[next].hash] else { return nil }
    return withYear(
      after: next, from: day.start, month: month, day: number, in: text, context)
  }

  /// "December 24th, 2026", "Dec 24".
  static func monthFirst(
    at index: Int, in text: FoldedText, _ context: Context
  ) -> DateReading? {
    let word = text.tokens[index]
    guard let month = DateWords.months[word.hash], index + 1 < text.tokens.count else { return nil }
    var place = word.end
    if text.scalar(place) == 0x2E { place += 1 }
    let day = text.tokens[index + 1]
    guard day.kind == .number, day.count <= 2, isNear(day, place, text),
      let number = text.number(day), text.scalar(day.end) != 0x3A
    else { return nil }
    var last = index + 1
    if last + 1 < text.tokens.count, text.tokens[last + 1].start == day.end {
      guard DateWords.ordinals.contains(text.tokens[last + 1].hash) else { return nil }
      last += 1
    }
    return withYear(after: last, from: word.start, month: month, day: number, in: text, context)
  }

  /// Adds the year that follows, with a comma or "de" before it.
  private static func withYear(
    after index: Int, from start: Int, month: Int, day: Int, in text: FoldedText,
    _ context: Context
  ) -> DateReading? {
    var place = text.tokens[index].end
    if text.scalar(place) == 0x2E || text.scalar(place) == 0x2C { place += 1 }
    var next = index + 1
    if next < text.tokens.count, DateWords.joints.contains(text.tokens[next].hash),
      isNear(text.tokens[next], place, text)
    {
      place = text.tokens[next].end
      next += 1
    }
    if next < text.tokens.count, case let token = text.tokens[next], token.kind == .number,
      token.count == 4, isNear(token, place, text), !text.isAlphanumeric(token.end),
      let year = text.number(token), (1900...2199).contains(year),
      let time = valid(year, month, day)
    {
      return DateReading(range: start..<token.end, day: time, confidence: 0.97)
    }
    return nearest(month: month, day: day, to: context.now).map {
      DateReading(range: start..<text.tokens[index].end, day: $0, confidence: 0.85)
    }
  }

  /// Whether nothing but a space or a hyphen stands between.
  private static func isNear(
    _ token: FoldedText.Token, _ place: Int, _ text: FoldedText
  ) -> Bool {
    token.start == place
      || token.start == place + 1 && (text.kinds[place] == .space || text.scalars[place] == 0x2D)
  }

  // MARK: - Days counted from now

  /// "yesterday", "the day before yesterday", "last Monday", "vor 3 Tagen".
  static func relative(
    at index: Int, in text: FoldedText, _ context: Context
  ) -> DateReading? {
    let word = text.tokens[index]
    func isNext(_ offset: Int, _ words: Set<UInt64>) -> Bool {
      guard index + offset < text.tokens.count,
        isNear(text.tokens[index + offset], text.tokens[index + offset - 1].end, text)
      else { return false }
      return words.contains(text.tokens[index + offset].hash)
    }
    func reading(_ tokens: Int, days: Int, _ confidence: Double) -> DateReading {
      DateReading(
        range: word.start..<text.tokens[index + tokens - 1].end,
        day: today(context).adding(days: days), confidence: confidence)
    }
    if DateWords.day.contains(word.hash) {
      if isNext(1, DateWords.before), isNext(2, DateWords.yesterday) {
        return reading(3, days: -2, 0.95)
      }
      if isNext(1, DateWords.after), isNext(2, DateWords.tomorrow) {
        return reading(3, days: 2, 0.95)
      }
    }
    if let days = DateWords.days[word.hash] {
      // "guten Morgen", "heute Morgen", "por la mañana" are times of a day.
      if DateWords.mornings.contains(word.hash),
        text.hasCue(DateWords.beforeMornings, before: word.start)
      {
        return nil
      }
      if isNext(1, DateWords.yesterday), DateWords.before.contains(word.hash) { return nil }
      return reading(1, days: days, DateWords.mornings.contains(word.hash) ? 0.8 : 0.95)
    }
    if DateWords.before.contains(word.hash), isNext(1, DateWords.hier) {
      return reading(2, days: -2, 0.95)
    }
    if DateWords.after.contains(word.hash), isNext(1, DateWords.demain) {
      return reading(2, days: 2, 0.95)
    }
    return weekday(at: index, in: text, context)
  }

  private static func weekday(
    at index: Int, in text: FoldedText, _ context: Context
  ) -> DateReading? {
    let word = text.tokens[index]
    guard index + 1 < text.tokens.count, case let next = text.tokens[index + 1],
      isNear(next, word.end, text)
    else { return nil }
    let range = word.start..<next.end
    if let direction = DateWords.directions[word.hash], let weekday = DateWords.weekdays[next.hash]
    {
      return DateReading(
        range: range, day: day(weekday, direction, context), confidence: direction == 0 ? 0.7 : 0.9)
    }
    if let weekday = DateWords.weekdays[word.hash],
      let direction = DateWords.laterDirections[next.hash]
    {
      return DateReading(range: range, day: day(weekday, direction, context), confidence: 0.9)
    }
    return nil
  }

  /// The nearest such weekday: 1 for Monday to 7 for Sunday, -1 for the last,
  /// 1 for the next, 0 for the coming one or today.
  private static func day(_ weekday: Int, _ direction: Int, _ context: Context) -> Timestamp {
    let today = today(context)
    // 1970-01-01 was a Thursday.
    let days = Int(today.seconds / Timestamp.secondsPerDay)
    let current = ((days + 3) % 7 + 7) % 7 + 1
    var distance = ((weekday - current) % 7 + 7) % 7
    if direction < 0 { distance -= 7 }
    if direction > 0, distance == 0 { distance = 7 }
    return today.adding(days: distance)
  }

  /// "3 days ago", "vor 3 Tagen", "in 2 weeks", "hace 3 días".
  static func counted(
    at index: Int, in text: FoldedText, _ context: Context
  ) -> DateReading? {
    guard index + 1 < text.tokens.count, case let unit = text.tokens[index + 1],
      let length = DateWords.units[unit.hash], isNear(unit, text.tokens[index].end, text),
      let count = text.number(text.tokens[index]), (1...999).contains(count)
    else { return nil }
    if index + 2 < text.tokens.count, case let last = text.tokens[index + 2],
      DateWords.ago.contains(last.hash), isNear(last, unit.end, text)
    {
      return DateReading(
        range: text.tokens[index].start..<last.end,
        day: today(context).adding(days: -count * length), confidence: 0.9)
    }
    guard index > 0, case let first = text.tokens[index - 1],
      isNear(text.tokens[index], first.end, text),
      let direction = DateWords.beforeCounts[first.hash]
    else { return nil }
    return DateReading(
      range: first.start..<unit.end,
      day: today(context).adding(days: direction * count * length),
      confidence: direction < 0 ? 0.9 : 0.8)
  }

  // MARK: - Chinese and Japanese

  /// 昨天, 明日, 上周一, 下星期五.
  static func unspaced(
    at index: Int, from floor: Int, in text: FoldedText, _ context: Context
  ) -> DateReading? {
    let token = text.tokens[index]
    for start in max(token.start, floor)..<token.end {
      for (word, days) in DateWords.unspacedDays where word[0] == text.scalars[start] {
        if let end = text.end(of: word, at: start) {
          return DateReading(
            range: start..<end, day: today(context).adding(days: days), confidence: 0.95)
        }
      }
      let direction = text.scalars[start] == 0x4E0A ? -1 : text.scalars[start] == 0x4E0B ? 1 : 0
      guard direction != 0,
        let end = DateWords.weeks.lazy.compactMap({ text.end(of: $0, at: start + 1) }).first,
        let weekday = DateWords.weekdayNumerals.firstIndex(of: text.scalar(end))
      else { continue }
      // 上周一 is Monday of the week before this one.
      let today = today(context)
      let days = Int(today.seconds / Timestamp.secondsPerDay)
      let current = ((days + 3) % 7 + 7) % 7
      return DateReading(
        range: start..<(end + 1),
        day: today.adding(days: min(weekday, 6) - current + 7 * direction), confidence: 0.9)
    }
    return nil
  }
}
