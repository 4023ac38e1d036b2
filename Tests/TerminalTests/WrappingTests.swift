import Testing

@testable import Terminal

@Suite struct WrappingTests {
  @Test func `words fill lines`() {
    #expect(wrapped("one two three four", width: 9) == "one two\nthree\nfour")
    #expect(wrapped("one two three four", width: 13) == "one two three\nfour")
    #expect(wrapped("", width: 10) == "")
  }

  @Test func `paragraphs stay apart and indented lines whole`() {
    let text = "one two\nthree\n\nfour\n  a  b  c  d  e  f\nfive"
    #expect(wrapped(text, width: 13) == "one two three\n\nfour\n  a  b  c  d  e  f\nfive")
  }

  @Test func `the indent stands before each line but empty ones`() {
    #expect(wrapped("one two\n\nthree", width: 7, indent: 2) == "  one\n  two\n\n  three")
  }

  @Test func `a word wider than a line is broken`() {
    #expect(wrapped("a bcdefgh", width: 4) == "a bc\ndefg\nh")
  }

  @Test func `Chinese breaks between characters but not before a full stop`() {
    #expect(wrapped("我要退款给我。", width: 8) == "我要退款\n给我。")
    #expect(wrapped("我要退款。好", width: 8) == "我要退\n款。好")
    #expect(wrapped("买 iPhone手机", width: 9) == "买 iPhone\n手机")
  }

  @Test func `no line is wider than allowed`() {
    let text = "The order 订单 85123A was sent 已发货 on Friday, and 明天 arrives tomorrow."
    for width in 2...40 {
      for line in wrapped(text, width: width).split(separator: "\n") {
        #expect(displayWidth(String(line)) <= max(width, 4))
      }
    }
  }
}
