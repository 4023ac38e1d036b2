import Engine
import Testing

@testable import Support

/// Makes personal numbers and puts them into random text.
private struct Maker {
  var generator: SplitMix64

  init(seed: Int) { generator = SplitMix64(seed: UInt64(seed)) }

  mutating func below(_ limit: Int) -> Int { Int(generator.next() % UInt64(limit)) }
  mutating func digits(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(below(10)) } }
  mutating func pick(_ choices: [String]) -> String { choices[below(choices.count)] }

  mutating func letters(_ count: Int) -> String {
    String((0..<count).map { _ in Character(Unicode.Scalar(UInt8(0x61 + below(26)))) })
  }

  mutating func card() -> [UInt8] {
    var card = digits(12 + below(7))
    card[0] = UInt8(1 + below(9))
    card.append(0)
    while !CardNumber.isValid(card) { card[card.count - 1] += 1 }
    return card
  }

  /// With spaces or dashes after every so many digits, zero-width characters
  /// anywhere, in digits of any script.
  mutating func written(_ digits: [UInt8]) -> String {
    let gap = pick(["", " ", "-", "\u{A0}", "\u{2011}", " - "])
    let every = 2 + below(5)
    let zero = [0x30, 0xFF10, 0x660, 0x966][below(4)]
    let filler = pick(["", "\u{200B}", "\u{200D}", "\u{AD}"])
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, index % every == 0 { text += gap }
      if index > 0, below(4) == 0 { text += filler }
      text.unicodeScalars.append(Unicode.Scalar(UInt32(zero) + UInt32(digit)) ?? "0")
    }
    return text
  }

  mutating func iban() -> String {
    let bank = digits(18)
    var remainder = 0
    for digit in bank + [1, 3, 1, 4, 0, 0] { remainder = (remainder * 10 + Int(digit)) % 97 }
    let check = 98 - remainder
    let text = "DE" + (check < 10 ? "0" : "") + "\(check)" + bank.map(String.init).joined()
    guard below(2) == 0 else { return text }
    let gap = pick([" ", "-"])
    return stride(from: 0, to: text.count, by: 4).map { start in
      String(text.dropFirst(start).prefix(4))
    }.joined(separator: gap)
  }

  mutating func email() -> String {
    let at = pick(["@", "＠", " (at) ", "[at]", " @ "])
    return letters(1 + below(9)) + pick(["", ".x", "+y", "_z1"]) + at + letters(3 + below(6)) + "."
      + letters(2 + below(3))
  }

  mutating func phone() -> String {
    let rest = digits(3 + below(3)).map(String.init).joined()
    return pick(["+49 17", "0170 ", "0170/", "(030) ", "+1 (555) ", "0044 20 "]) + "1\(rest)23"
  }

  /// Words without a digit or a sign that belongs to what was made.
  mutating func filler() -> String {
    pick([" hello ", " 我的卡号是 ", "\n", " 😀 ", ": ", "; my text ", " é\u{301} ", " ok? "])
  }
}

@Suite struct MaskingPropertyTests {
  @Test func `no personal number survives in any text`() {
    for seed in 0..<2_000 {
      var maker = Maker(seed: seed)
      let kind = seed % 4
      let digits = maker.card()
      let (secret, name) =
        switch kind {
        case 0: (maker.written(digits), "[card]")
        case 1: (maker.iban(), "[iban]")
        case 2: (maker.email(), "[email]")
        default: (maker.phone(), "[phone]")
        }
      let (before, after) = (maker.filler(), maker.filler())
      let text = "begin" + before + secret + after + "end"
      let masked = Masking.masked(text)
      #expect(masked == "begin" + before + name + after + "end", "seed \(seed): \(text)")
      #expect(Masking.masked(masked) == masked, "seed \(seed)")
    }
  }

  @Test func `a number with a wrong checksum is no card and no account`() {
    for seed in 0..<500 {
      var maker = Maker(seed: seed)
      var digits = maker.card()
      digits[digits.count - 1] = (digits[digits.count - 1] + 1) % 10
      let masked = Masking.masked("x " + maker.written(digits) + " y")
      #expect(!masked.contains("[card]"), "seed \(seed)")
      #expect(!masked.unicodeScalars.contains { $0.properties.numericType != nil }, "seed \(seed)")
      var account = Array(maker.iban().filter { $0 != " " && $0 != "-" })
      account[8] = account[8] == "9" ? "0" : "9"
      let wrong = String(account)
      #expect(!Masking.masked(wrong).contains(wrong.dropFirst(4)), "seed \(seed)")
    }
  }

  @Test func `masking twice is masking once, and no text breaks it`() {
    let alphabet = Array(
      "0123456789 -./()@+,\nabdot€é\u{301}\u{200B}\u{FE0F}\u{20E3}[]{}<>\"我电话٣😀\u{0}".unicodeScalars
    )
    for seed in 0..<2_000 {
      var maker = Maker(seed: seed)
      var view = String.UnicodeScalarView()
      for _ in 0..<maker.below(120) { view.append(alphabet[maker.below(alphabet.count)]) }
      let text = String(view)
      let masked = Masking.masked(text)
      #expect(Masking.masked(masked) == masked, "seed \(seed)")
      #expect(masked.unicodeScalars.count <= text.unicodeScalars.count + 8 * (1 + text.count / 3))
      #expect(!hasLongRun(masked), "seed \(seed): \(masked)")
    }
  }

  /// Whether seven digits stand with nothing or single spaces between them.
  private func hasLongRun(_ text: String) -> Bool {
    var digits = 0
    var hasGap = false
    for scalar in text.unicodeScalars {
      if scalar.properties.numericType == .decimal {
        digits += 1
        hasGap = false
        if digits >= 7 { return true }
      } else if scalar == " ", !hasGap {
        hasGap = true
      } else {
        digits = 0
      }
    }
    return false
  }
}
