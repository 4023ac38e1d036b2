import FoundationEssentials
import Testing

/// What may import what is said in `Package.swift`; the compiler does not hold targets to it.
@Suite struct ImportTests {
  private static let root = String(#filePath.dropLast("Tests/RapportTests/ImportTests.swift".count))

  private struct Target {
    var name: String
    var folder: String
    var dependencies: [String]
  }

  /// The targets below `Sources`, and the benchmarks, in the order of `Package.swift`.
  private func targets() throws -> [Target] {
    let manifest = try String(contentsOfFile: Self.root + "Package.swift", encoding: .utf8)
    let package = try #require(manifest.split(separator: "// MARK: - Fuzzing").first)
    let entry = /\.(?:target|executableTarget|systemLibrary)\(\s*name: "(\w+)"([^;]*)/
    return try package.split(separator: "    .").compactMap { text -> Target? in
      guard let match = try entry.firstMatch(in: "." + text) else { return nil }
      let settings = match.2
      let listed = settings.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
      let path = settings.firstMatch(of: /path: "([^"]*)"/).map { String($0.1) }
      let name = String(match.1)
      return Target(
        name: name, folder: path ?? "Sources/\(name)",
        dependencies: listed.matches(of: /"(\w+)"/).map { String($0.1) })
    }
  }

  /// The modules that the Swift files of a folder import, each with a file that does.
  private func imports(in folder: String) throws -> [String: String] {
    var found: [String: String] = [:]
    let path = Self.root + folder
    for file in try FileManager.default.subpathsOfDirectory(atPath: path)
    where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let position = words.prefix(3).firstIndex(of: "import"),
          words.prefix(position).allSatisfy({ $0.hasPrefix("@") || Self.levels.contains($0) }),
          let module = words.last
        else { continue }
        found[String(module)] = "\(folder)/\(file)"
      }
    }
    return found
  }

  private static let levels: Set<Substring> = ["public", "package", "internal", "private"]

  @Test func `a target imports only what it or one of its dependencies depends on`() throws {
    let targets = try targets()
    let dependencies = Dictionary(
      uniqueKeysWithValues: targets.map { ($0.name, $0.dependencies) })
    #expect(dependencies["Storage"] == ["CSQLite", "Digest", "Domain", "Wording"])
    for target in targets {
      var allowed: Set<String> = []
      var waiting = target.dependencies
      while let next = waiting.popLast() {
        guard allowed.insert(next).inserted else { continue }
        waiting += dependencies[next] ?? []
      }
      #expect(!allowed.contains(target.name), "\(target.name) depends on itself")
      for (module, file) in try imports(in: target.folder) where dependencies[module] != nil {
        #expect(
          allowed.contains(module), "\(file) imports \(module), which \(target.name) does not have")
      }
    }
  }

  @Test func `each system library and Foundation have the modules that may use them`() throws {
    let owners = [
      "CSQLite": ["Storage"], "COpenBLAS": ["Engine"], "CEpoll": ["HTTPServer"],
      "CKernels": ["Digest", "Engine"], "Foundation": [],
    ]
    #expect(try imports(in: "Sources/Storage")["CSQLite"] != nil)
    for target in try targets() where target.name != "bench" {
      for (module, file) in try imports(in: target.folder) {
        guard let allowed = owners[module] else { continue }
        #expect(allowed.contains(target.name), "\(file) imports \(module)")
      }
    }
  }

  @Test func `no file is longer than a few screens`() throws {
    for target in try targets() {
      let path = Self.root + target.folder
      for file in try FileManager.default.subpathsOfDirectory(atPath: path)
      where file.hasSuffix(".swift") {
        let text = try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(lines <= 500, "\(target.folder)/\(file)")
      }
    }
  }
}
