/// The place of a request in a distributed trace.
///
/// - Source: W3C Trace Context, https://www.w3.org/TR/trace-context-1/
package struct TraceContext: Sendable, Hashable {
  /// 128 bits that all requests of one trace share.
  private let trace: (high: UInt64, low: UInt64)
  /// The caller's span.
  private let parent: UInt64
  /// This request's own span.
  private let span: UInt64
  /// Whether the caller may have recorded the trace.
  package let isSampled: Bool

  /// Continues the trace of a `traceparent` field, or returns nil if the text is not one.
  ///
  /// - Parameters:
  ///   - traceparent: the field's value.
  ///   - generator: draws the id of this request's span.
  package init?(
    traceparent: String, using generator: inout some RandomNumberGenerator
  ) {
    var reader = Reader(bytes: Array(traceparent.utf8))
    guard let version = reader.number(digits: 2), version != 0xFF, reader.dash(),
      let high = reader.number(digits: 16), let low = reader.number(digits: 16),
      high | low != 0, reader.dash(),
      let parent = reader.number(digits: 16), parent != 0, reader.dash(),
      let flags = reader.number(digits: 2)
    else { return nil }
    // Later versions may add fields after the flags; version 00 has none.
    guard reader.isAtEnd || (version > 0 && reader.dash()) else { return nil }
    trace = (high, low)
    self.parent = parent
    isSampled = flags & 1 == 1
    // All zeros is no span.
    span = max(1, generator.next())
  }

  /// The trace's id, 32 hexadecimal digits.
  package var traceID: String { String(identifiers.prefix(32)) }

  /// The id of the caller's span, 16 hexadecimal digits.
  package var parentID: String {
    var text: [UInt8] = []
    Hexadecimal.append(parent, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The id of this request's span, 16 hexadecimal digits.
  package var spanID: String { String(identifiers.suffix(16)) }

  /// The value of a `traceparent` field that names this request as the parent.
  package var traceparent: String { "00-\(identifiers)-\(isSampled ? "01" : "00")" }

  private var identifiers: String {
    var text: [UInt8] = []
    appendIdentifiers(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the ids of the trace and this request's span, a dash between.
  func appendIdentifiers(to output: inout [UInt8]) {
    Hexadecimal.append(trace.high, trace.low, to: &output)
    output.append(Octet.dash)
    Hexadecimal.append(span, to: &output)
  }

  package static func == (left: TraceContext, right: TraceContext) -> Bool {
    left.trace == right.trace && left.parent == right.parent && left.span == right.span
      && left.isSampled == right.isSampled
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(trace.high)
    hasher.combine(trace.low)
    hasher.combine(span)
  }

  /// Takes the parts of a field value in turn.
  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// A number in that many lowercase hexadecimal digits.
    mutating func number(digits: Int) -> UInt64? {
      guard bytes.count - position >= digits else { return nil }
      var number: UInt64 = 0
      for byte in bytes[position..<(position + digits)] {
        guard let digit = Octet.hexadecimal(byte), !Octet.isUppercase(byte) else { return nil }
        number = number << 4 | UInt64(digit)
      }
      position += digits
      return number
    }

    mutating func dash() -> Bool {
      guard position < bytes.count, bytes[position] == Octet.dash else { return false }
      position += 1
      return true
    }
  }
}
