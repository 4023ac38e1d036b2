package import Engine

extension MultiLayerPerceptron {
  /// Reads the network that `save(_:to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or cannot be.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let counts = try checkpoint.integers("\(name).counts", count: 2).map(Int.init(clamping:))
    let widths = try checkpoint.integers("\(name).widths").map(Int.init(clamping:))
    let dropout = Float(try checkpoint.doubles("\(name).dropout", count: 1)[0])
    let words = try checkpoint.strings("\(name).words", count: 2)
    let outputs: [Output] = [.number, .probability, .classes(counts[1])]
    guard
      let output = outputs.first(where: { $0.word == words[0] }),
      let activation = Activation.allCases.first(where: { "\($0)" == words[1] })
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' gives '\(words[0])' by '\(words[1])'; train the "
          + "model again")
    }
    self = try network(stored: name, in: checkpoint) { () throws(ModelError) in
      try MultiLayerPerceptron(
        featureCount: counts[0], output,
        Configuration(widths: widths, activation: activation, dropout: dropout))
    }
  }

  /// Stores the network and its parameters in a checkpoint under `name`.
  package func save(_ slab: ParameterSlab, to checkpoint: inout Checkpoint, as name: String) {
    slab.save(to: &checkpoint, prefix: "\(name).")
    checkpoint.integers["\(name).counts"] = [featureCount, output.size].map(Int64.init)
    checkpoint.integers["\(name).widths"] = configuration.widths.map(Int64.init)
    checkpoint.doubles["\(name).dropout"] = [Double(configuration.dropout)]
    checkpoint.strings["\(name).words"] = [output.word, "\(configuration.activation)"]
  }
}

extension MultiLayerPerceptron.Output {
  /// What a checkpoint calls the kind.
  fileprivate var word: String {
    switch self {
    case .number: "number"
    case .probability: "probability"
    case .classes: "classes"
    }
  }
}
