/// The writing systems that text handling tells apart.
package enum WritingSystem: Int, Sendable, Hashable, CaseIterable {
  case latin, greek, cyrillic, hebrew, arabic, devanagari, thai, khmer, myanmar, lao
  case hangul, kana, han, other

  /// Whether words are commonly run together, so that single characters and
  /// short runs of them have to stand in for words.
  package var isUnspaced: Bool {
    switch self {
    case .thai, .khmer, .myanmar, .lao, .hangul, .kana, .han: true
    default: false
    }
  }

  /// The language, where the script alone names it (BCP 47).
  package var language: String? {
    switch self {
    case .greek: "el"
    case .hebrew: "he"
    case .thai: "th"
    case .khmer: "km"
    case .myanmar: "my"
    case .lao: "lo"
    case .hangul: "ko"
    case .kana: "ja"
    case .han: "zh"
    case .latin, .cyrillic, .arabic, .devanagari, .other: nil
    }
  }

  /// The writing system of one letter, by its Unicode block.
  package static func of(_ scalar: UInt32) -> WritingSystem {
    switch scalar {
    case 0..<0x0250, 0x1E00..<0x1F00: .latin
    case 0x0370..<0x0400, 0x1F00..<0x2000: .greek
    case 0x0400..<0x0530: .cyrillic
    case 0x0590..<0x0600: .hebrew
    case 0x0600..<0x0780, 0x08A0..<0x0900, 0xFB50..<0xFE00, 0xFE70..<0xFF00: .arabic
    case 0x0900..<0x0980: .devanagari
    case 0x0E00..<0x0E80: .thai
    case 0x0E80..<0x0F00: .lao
    case 0x1000..<0x10A0: .myanmar
    case 0x1780..<0x1800: .khmer
    case 0x1100..<0x1200, 0x3130..<0x3190, 0xAC00..<0xD7B0: .hangul
    case 0x3040..<0x3100, 0x31F0..<0x3200, 0xFF66..<0xFFA0: .kana
    case 0x3005, 0x3007, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xF900..<0xFB00,
      0x20000..<0x40000:
      .han
    default: .other
    }
  }

  /// The system most of the text's letters belong to; nil without letters.
  ///
  /// Japanese mixes Han with Kana, so a fifth of Kana makes a text Japanese.
  package static func dominant(in tokens: TextTokens) -> WritingSystem? {
    var counts = [Int](repeating: 0, count: allCases.count)
    for token in tokens.tokens {
      for position in token.start..<token.end {
        let scalar = tokens.scalars[position]
        // Digits belong to no language.
        guard !(0x30...0x39).contains(scalar) else { continue }
        counts[of(scalar).rawValue] += 1
      }
    }
    let kana = counts[kana.rawValue]
    if kana > 0, kana * 4 >= counts[han.rawValue] {
      counts[Self.kana.rawValue] += counts[han.rawValue]
    }
    guard let best = allCases.max(by: { counts[$0.rawValue] < counts[$1.rawValue] }),
      counts[best.rawValue] > 0
    else { return nil }
    return best
  }
}
