/// Why a model could not be fitted or loaded.
package struct ModelError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// There are no examples.
    package static let noData = Code(rawValue: "no-data")
    /// All examples carry the same label, so there is nothing to tell apart.
    package static let oneClass = Code(rawValue: "one-class")
    /// There is one item only, so there is nothing to relate.
    package static let oneItem = Code(rawValue: "one-item")
    /// Two inputs disagree in size.
    package static let shapeMismatch = Code(rawValue: "shape-mismatch")
    /// A label, weight or setting lies outside its range.
    package static let outOfRange = Code(rawValue: "out-of-range")
    /// An input, or a number computed from it, is NaN or infinite.
    package static let notFinite = Code(rawValue: "not-finite")
    /// The equations have no unique solution.
    package static let singular = Code(rawValue: "singular")
    /// The data need more memory than the configuration allows.
    package static let tooLarge = Code(rawValue: "too-large")
    /// The caller asked to stop.
    package static let cancelled = Code(rawValue: "cancelled")

    /// Lets `catch` name a code.
    package static func ~= (pattern: Code, error: any Error) -> Bool {
      (error as? ModelError)?.code == pattern
    }
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}
