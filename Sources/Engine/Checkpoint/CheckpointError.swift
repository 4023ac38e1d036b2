/// Why a checkpoint could not be written or read.
package struct CheckpointError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The bytes are no checkpoint.
    package static let notACheckpoint = Code(rawValue: "not-a-checkpoint")
    /// The format is newer than this program.
    package static let unsupportedVersion = Code(rawValue: "unsupported-version")
    /// The bytes are cut short or altered.
    package static let corrupt = Code(rawValue: "corrupt")
    /// A number is NaN or infinite.
    package static let notFinite = Code(rawValue: "not-finite")
    /// The checkpoint lacks an entry the model needs, or one has another shape.
    package static let mismatch = Code(rawValue: "mismatch")

    /// The file cannot be written.
    package static let unwritable = Code(rawValue: "unwritable")
    /// The file cannot be read.
    package static let unreadable = Code(rawValue: "unreadable")

    /// Lets `catch` name a code.
    package static func ~= (pattern: Code, error: any Error) -> Bool {
      (error as? CheckpointError)?.code == pattern
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
