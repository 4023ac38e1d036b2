import Engine

extension FitWarning {
  private static let constantPrefix = "constant-column "

  /// What stands for the warning in a checkpoint.
  private var code: String {
    switch self {
    case .constantColumn(let column): Self.constantPrefix + "\(column)"
    case .separable: "separable"
    case .notConverged: "not-converged"
    }
  }

  private init?(code: String) {
    if code.hasPrefix(Self.constantPrefix) {
      guard let column = Int(code.dropFirst(Self.constantPrefix.count)) else { return nil }
      self = .constantColumn(column)
      return
    }
    guard let known = [Self.separable, .notConverged].first(where: { $0.code == code }) else {
      return nil
    }
    self = known
  }

  /// Reads the warnings of the model that is stored under `name`.
  ///
  /// - Throws: `mismatch` if one is unknown.
  static func read(
    _ checkpoint: Checkpoint, as name: String
  ) throws(CheckpointError) -> [FitWarning] {
    var warnings: [FitWarning] = []
    for code in checkpoint.strings["\(name).warnings"] ?? [] {
      guard let warning = FitWarning(code: code) else {
        throw CheckpointError(
          .mismatch,
          "checkpoint '\(checkpoint.kind)': '\(name)' has the unknown warning '\(code)'; "
            + "train the model again")
      }
      warnings.append(warning)
    }
    return warnings
  }

  /// Stores the warnings of the model that is stored under `name`, if it has any.
  static func save(_ warnings: [FitWarning], to checkpoint: inout Checkpoint, as name: String) {
    guard !warnings.isEmpty else { return }
    checkpoint.strings["\(name).warnings"] = warnings.map(\.code)
  }
}
