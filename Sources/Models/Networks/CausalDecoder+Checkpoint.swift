package import Engine

extension CausalDecoder {
  /// Reads the network that `save(_:to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or cannot be.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let items = Int(clamping: try checkpoint.integers("\(name).items", count: 1)[0])
    let configuration = try TransformerTrunk.Configuration(checkpoint, as: name)
    let loss = try Loss(checkpoint, as: name)
    self = try network(stored: name, in: checkpoint) { () throws(ModelError) in
      try CausalDecoder(itemCount: items, configuration, loss: loss)
    }
  }

  /// Stores the network and its parameters in a checkpoint under `name`.
  package func save(_ slab: ParameterSlab, to checkpoint: inout Checkpoint, as name: String) {
    slab.save(to: &checkpoint, prefix: "\(name).")
    trunk.configuration.save(to: &checkpoint, as: name)
    loss.save(to: &checkpoint, as: name)
    checkpoint.integers["\(name).items"] = [Int64(itemCount)]
  }
}

extension CausalDecoder.Loss {
  fileprivate init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let word = try checkpoint.strings("\(name).loss", count: 1)[0]
    let share = Float(try checkpoint.doubles("\(name).loss", count: 1)[0])
    let negatives = Int(clamping: try checkpoint.integers("\(name).negatives", count: 1)[0])
    switch word {
    case "softmax": self = .softmax(labelSmoothing: share)
    case "sampled": self = .sampledSoftmax(negatives: negatives)
    case "gBCE":
      self = .generalizedBinaryCrossEntropy(negatives: negatives, calibration: share)
    default:
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' has the loss '\(word)'; train the model again")
    }
  }

  fileprivate func save(to checkpoint: inout Checkpoint, as name: String) {
    let (word, share, negatives): (String, Float, Int) =
      switch self {
      case .softmax(let smoothing): ("softmax", smoothing, 0)
      case .sampledSoftmax(let negatives): ("sampled", 0, negatives)
      case .generalizedBinaryCrossEntropy(let negatives, let calibration):
        ("gBCE", calibration, negatives)
      }
    checkpoint.strings["\(name).loss"] = [word]
    checkpoint.doubles["\(name).loss"] = [Double(share)]
    checkpoint.integers["\(name).negatives"] = [Int64(negatives)]
  }
}
