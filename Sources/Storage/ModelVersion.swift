import Digest
package import Domain

/// A trained model as it was saved, without its bytes.
package struct ModelVersion: Sendable, Hashable {
  /// Which task a model answers, open to further ones.
  package struct Kind: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    /// What a customer should see next.
    package static let recommender = Kind(rawValue: "recommender")
    /// Who is about to leave.
    package static let churn = Kind(rawValue: "churn")
    /// What customers will spend.
    package static let value = Kind(rawValue: "value")
    /// What the bot answers.
    package static let support = Kind(rawValue: "support")
  }

  /// Which task it answers.
  package let kind: Kind
  /// Counts from 1 for each kind and is never used twice.
  package let version: Int
  /// When it was stored.
  package let createdAt: Timestamp
  /// What it was trained with, as JSON.
  package let parameters: String
  /// How good it was on held-out data, as JSON.
  package let metrics: String
  /// ``Reader/dataFingerprint()`` of what it was trained on.
  package let dataFingerprint: String
  /// The digest of the bytes, in hexadecimal.
  package let sha256: String
  /// How many bytes it has.
  package let byteCount: Int
  /// Whether it is the one in use.
  package let isActive: Bool

  /// The name used in answers, such as `churn-3`.
  package var name: String { "\(kind)-\(version)" }
}

/// A model's description and its bytes.
package struct SavedModel: Sendable {
  /// Which version it is of.
  package let version: ModelVersion
  /// The bytes of the checkpoint.
  package let blob: [UInt8]
  /// The database they come from.
  let path: String

  /// Compares the digest of the bytes with that of those that were saved.
  ///
  /// - Throws: `alteredModel` where they differ.
  package func verify() throws(StoreError) {
    guard SHA256.hexadecimal(of: blob) != version.sha256 else { return }
    throw StoreError(
      .alteredModel,
      "model \(version.name) in \(path) has been altered: run 'rapport train \(version.kind)', or "
        + "'rapport models rollback \(version.kind) VERSION' to another version", path: path)
  }
}
