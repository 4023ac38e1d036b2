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

    // MARK: - Learning
    .target(
      name: "Engine", dependencies: ["COpenBLAS", "Digest"],
      swiftSettings: optimised + unsafeAudited, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "Models", dependencies: ["Engine"], swiftSettings: optimised),

    // MARK: - Data
    .target(name: "Features", dependencies: ["Domain", "Engine"], swiftSettings: optimised),

    // MARK: - Capabilities
    .target(
      name: "Support", dependencies: ["Domain", "Engine", "Models", "Features"],
      swiftSettings: optimised),

    // MARK: - Tests
    .testTarget(name: "DigestTests", dependencies: ["Digest"], swiftSettings: swift),
    .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: swift),
    .testTarget(name: "EngineTests", dependencies: ["Engine"], swiftSettings: swift),
    .testTarget(name: "ModelsTests", dependencies: ["Engine", "Models"], swiftSettings: swift),
    .testTarget(name: "FeaturesTests", dependencies: ["Features"], swiftSettings: swift),
    .testTarget(
      name: "SupportTests", dependencies: ["Domain", "Engine", "Models", "Features", "Support"],
      swiftSettings: swift),
  ]
)
