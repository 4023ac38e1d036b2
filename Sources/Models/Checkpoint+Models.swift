package import Engine

extension LogisticRegression {
  /// Reads the model that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    self.init(
      weights: try checkpoint.doubles("\(name).weights"),
      intercept: try checkpoint.doubles("\(name).intercept", count: 1)[0],
      iterations: Int(clamping: try checkpoint.integers("\(name).iterations", count: 1)[0]),
      warnings: try FitWarning.read(checkpoint, as: name))
  }

  /// Stores the model in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.doubles["\(name).weights"] = weights
    checkpoint.doubles["\(name).intercept"] = [intercept]
    checkpoint.integers["\(name).iterations"] = [Int64(iterations)]
    FitWarning.save(warnings, to: &checkpoint, as: name)
  }
}

extension LinearSVM {
  /// Reads the model that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    self.init(
      weights: try checkpoint.doubles("\(name).weights"),
      intercept: try checkpoint.doubles("\(name).intercept", count: 1)[0],
      iterations: Int(clamping: try checkpoint.integers("\(name).iterations", count: 1)[0]),
      warnings: try FitWarning.read(checkpoint, as: name))
  }

  /// Stores the model in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.doubles["\(name).weights"] = weights
    checkpoint.doubles["\(name).intercept"] = [intercept]
    checkpoint.integers["\(name).iterations"] = [Int64(iterations)]
    FitWarning.save(warnings, to: &checkpoint, as: name)
  }
}

extension LinearRegression {
  /// Reads the model that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    self.init(
      weights: try checkpoint.doubles("\(name).weights"),
      intercept: try checkpoint.doubles("\(name).intercept", count: 1)[0],
      warnings: try FitWarning.read(checkpoint, as: name))
  }

  /// Stores the model in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.doubles["\(name).weights"] = weights
    checkpoint.doubles["\(name).intercept"] = [intercept]
    FitWarning.save(warnings, to: &checkpoint, as: name)
  }
}

extension SoftmaxRegression {
  /// Reads the model that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or its parts disagree.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let weights = try checkpoint.tensor("\(name).weights", dimensions: 2)
    let intercepts = try checkpoint.tensor("\(name).intercepts", dimensions: 1)
    guard weights.columns == intercepts.count else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' has weights \(weights.shape) but "
          + "\(intercepts.count) intercepts; train the model again")
    }
    self.init(
      weights: weights, intercepts: intercepts.values,
      warnings: try FitWarning.read(checkpoint, as: name))
  }

  /// Stores the model in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.tensors["\(name).weights"] = weights
    checkpoint.tensors["\(name).intercepts"] = Tensor(
      shape: [intercepts.count], values: intercepts)
    FitWarning.save(warnings, to: &checkpoint, as: name)
  }
}

extension TemperatureScaling {
  /// Reads the scaling that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or not positive.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let temperature = try checkpoint.doubles("\(name).temperature", count: 1)[0]
    guard temperature > 0 else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' has temperature \(temperature); "
          + "train the model again")
    }
    self.init(temperature: temperature)
  }

  /// Stores the scaling in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.doubles["\(name).temperature"] = [temperature]
  }
}

extension ImplicitALS {
  /// Reads the model that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or its parts disagree.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let users = try checkpoint.tensor("\(name).userFactors", dimensions: 2)
    let items = try checkpoint.tensor("\(name).itemFactors", dimensions: 2)
    let weights = try checkpoint.doubles("\(name).weights", count: 2)
    let counts = try checkpoint.integers("\(name).counts", count: 3)
    // What is not stored has its usual value.
    let solver = checkpoint.strings["\(name).solver"]?.first.flatMap(Solver.init(rawValue:))
    let exponent = checkpoint.doubles["\(name).penaltyExponent"]?.first
    let blockSize = checkpoint.integers["\(name).blockSize"]?.first
    guard
      users.columns == items.columns && Self.canServe(users) && Self.canServe(items)
        && weights[0] > 0 && weights[1] >= 0 && (exponent ?? 0) >= 0
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' has factors \(users.shape) and "
          + "\(items.shape), weights \(weights); train the model again")
    }
    self.init(
      userFactors: users, itemFactors: items,
      configuration: Configuration(
        dimension: items.columns, iterations: Int(clamping: counts[0]),
        regularization: weights[0], unobservedWeight: weights[1],
        penaltyExponent: exponent ?? Configuration.proportional,
        solver: solver ?? .conjugateGradient,
        conjugateGradientSteps: Int(clamping: counts[1]),
        blockSize: blockSize.map(Int.init(clamping:)) ?? Configuration.usualBlock,
        seed: UInt64(bitPattern: counts[2])))
  }

  /// Stores the model in a checkpoint under `name`.
  ///
  /// - Parameters:
  ///   - checkpoint: where to.
  ///   - name: the prefix of the entries.
  ///   - includingUsers: whether to keep the user factors, which serving by
  ///     fold-in does not need.
  package func save(
    to checkpoint: inout Checkpoint, as name: String, includingUsers: Bool = false
  ) {
    checkpoint.tensors["\(name).userFactors"] =
      includingUsers ? userFactors : Tensor(zeros: [0, dimension])
    checkpoint.tensors["\(name).itemFactors"] = itemFactors
    checkpoint.doubles["\(name).weights"] = [
      configuration.regularization, configuration.unobservedWeight,
    ]
    checkpoint.strings["\(name).solver"] = [configuration.solver.rawValue]
    checkpoint.integers["\(name).counts"] = [
      Int64(configuration.iterations), Int64(configuration.conjugateGradientSteps),
      Int64(bitPattern: configuration.seed),
    ]
    if configuration.penaltyExponent != Configuration.proportional {
      checkpoint.doubles["\(name).penaltyExponent"] = [configuration.penaltyExponent]
    }
    if configuration.blockSize != Configuration.usualBlock {
      checkpoint.integers["\(name).blockSize"] = [Int64(configuration.blockSize)]
    }
  }
}
