import Storage

/// Which saved models can be used, and what to do about one that cannot.
extension Rapport {
  /// What is wrong with each kept model: its bytes, its shapes or its numbers; the
  /// cure where it is the one in use.
  static func modelProblems(_ reader: Reader) throws(StoreError) -> [String] {
    let versions = try reader.modelVersions()
    return versions.compactMap { version in
      guard let problem = problem(of: version, reader) else { return nil }
      guard version.isActive else { return problem }
      let cure = cure(for: version.kind, after: version.version, versions, reader)
      return "\(problem), and it is the one in use: run '\(cure)'"
    }
  }

  /// The newest version before the active one that can be used; nil where there is none.
  static func soundVersion(before active: ModelVersion, _ reader: Reader) throws -> Int? {
    soundVersion(
      of: active.kind, before: active.version, try reader.modelVersions(), reader)
  }

  /// The error for a model that is in use and cannot be.
  ///
  /// - Returns: `damagedModel` with the one command that helps; the error as it is where it is
  ///   another.
  func advised(_ error: any Error, about kind: ModelKind) -> any Error {
    let reason: String
    switch error {
    case let error as StoreError where error.code == .alteredModel:
      reason = "its bytes have been altered"
    case let error as ServiceError where error.code == .damagedModel: reason = error.message
    default: return error
    }
    let found = try? store.read { reader in
      let versions = try reader.modelVersions()
      return versions.first { $0.kind == kind.stored && $0.isActive }.map { active in
        (active.name, Self.cure(for: active.kind, after: active.version, versions, reader))
      }
    }
    guard let (name, cure) = found else { return error }
    return ServiceError(
      .damagedModel, "\(name), the model in use, cannot be used: \(reason)", hint: "run '\(cure)'")
  }

  private static func cure(
    for kind: ModelVersion.Kind, after version: Int, _ versions: [ModelVersion], _ reader: Reader
  ) -> String {
    soundVersion(of: kind, before: version, versions, reader)
      .map { "rapport models rollback \(kind) \($0)" } ?? "rapport train \(kind)"
  }

  private static func soundVersion(
    of kind: ModelVersion.Kind, before version: Int, _ versions: [ModelVersion], _ reader: Reader
  ) -> Int? {
    versions.last { $0.kind == kind && $0.version < version && problem(of: $0, reader) == nil }?
      .version
  }

  private static func problem(of version: ModelVersion, _ reader: Reader) -> String? {
    do {
      guard let saved = try reader.model(version.kind, version: version.version) else {
        return "model \(version.name) is gone"
      }
      // A kind of a later program is looked at by that.
      guard let kind = ModelKind(version.kind) else { return nil }
      try verify(saved.blob, of: kind)
      return nil
    } catch let error as StoreError where error.code == .alteredModel {
      return "model \(version.name) has been altered"
    } catch let error as ServiceError {
      return "model \(version.name) cannot be used: \(error.message)"
    } catch {
      return "model \(version.name) cannot be read: \(error)"
    }
  }
}
