/// The names of requests in logs and answers.
enum RequestID {
  private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  /// What a client calls its request if that is fit to print: 1 to 64 letters, digits, `_`
  /// and `-`.
  static func accepted(_ id: String?) -> String? {
    guard let id, (1...64).contains(id.utf8.count),
      id.utf8.allSatisfy({
        Octet.isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 == Octet.dash
      })
    else { return nil }
    return id
  }

  /// 75 random bits in 15 digits, which is the most a string holds without an allocation.
  static func random(using generator: inout some RandomNumberGenerator) -> String {
    var words = (generator.next(), generator.next())
    let text = InlineArray<15, UInt8> { index in
      defer {
        if index < 12 { words.0 >>= 5 } else { words.1 >>= 5 }
      }
      return digits[Int((index < 12 ? words.0 : words.1) & 31)]
    }
    return Octet.text(text.span) ?? ""
  }
}
