// swift-tools-version: 6.2
import PackageDescription

let swift: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

// Number crunching and parsing are optimised in debug builds too: without it
// the test suite would train its models 12 to 360 times slower.
let optimised = swift + [.unsafeFlags(["-O"], .when(configuration: .debug))]

// Modules that own C handles or raw memory spell every unsafe use.
let unsafeAudited: [SwiftSetting] = [.strictMemorySafety()]

// A directory cannot be embedded from outside a target; a file can. A test
// compares this list with the directory.
let migrations = [
  "0001_create_shop", "0002_create_support", "0003_create_models", "0004_create_access",
]

let package = Package(
  name: "rapport",
  targets: [
    // MARK: - System
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CEpoll"),

    // MARK: - Foundations
    .target(name: "Digest", swiftSettings: optimised),
    .target(name: "Domain", swiftSettings: swift),

    // MARK: - Data
    .target(
      name: "Storage", dependencies: ["CSQLite", "Digest", "Domain"],
      exclude: ["README.md"],
      resources: migrations.map { .embedInCode("../../migrations/\($0).sql") },
      swiftSettings: optimised + unsafeAudited),

    // MARK: - Tests
    .testTarget(name: "DigestTests", dependencies: ["Digest"], swiftSettings: swift),
    .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: swift),
    .testTarget(
      name: "StorageTests", dependencies: ["Storage", "Domain", "Digest"], swiftSettings: swift),
  ]
)
