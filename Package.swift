// swift-tools-version: 6.2
import PackageDescription

let swift: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
  .unsafeFlags(
    ["-static-stdlib", "-Xfrontend", "-function-sections"], .when(configuration: .release)),
]

// Released programs carry the Swift runtime: they start in two thirds of the
// time and run on machines without Swift. What nothing calls is left out, and
// functions of the same instructions are kept once.
let standalone: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-use-ld=lld", "-Xlinker", "--icf=all", "-Xlinker", "--no-export-dynamic",
    ], .when(configuration: .release))
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
  "0005_create_rules", "0006_create_exposures", "0007_create_settings", "0008_extend_support",
  "0009_create_support_gaps", "0010_create_idempotency_keys", "0011_create_privacy",
  "0012_drop_unused_index",
]

let package = Package(
  name: "rapport",
  products: [.executable(name: "rapport", targets: ["rapport"])],
  targets: [
    // MARK: - System
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CEpoll"),

    // MARK: - Kernels
    .target(
      name: "CKernels", exclude: ["bodies"],
      cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

    // MARK: - Foundations
    .target(name: "Digest", dependencies: ["CKernels"], swiftSettings: optimised),
    .target(name: "Domain", swiftSettings: optimised),
    .target(name: "Wording", swiftSettings: optimised),

    // MARK: - Learning
    .target(
      name: "Engine", dependencies: ["CKernels", "COpenBLAS", "Digest"],
      swiftSettings: optimised + unsafeAudited, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "Models", dependencies: ["Engine"], swiftSettings: optimised),

    // MARK: - Data
    .target(
      name: "Storage", dependencies: ["CSQLite", "Digest", "Domain", "Wording"],
      exclude: ["README.md"],
      resources: migrations.map { .embedInCode("../../migrations/\($0).sql") },
      swiftSettings: optimised + unsafeAudited),
    .target(name: "Ingest", dependencies: ["Domain", "Wording"], swiftSettings: optimised),
    .target(
      name: "Features", dependencies: ["Domain", "Engine", "Wording"], swiftSettings: optimised),
    .target(name: "Evaluation", dependencies: ["Engine", "Wording"], swiftSettings: optimised),
    .target(name: "Reports", dependencies: ["Evaluation", "Wording"], swiftSettings: optimised),

    // MARK: - Capabilities
    .target(
      name: "Recommendation",
      dependencies: ["Domain", "Engine", "Models", "Features", "Evaluation", "Wording"],
      swiftSettings: optimised),
    .target(
      name: "Churn",
      dependencies: ["Domain", "Engine", "Models", "Features", "Evaluation", "Wording"],
      swiftSettings: optimised),
    .target(
      name: "Support",
      dependencies: ["Domain", "Engine", "Models", "Features", "Evaluation", "Wording"],
      swiftSettings: optimised),

    // MARK: - Application
    .target(
      name: "Service",
      dependencies: ["Storage", "Ingest", "Recommendation", "Churn", "Support", "Wording"],
      swiftSettings: optimised),
    .target(
      name: "HTTPServer", dependencies: ["CEpoll"], swiftSettings: optimised + unsafeAudited),
    .target(
      name: "API", dependencies: ["Digest", "HTTPServer", "Service"], swiftSettings: swift),
    .target(name: "Terminal", dependencies: ["Wording"], swiftSettings: swift),
    .executableTarget(
      name: "rapport",
      dependencies: [
        "API", "CSeedData", "Reports", "Service", "Support", "Terminal", "Wording",
      ],
      swiftSettings: swift, linkerSettings: standalone),

    // MARK: - Seed data
    .target(name: "CSeedData"),
    .target(
      name: "SeedShop", dependencies: ["Domain"],
      resources: [
        .embedInCode("Texts/catalogue.txt"), .embedInCode("Texts/faq-en.txt"),
        .embedInCode("Texts/faq-zh.txt"),
      ],
      swiftSettings: optimised),
    .executableTarget(
      name: "seedgen", dependencies: ["SeedShop"], swiftSettings: swift,
      linkerSettings: standalone),

    // MARK: - Benchmarks
    .executableTarget(
      name: "bench",
      dependencies: [
        "Churn", "Domain", "Engine", "Evaluation", "Features", "Ingest", "Models",
        "Recommendation", "Service", "Storage", "Support", "Terminal", "Wording",
      ],
      path: "Benchmarks/bench", exclude: ["Support/shop-faq-paraphrases.csv"],
      swiftSettings: optimised, linkerSettings: standalone),

    // MARK: - Tests
    .testTarget(name: "DigestTests", dependencies: ["Digest"], swiftSettings: swift),
    .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: swift),
    .testTarget(name: "WordingTests", dependencies: ["Wording"], swiftSettings: swift),
    // Optimised: they compare with plain loops of their own.
    .testTarget(
      name: "EngineTests", dependencies: ["CKernels", "Engine"], exclude: ["Reference"],
      swiftSettings: optimised),
    .testTarget(
      name: "ModelsTests", dependencies: ["Engine", "Models"], exclude: ["Reference"],
      swiftSettings: optimised),
    .testTarget(
      name: "StorageTests", dependencies: ["Storage", "Domain", "Digest"], swiftSettings: swift),
    .testTarget(name: "IngestTests", dependencies: ["Domain", "Ingest"], swiftSettings: swift),
    .testTarget(
      name: "FeaturesTests", dependencies: ["Domain", "Engine", "Features"],
      swiftSettings: swift),
    .testTarget(
      name: "SupportTests",
      dependencies: [
        "Domain", "Engine", "Evaluation", "Features", "Models", "Support", "Wording",
      ],
      exclude: ["Reference"], swiftSettings: swift),
    .testTarget(
      name: "EvaluationTests", dependencies: ["Engine", "Evaluation"], exclude: ["Reference"],
      swiftSettings: swift),
    .testTarget(
      name: "ReportsTests", dependencies: ["Evaluation", "Reports", "Wording"],
      swiftSettings: swift),
    .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer"], swiftSettings: swift),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: swift),
    .testTarget(name: "SeedShopTests", dependencies: ["SeedShop"], swiftSettings: swift),
    .target(
      name: "TestSupport", dependencies: ["Service"], path: "Tests/TestSupport",
      swiftSettings: swift),
    .testTarget(
      name: "RecommendationTests", dependencies: ["Recommendation"], swiftSettings: swift),
    .testTarget(
      name: "ChurnTests",
      dependencies: ["Churn", "Domain", "Engine", "Evaluation", "Features", "Models"],
      swiftSettings: swift),
    .testTarget(
      name: "ServiceTests", dependencies: ["Service", "TestSupport"], swiftSettings: swift),
    .testTarget(name: "APITests", dependencies: ["API", "TestSupport"], swiftSettings: swift),
    .testTarget(
      name: "RapportTests", dependencies: ["rapport", "Terminal", "TestSupport"],
      swiftSettings: swift),
  ],
  // C23 for #embed.
  cLanguageStandard: .c2x
)

