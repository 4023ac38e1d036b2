import Digest

/// One step of the schema, embedded in the binary.
struct Migration: Sendable {
  /// The file's name without its ending, such as `0001_create_shop`.
  let name: String
  let sql: [UInt8]

  var sha256: String { SHA256.hexadecimal(of: sql) }

  /// Every migration in the order of application.
  ///
  /// The build replaces a leading digit by `_` and offers no enumeration.
  static let all = [
    Migration(name: "0001_create_shop", sql: PackageResources._001_create_shop_sql),
    Migration(name: "0002_create_support", sql: PackageResources._002_create_support_sql),
    Migration(name: "0003_create_models", sql: PackageResources._003_create_models_sql),
    Migration(name: "0004_create_access", sql: PackageResources._004_create_access_sql),
    Migration(name: "0005_create_rules", sql: PackageResources._005_create_rules_sql),
    Migration(name: "0006_create_exposures", sql: PackageResources._006_create_exposures_sql),
    Migration(name: "0007_create_settings", sql: PackageResources._007_create_settings_sql),
    Migration(name: "0008_extend_support", sql: PackageResources._008_extend_support_sql),
    Migration(name: "0009_create_support_gaps", sql: PackageResources._009_create_support_gaps_sql),
    Migration(
      name: "0010_create_idempotency_keys",
      sql: PackageResources._010_create_idempotency_keys_sql),
    Migration(name: "0011_create_privacy", sql: PackageResources._011_create_privacy_sql),
    Migration(name: "0012_drop_unused_index", sql: PackageResources._012_drop_unused_index_sql),
  ]
}
