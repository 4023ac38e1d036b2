/// A number with six digits, or null where it is none.
struct JSONNumber: Encodable {
  let value: Double

  init(_ value: Double) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(sixDigits(value))
    } else {
      try container.encodeNil()
    }
  }
}
