import Engine

/// The store's order numbers and how they are written.
struct OrderNumberIndex: Sendable {
  /// A number found in a text.
  struct Reading: Sendable {
    var range: Range<Int>
    /// As the store writes it.
    var value: String
    var confidence: Double
    /// Whether nothing but a run of digits speaks for it, so that a date, an
    /// amount or a telephone number goes before it.
    var isWeak: Bool
  }

  /// Below this many letters and digits a number needs a word before it.
  private static let shortestAlone = 5
  private static let longestKey = 40

  private let numbers: [String]
  /// By the hash of letters and digits: the place in `numbers`.
  private let known: [UInt64: Int32]
  private let longest: Int
  let formats: [OrderNumberFormat]

  init(_ source: [String]) {
    numbers = source
    formats = OrderNumberFormat.learned(from: source)
    var known: [UInt64: Int32] = [:]
    known.reserveCapacity(source.count)
    var longest = 0
    for (index, number) in source.enumerated() {
      var hash = StableHash.empty
      var count = 0
      var hasDigit = false
      for scalar in number.unicodeScalars {
        guard let folded = ScalarFolding.folded(scalar.value),
          folded.kind == .digit || folded.kind == .letter
        else { continue }
        hash = StableHash.adding(folded.scalar, to: hash)
        hasDigit = hasDigit || folded.kind == .digit
        count += 1
      }
      // A number without a digit is a word like others.
      guard hasDigit, count <= Self.longestKey, known[hash] == nil else { continue }
      known[hash] = Int32(clamping: index)
      longest = max(longest, count)
    }
    self.known = known
    self.longest = longest
  }

  /// The order numbers of a text, in their order.
  func all(in text: FoldedText) -> [Reading] {
    var found: [Reading] = []
    var floor = 0
    for token in text.tokens where token.kind != .unspaced && token.start >= floor {
      guard !text.isAlphanumeric(token.start - 1) else { continue }
      guard let reading = reading(at: token.start, in: text) else { continue }
      found.append(reading)
      floor = reading.range.upperBound
    }
    return found
  }

  private func reading(at start: Int, in text: FoldedText) -> Reading? {
    if let reading = knownReading(at: start, in: text) { return reading }
    guard
      let match = formats.lazy.compactMap({ format in
        format.match(at: start, in: text).map { (format, $0) }
      }).first
    else {
      return text.isDigit(start) || formats.isEmpty ? cuedReading(at: start, in: text) : nil
    }
    let (format, number) = match
    let cue = cue(before: start, in: text)
    guard cue > 0 || format.shortest >= Self.shortestAlone, !isCard(number.range, in: text) else {
      return nil
    }
    let confidence = format.confidence + (cue > 0 ? 0.25 : cue < 0 ? -0.3 : 0)
    return Reading(
      range: number.range, value: number.value, confidence: min(0.97, max(0.1, confidence)),
      isWeak: cue <= 0 && format.isBare)
  }

  // MARK: - Numbers of the store

  /// The longest of the store's numbers that stands at a place, whatever parts it.
  private func knownReading(at start: Int, in text: FoldedText) -> Reading? {
    guard !known.isEmpty else { return nil }
    var hash = StableHash.empty
    var count = 0
    var place = start
    var gap = 0
    var best: (number: Int32, range: Range<Int>, count: Int)?
    while place < text.count, count < longest, gap <= 2 {
      if text.isAlphanumeric(place) {
        hash = StableHash.adding(text.scalars[place], to: hash)
        count += 1
        gap = 0
        if !text.isAlphanumeric(place + 1), let number = known[hash] {
          best = (number, start..<(place + 1), count)
        }
      } else {
        guard OrderNumberFormat.isSeparator(text.scalars[place]) else { break }
        gap += 1
      }
      place += 1
    }
    guard let best else { return nil }
    let isBare = text.kinds[best.range].allSatisfy { $0 == .digit }
    let cue = cue(before: start, in: text)
    if isBare, cue <= 0, best.count < Self.shortestAlone || text.isPartOfNumber(best.range) {
      return nil
    }
    if best.count < 3, cue <= 0 { return nil }
    let confidence = !isBare || cue > 0 ? 0.99 : best.count >= 8 ? 0.95 : 0.9
    return Reading(
      range: best.range, value: numbers[Int(best.number)], confidence: confidence,
      isWeak: isBare && cue <= 0 && best.count < 8)
  }

