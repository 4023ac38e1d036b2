package import Engine

extension KernelSVM {
  /// Reads the model that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or its parts disagree.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let vectors = try checkpoint.tensor("\(name).supportVectors", dimensions: 2)
    let coefficients = try checkpoint.doubles("\(name).coefficients")
    let numbers = try checkpoint.doubles("\(name).numbers", count: 3)
    let counts = try checkpoint.integers("\(name).counts", count: 2)
    let kernel: KernelFunction? =
      switch checkpoint.strings["\(name).kernel"]?.first {
      case "linear": .linear
      case "polynomial":
        .polynomial(degree: Int(clamping: counts[1]), gamma: numbers[1], constant: numbers[2])
      case "radial": .radial(gamma: numbers[1])
      default: nil
      }
    guard let kernel, kernel.defect == nil, vectors.rows == coefficients.count else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' has \(vectors.rows) support vectors, "
          + "\(coefficients.count) coefficients and "
          + "\(kernel.map { "the kernel \($0)" } ?? "no known kernel"); train the model again")
    }
    self.init(
      kernel: kernel, supportVectors: vectors, coefficients: coefficients,
      intercept: numbers[0], iterations: Int(clamping: counts[0]),
      warnings: try FitWarning.read(checkpoint, as: name))
  }

  /// Stores the model in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    var (degree, gamma, constant) = (1, 1.0, 0.0)
    let kind: String
    switch kernel {
    case .linear: kind = "linear"
    case .polynomial(let d, let g, let c):
      kind = "polynomial"
      (degree, gamma, constant) = (d, g, c)
    case .radial(let g):
      kind = "radial"
      gamma = g
    }
    checkpoint.strings["\(name).kernel"] = [kind]
    checkpoint.tensors["\(name).supportVectors"] = supportVectors
    checkpoint.doubles["\(name).coefficients"] = coefficients
    checkpoint.doubles["\(name).numbers"] = [intercept, gamma, constant]
    checkpoint.integers["\(name).counts"] = [Int64(iterations), Int64(degree)]
    FitWarning.save(warnings, to: &checkpoint, as: name)
  }
}
