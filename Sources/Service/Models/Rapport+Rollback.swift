import Storage

extension Rapport {
  /// Makes a kept version the one in use, once it has been verified.
  ///
  /// - Parameters:
  ///   - kind: which model.
  ///   - version: its number; nil for the newest before the active one that can be used.
  /// - Returns: the version in use now.
  /// - Throws: `unknownModel`; `damagedModel` where the version cannot be used, which changes
  ///   nothing.
  package func rollback(_ kind: String, version: Int?) throws -> RollbackAnswer {
    let chosen = try store.read { reader in try Self.choose(kind, version, reader) }
    try store.write { writer in
      try writer.activate(ModelVersion.Kind(rawValue: kind), version: chosen)
    }
    if let kind = ModelKind(rawValue: kind) { try modelDidChange(kind) }
    return RollbackAnswer(kind: kind, version: chosen, name: "\(kind)-\(chosen)")
  }

  private static func choose(_ kind: String, _ version: Int?, _ reader: Reader) throws -> Int {
    let all = try reader.modelVersions()
    let kinds = Set(all.map(\.kind.rawValue)).sorted()
    let versions = all.filter { $0.kind.rawValue == kind }
    guard !versions.isEmpty else {
      throw ServiceError(
        .unknownModel, "there is no model of kind \(quoted(kind))",
        hint: kinds.isEmpty
          ? "run 'rapport train'" : "trained so far: \(kinds.joined(separator: ", "))")
    }
    let kept = versions.map { "\($0.version)" }.joined(separator: ", ")
    guard let version else {
      guard let active = versions.first(where: \.isActive),
        let sound = try soundVersion(before: active, reader)
      else {
        throw ServiceError(
          .unknownModel, "there is no earlier version of the \(kind) model that can be used",
          hint: "kept are \(kept); 'rapport train \(kind)' makes another")
      }
      return sound
    }
    guard versions.contains(where: { $0.version == version }) else {
      throw ServiceError(
        .unknownModel, "there is no version \(version) of the \(kind) model",
        hint: "kept are \(kept)")
    }
    if let modelKind = ModelKind(rawValue: kind),
      let saved = try reader.model(ModelVersion.Kind(rawValue: kind), version: version)
    {
      try verify(saved.blob, of: modelKind)
    }
    return version
  }
}