  // MARK: - Numbers behind a word

  /// A number whose prefix was left out, or of a store that has none to learn
  /// from: "order 47112".
  private func cuedReading(at start: Int, in text: FoldedText) -> Reading? {
    guard cue(before: start, in: text) > 0 else { return nil }
    for format in formats where format.prefix != nil {
      guard let match = format.match(at: start, skipsPrefix: true, in: text) else { continue }
      let isKnown = known[WordHash.of(FoldedText(match.value).alphanumerics)] != nil
      return Reading(
        range: match.range, value: match.value, confidence: isKnown ? 0.95 : 0.7, isWeak: false)
    }
    // "My number is …" may be a telephone's.
    guard numbers.isEmpty, hasOrderCue(before: start, in: text) else { return nil }
    var end = start
    var digits = 0
    while end < text.count, end - start < Self.longestKey {
      let isJoint = text.scalars[end] == 0x2D && text.isAlphanumeric(end + 1)
      guard text.isAlphanumeric(end) || isJoint else { break }
      if text.isDigit(end) { digits += 1 }
      end += 1
    }
    guard digits >= 4, !text.isAlphanumeric(end), !text.isPartOfNumber(start..<end),
      !isCard(start..<end, in: text)
    else { return nil }
    return Reading(
      range: start..<end, value: text.text(start..<end).uppercased(), confidence: 0.5,
      isWeak: true)
  }

  /// 1 where the words before a place speak of an order, -1 where of another
  /// number, else 0.
  private func cue(before start: Int, in text: FoldedText) -> Int {
    if text.hasCue(OrderWords.others, before: start) { return -1 }
    if text.scalar(start - 1) == 0x23 { return 1 }
    return text.hasCue(OrderWords.numbers, before: start) || hasOrderCue(before: start, in: text)
      ? 1 : 0
  }

  private func hasOrderCue(before start: Int, in text: FoldedText) -> Bool {
    text.hasCue(OrderWords.orders, before: start)
      || text.hasUnspacedCue(OrderWords.unspaced, before: start)
  }

  private func isCard(_ range: Range<Int>, in text: FoldedText) -> Bool {
    let digits = range.filter { text.kinds[$0] == .digit }.map { UInt8(text.scalars[$0] - 0x30) }
    return CardNumber.lengths.contains(digits.count) && CardNumber.isValid(digits)
  }
}

private enum OrderWords {
  static let orders = WordHash.set(
    """
    order orders ordernumber orderno ordernr orderid purchase bestellung bestellungen \
    bestellnummer bestellnr bestellnumer auftrag auftragsnummer auftragsnr commande commandes \
    pedido pedidos ordine ordini encomenda bestelling bestelnummer bestelnr ordernummer \
    zamowienie zamówienie zamowienia
    """)
  static let numbers = WordHash.set(
    "number no num nr numero nummer nro numer ref reference referenz id")
  static let others = WordHash.set(
    """
    tracking sendungsnummer sendungsverfolgung invoice rechnung rechnungsnummer phone telephone \
    tel telefon mobile handy fax zip postcode plz size grosse version model
    """)
  static let unspaced: Set<[UInt32]> = Set(
    ["订单", "訂單", "单号", "單號", "注文", "番号"].map { $0.unicodeScalars.map(\.value) })
}

extension FoldedText {
  /// The letters and digits alone.
  var alphanumerics: [UInt32] {
    scalars.indices.filter { isAlphanumeric($0) }.map { scalars[$0] }
  }
}
