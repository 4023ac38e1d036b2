import Domain

/// What the event ids of a file stand for: two lines of one id and different contents are no
/// repetition, and one of them would be lost.
///
/// Ids and contents are kept as hashes, 16 bytes a line, and met in the order of the file.
struct EventTable {
  private var contents: [UInt64: Int] = [:]

  /// What a line says of its event.
  static func content(
    _ customer: Field, _ product: Field, _ kind: InteractionKind, quantity: Double,
    value: Double?, seconds: Int64
  ) -> Int {
    var hasher = Hasher()
    hasher.combine(ContentHash.of(customer.start, count: customer.count))
    hasher.combine(ContentHash.of(product.start, count: product.count))
    hasher.combine(kind)
    hasher.combine(quantity)
    hasher.combine(value)
    hasher.combine(seconds)
    return hasher.finalize()
  }

  /// Notes the event of a line.
  ///
  /// - Returns: false where an earlier line has that id with another content.
  mutating func take(_ id: Field, _ content: Int) -> Bool {
    let key = ContentHash.of(id.start, count: id.count)
    guard let known = contents[key] else {
      contents[key] = content
      return true
    }
    return known == content
  }
}

extension Field {
  /// Whether an identifier is what systems write where there is none.
  var isPlaceholder: Bool {
    switch count {
    case 1: self[0] == 0x30
    case 3: equalsIgnoringCase("nan")
    case 4: equalsIgnoringCase("null") || equalsIgnoringCase("none")
    default: false
    }
  }
}