// MARK: - Fuzzing

// Only for Tests/Scripts/fuzz: every module counts what it runs through.
if Context.environment["RAPPORT_FUZZ"] != nil {
  for target in package.targets where target.type == .regular {
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-sanitize=fuzzer"])]
    target.cSettings = (target.cSettings ?? []) + [.unsafeFlags(["-fsanitize=fuzzer-no-link"])]
  }
  let fuzzed = [
    "http": ["HTTPServer"], "csv": ["Domain", "Ingest"],
    "json": ["API", "FuzzShop", "HTTPServer", "Service", "Storage"],
    "checkpoint": ["Digest", "Engine", "FuzzShop", "Service", "Storage"],
    "database": ["FuzzShop", "Service", "Storage", "TestSupport"],
  ]
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
    .target(
      name: "FuzzSupport", dependencies: ["CFuzzer"], path: "Tests/Fuzz/Support",
      swiftSettings: optimised),
    .target(
      name: "FuzzShop",
      dependencies: [
        "Domain", "FuzzSupport", "Recommendation", "Service", "Storage", "TestSupport",
      ],
      path: "Tests/Fuzz/Shop", swiftSettings: swift),
  ]
  package.targets += fuzzed.map { name, modules in
    .executableTarget(
      name: "fuzz-\(name)", dependencies: ["FuzzSupport"] + modules.map { .byName(name: $0) },
      path: "Tests/Fuzz/\(name)",
      swiftSettings: optimised + [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])],
      linkerSettings: standalone)
  }
}
