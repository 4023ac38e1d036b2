import Testing

@testable import Terminal

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("Grüße", 5), ("Gru\u{308}\u{DF}e", 5), ("産品", 4), ("商品 A", 6),
    ("ｶﾅ", 2), ("カナ", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("Ａ１", 4),
    ("e\u{301}\u{323}", 1), ("ไทย", 3), ("ที่", 1), ("a\u{200B}b", 2), ("\u{1B}[1m", 3),
    ("😀", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇯🇵", 2), ("❤\u{FE0F}", 2), ("❤", 1), ("…", 1),
    ("▇▇", 2), ("𠮷", 2), ("Привет", 6), ("שלום", 4), ("—", 1), ("、", 2), ("\u{AD}", 0),
  ])
  func `terminals give this many columns`(text: String, columns: Int) {
    #expect(displayWidth(text) == columns)
  }

  @Test func `no cut is wider than allowed`() {
    for text in ["abcdef", "産品産品", "a産品b", "👩‍👩‍👧👍🏽", "Gru\u{308}\u{DF}e aus Ko\u{308}ln"] {
      for width in 0...12 {
        let cut = truncated(text, to: width)
        #expect(displayWidth(cut) <= width)
        if width >= displayWidth(text) {
          #expect(cut == text)
        } else if width > 0 {
          #expect(cut.hasSuffix("…"))
        }
      }
    }
    #expect(truncated("産品産品", to: 6) == "産品…")
    #expect(truncated("産品産品", to: 5) == "産品…")
    #expect(truncated("産品産品", to: 4) == "産…")
  }

  @Test func `padding counts columns, not characters`() {
    #expect(padded("産品", to: 6) == "産品  ")
    #expect(padded("産品", to: 6, right: true) == "  産品")
    #expect(padded("long", to: 2) == "long")
  }

  @Test func `control characters and direction marks are made harmless`() {
    #expect("a\tb\nc".printable == "a b c")
    #expect("\u{1B}[31mred\u{7F}".printable == "\u{FFFD}[31mred\u{FFFD}")
    #expect("x\u{202E}y\u{9B}z".printable == "x\u{FFFD}y\u{FFFD}z")
    #expect("naïve 産品 👩‍👩‍👧".printable == "naïve 産品 👩‍👩‍👧")
  }
}
