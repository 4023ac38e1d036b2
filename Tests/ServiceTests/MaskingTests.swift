import Testing

@testable import Service

@Suite struct MaskingTests {
  @Test(arguments: [
    ("write to jo@example.com", "write to [email]"),
    ("write to <jo.doe+shop@mail.example.co.uk>!", "write to [email]"),
    ("first\njo@example.com\tor call", "first\n[email]\tor call"),
    ("call 0170 1234567 now", "call [number] now"),
    ("call +49 170 1234567.", "call +[number]."),
    ("call 0170-123-45-67", "call [number]"),
    ("call +49 (170) 123 45 67", "call +[number]"),
    ("call 0170 / 123 45 6", "call [number]"),
    ("my card is 4111 1111 1111 1111", "my card is [number]"),
    ("card 4111111111111111, thanks", "card [number], thanks"),
  ])
  func `addresses and long numbers are taken out`(text: String, masked: String) {
    #expect(Masking.masked(text) == masked)
  }

  @Test(arguments: [
    "order 123456 has 2 items", "size 42, 3 pieces", "at 5 @ 3 euros", "me@home", "@shop",
    "怎么退货？", "", "  two  spaces\nand a line ", "12.50 EUR",
  ])
  func `everything else stays as it is`(text: String) {
    #expect(Masking.masked(text) == text)
  }
}
