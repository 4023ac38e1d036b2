/// Why a network could not be trained.
package struct TrainingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// There are no examples, or none that counts.
    package static let noData = Code(rawValue: "no-data")
    /// An example has another number of features than the network.
    package static let shapeMismatch = Code(rawValue: "shape-mismatch")
    /// An id, label or setting lies outside its range.
    package static let outOfRange = Code(rawValue: "out-of-range")
    /// A feature, or the loss, is NaN or infinite.
    package static let notFinite = Code(rawValue: "not-finite")
    /// A checkpoint could not be written.
    package static let notSaved = Code(rawValue: "not-saved")
    /// The caller asked to stop.
    package static let cancelled = Code(rawValue: "cancelled")

    /// Lets `catch` name a code.
    package static func ~= (pattern: Code, error: any Error) -> Bool {
      (error as? TrainingError)?.code == pattern
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
