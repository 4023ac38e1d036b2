/// Why the recommender could not be trained or read.
package struct RecommendationError: Error, CustomStringConvertible, Sendable {
  /// A stable name of the failure.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let noData = Code(rawValue: "no_data")
    package static let damagedModel = Code(rawValue: "damaged_model")
    package static let cancelled = Code(rawValue: "cancelled")
    package static let failed = Code(rawValue: "failed")
  }

  package let code: Code
  package let description: String

  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
