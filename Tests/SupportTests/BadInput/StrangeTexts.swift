/// Texts that customers, their keyboards or broken programs send.
enum StrangeTexts {
  /// Nothing in them can be known.
  static let empty = [
    "", " ", "\n\t\r\u{a0}\u{3000}", "\u{0}", "\u{1}\u{2}\u{7f}\u{85}", "?!.,;:", "👍🏽🎉❤️‍🔥", "🇩🇪",
    "\u{200b}\u{feff}\u{202e}\u{2066}", "\u{fffd}\u{fffd}", "\u{301}\u{302}", "''''", "½²€£%",
    String(decoding: [0xFF, 0xFE, 0xC0, 0xAF, 0xED, 0xA0, 0x80] as [UInt8], as: UTF8.self),
  ]

  /// They hold letters or digits, though little sense.
  static let odd = [
    "0", "12345", "4711 0815 007", "１２３", "٠١٢٣", "a", "ß", "İ", "ﬁ", "退", "ー", "เ", "आ",
    "order\u{0}order", "or\u{ad}der", "o\u{200b}r\u{200b}d\u{200b}e\u{200b}r", "\u{202e}redro",
    "whereどこгдеأين我的オーダー", "gift🎁card", "<script>alert(1)</script>", "'; DROP TABLE messages; --",
    "%s%n%x", "{customer.name}", "Z̷̡a̸l̷g̵o̶ ̷o̸r̵d̶e̷r̶", "ｗｈｅｒｅ　ｉｓ　ｍｙ　ｏｒｄｅｒ", "ORDER ORDER ORDER",
    "e\u{301}" + String(repeating: "\u{301}", count: 2_000),
  ]

  /// About 100 kB each.
  static let long = [
    "order ", "a", "退货", "かな", "7", "👍", "'", "e\u{301}", "where is my order? ", "\u{0}",
    "\n", "ż", "ab cd ef gh ij ",
  ].map { String(repeating: $0, count: 100_000 / $0.utf8.count) }
}
