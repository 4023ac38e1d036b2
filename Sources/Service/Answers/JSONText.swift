package import FoundationEssentials

/// The one way answers become JSON: snake_case keys in alphabetical order.
package enum JSONText {
  /// A value as JSON in UTF-8.
  ///
  /// - Throws: where it holds a number that is not finite.
  package static func encode(_ value: some Encodable, pretty: Bool = false) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting =
      pretty
      ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
      : [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  /// A decoder of what ``encode(_:pretty:)`` writes.
  package static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }
}

/// Six digits after the point: more than any reader needs, fewer than noise.
func sixDigits(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
