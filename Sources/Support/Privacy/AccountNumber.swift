/// International bank account numbers.
enum AccountNumber {
  /// The most spaces and dashes between two characters.
  private static let widestGap = 3

  /// The account numbers of a text that have the length of their country and a
  /// right checksum.
  ///
  /// - Source: ISO 13616-1; the lengths are those of SWIFT's IBAN registry.
  static func all(in text: FoldedText) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var position = 0
    while position + 15 <= text.count {
      if isCapital(text.scalars[position]), isCapital(text.scalars[position + 1]),
        let length = lengths[text.scalars[position] << 8 | text.scalars[position + 1]],
        let end = end(from: position, length: length, in: text)
      {
        found.append(position..<end)
        position = end
      } else {
        position += 1
      }
    }
    return found
  }

  /// Folded text is in lower case.
  private static func isCapital(_ scalar: UInt32) -> Bool { (0x61...0x7A).contains(scalar) }

  private static func end(from start: Int, length: Int, in text: FoldedText) -> Int? {
    var characters: [UInt32] = []
    characters.reserveCapacity(length)
    var position = start
    var gap = 0
    while characters.count < length {
      guard position < text.count else { return nil }
      let scalar = text.scalars[position]
      if (0x30...0x39).contains(scalar) {
        characters.append(scalar - 0x30)
        gap = 0
      } else if isCapital(scalar) {
        guard !(2..<4).contains(characters.count) else { return nil }
        characters.append(scalar - 0x61 + 10)
        gap = 0
      } else {
        gap += 1
        guard gap <= widestGap, isGap(scalar) else { return nil }
      }
      position += 1
    }
    return isValid(characters) ? position : nil
  }

  private static func isGap(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x2D, 0x2E, 0x2F, 0x09, 0x0A, 0x0D: true
    default: false
    }
  }

  /// Whether the number, its first four characters moved to the end, is 1
  /// modulo 97.
  private static func isValid(_ characters: [UInt32]) -> Bool {
    var remainder: UInt32 = 0
    for index in characters.indices {
      let value = characters[(index + 4) % characters.count]
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
    }
    return remainder == 1
  }

  /// By the two letters of the country.
  private static let lengths: [UInt32: Int] = {
    let list = """
      AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 \
      DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 \
      IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 \
      MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 \
      SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
      """
    var lengths: [UInt32: Int] = [:]
    for entry in list.lowercased().split(separator: " ") {
      let scalars = entry.unicodeScalars.map(\.value)
      lengths[scalars[0] << 8 | scalars[1]] = Int(entry.dropFirst(2))
    }
    return lengths
  }()
}
