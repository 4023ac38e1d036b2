/// Numbers as hexadecimal text.
enum Hexadecimal {
  /// Appends 16 lowercase digits.
  static func append(_ number: UInt64, to output: inout [UInt8]) {
    let digits = InlineArray<16, UInt8> { digit($0, of: number) }
    unsafe digits.span.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
  }

  /// Appends the digits of a number of 128 bits.
  static func append(_ high: UInt64, _ low: UInt64, to output: inout [UInt8]) {
    let digits = InlineArray<32, UInt8> { digit($0 & 15, of: $0 < 16 ? high : low) }
    unsafe digits.span.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
  }

  private static func digit(_ index: Int, of number: UInt64) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * index)) & 15
    return digit < 10 ? 0x30 + digit : 0x57 + digit
  }
}
