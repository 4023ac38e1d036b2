/// Why features could not be computed.
package struct FeatureError: Error, CustomStringConvertible, Sendable {
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// A row is dated after the cut-off: using it would leak the future.
    package static let leakage = Code(rawValue: "leakage")
  }

  package let code: Code
  package let description: String

  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
