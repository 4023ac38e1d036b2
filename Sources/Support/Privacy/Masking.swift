/// Takes personal numbers and addresses out of text before it is stored.
package enum Masking {
  /// The digits from which a number may be a person's.
  private static let shortestNumber = 7

  /// Replaces addresses and numbers by what they are: `[email]`, `[phone]`,
  /// `[card]`, `[iban]` and, for any other number of seven or more digits,
  /// `[number]`.
  ///
  /// Digits of any script count, and so do numbers with spaces, dashes or
  /// zero-width characters in them. A text that was masked stays as it is.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - kept: what may be read by all, such as the order numbers that an
  ///     `EntityExtractor` found, as offsets of Unicode scalars; an e-mail address
  ///     or an IBAN is masked all the same.
  /// - Returns: the text where there is nothing to replace.
  /// - Complexity: O(text).
  package static func masked(_ text: String, keeping kept: [Range<Int>] = []) -> String {
    let folded = FoldedText(text)
    var masks: [(range: Range<Int>, name: String)] = []
    var taken = [Bool](repeating: false, count: folded.count)
    func mask(_ range: Range<Int>, _ name: String) {
      for position in range { taken[position] = true }
      masks.append((folded.sourceRange(range), name))
    }
    for email in EmailReading.all(in: folded) { mask(email.range, "[email]") }
    for range in AccountNumber.all(in: folded) where !range.contains(where: { taken[$0] }) {
      mask(range, "[iban]")
    }
    if !kept.isEmpty {
      let isKept = marks(kept, count: folded.source.count)
      for position in 0..<folded.count where isKept[folded.offsets[position]] {
        taken[position] = true
      }
    }
    for run in folded.digitRuns(except: taken) {
      masks += Self.masks(of: run, in: folded)
    }
    guard !masks.isEmpty else { return text }
    masks.sort { $0.range.lowerBound < $1.range.lowerBound }
    return replaced(folded.source, masks)
  }

  private static func marks(_ ranges: [Range<Int>], count: Int) -> [Bool] {
    var marks = [Bool](repeating: false, count: count)
    for range in ranges {
      for offset in range.clamped(to: 0..<count) { marks[offset] = true }
    }
    return marks
  }

  private static func masks(
    of run: DigitRun, in text: FoldedText
  ) -> [(range: Range<Int>, name: String)] {
    guard run.digitCount >= shortestNumber else { return [] }
    var masks: [(range: Range<Int>, name: String)] = []
    var first = 0
    func mask(upTo end: Int) {
      guard first < end else { return }
      for part in DigitRun(groups: Array(run.groups[first..<end])).tightParts
      where part.digitCount >= shortestNumber {
        let phone = PhoneReading(part, in: text)
        masks.append(
          (
            text.sourceRange(phone?.range ?? part.range),
            phone == nil ? "[number]" : "[phone]"
          ))
      }
    }
    for card in CardNumber.groups(of: run, in: text) {
      mask(upTo: card.lowerBound)
      let range = run.groups[card.lowerBound].start..<run.groups[card.upperBound - 1].end
      masks.append((text.sourceRange(range), "[card]"))
      first = card.upperBound
    }
    mask(upTo: run.groups.count)
    return masks
  }

  private static func replaced(
    _ source: [Unicode.Scalar], _ masks: [(range: Range<Int>, name: String)]
  ) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.count + 8 * masks.count)
    var position = 0
    for (range, name) in masks where range.lowerBound >= position {
      append(source[position..<range.lowerBound], to: &bytes)
      bytes.append(contentsOf: name.utf8)
      position = range.upperBound
    }
    append(source[position...], to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ scalars: ArraySlice<Unicode.Scalar>, to bytes: inout [UInt8]) {
    for scalar in scalars {
      if scalar.value < 0x80 {
        bytes.append(UInt8(scalar.value))
      } else {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }
}
