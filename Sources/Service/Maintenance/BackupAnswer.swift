/// A backup just made, as `backup --json` gives it.
package struct BackupAnswer: Codable, Sendable {
  /// The file.
  package var database: String
  /// The copy.
  package var backup: String
  /// How many bytes it has.
  package var bytes: Int
  /// The digest of the bytes, in hexadecimal.
  package var sha256: String
}

/// A backup put in place, as `restore --json` gives it.
package struct RestoreAnswer: Codable, Sendable {
  /// The file.
  package var database: String
  /// The copy.
  package var backup: String
  /// How many bytes it has.
  package var bytes: Int
  /// The digest of the bytes, in hexadecimal.
  package var sha256: String
  /// `verified`, or `absent` where the backup had none beside it.
  package var checksum: String
  /// Where the database that was there before is now; nil where there was none.
  package var replaced: String?
}
