package import Engine

/// A trained `BagClassifier`, its table at eight bits a number.
///
/// The rounded table is the one it answers with, so that a stored network
/// answers bit for bit as the one that was stored.
package struct FittedBagClassifier: @unchecked Sendable {
  package let network: BagClassifier
  /// Nobody writes to it any more.
  private let slab: ParameterSlab
  private let table: QuantizedTable

  /// Takes over the parameters that answers need, without those of the task of
  /// masked words.
  ///
  /// - Parameters:
  ///   - trained: the network.
  ///   - parameters: its parameters.
  ///   - examples: what it was trained on; parts that occur in none of them
  ///     count for nothing.
  /// - Throws: nothing that the network's own initialiser has not thrown before.
  package init(
    _ trained: BagClassifier, _ parameters: ParameterSlab, examples: [BagExample]
  ) throws(ModelError) {
    var isUsed = [Bool](repeating: false, count: trained.configuration.input.buckets)
    for example in examples { for id in example.ids { isUsed[Int(id)] = true } }
    let rows = isUsed.indices.filter { isUsed[$0] }.map { Int32($0) }
    var configuration = trained.configuration
    configuration.maskedWeight = 0
    let network = try BagClassifier(configuration)
    let slab = ParameterSlab(network.layout)
    let sources = Dictionary(uniqueKeysWithValues: trained.layout.parameters.map { ($0.name, $0) })
    for parameter in network.layout.parameters where !parameter.isTable {
      guard let source = sources[parameter.name] else { continue }
      slab.set(parameter, parameters.tensor(source).values)
    }
    self.init(
      network, slab, QuantizedTable(parameters, trained.input.bags.table, rows: rows))
  }

  private init(_ network: BagClassifier, _ slab: ParameterSlab, _ table: QuantizedTable) {
    self.network = network
    self.slab = slab
    self.table = table
    table.write(to: slab, network.input.bags.table)
  }

  /// The logits of the classes of each text: [texts, classes].
  ///
  /// - Precondition: every id lies in the buckets.
  package func logits(_ texts: ArraySlice<BagExample>) -> [Float] { network.logits(slab, texts) }

  /// Stores network and parameters under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    network.configuration.save(to: &checkpoint, as: name)
    for parameter in network.layout.parameters where !parameter.isTable {
      checkpoint.tensors["\(name).\(parameter.name)"] = slab.tensor(parameter)
    }
    table.save(to: &checkpoint, as: "\(name).\(network.input.bags.table.name)")
  }

  /// The most rows of a table that is read: nothing stored bounds them otherwise.
  private static let mostBuckets = 1 << 20

  /// Reads what `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if it is not there or cannot be.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let configuration = try BagClassifier.Configuration(checkpoint, as: name)
    guard configuration.input.buckets <= Self.mostBuckets else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' has \(configuration.input.buckets) buckets, "
          + "\(Self.mostBuckets) are the most; train the model again")
    }
    let network = try Models.network(stored: name, in: checkpoint) { () throws(ModelError) in
      try BagClassifier(configuration)
    }
    let parameters = network.layout.parameters.filter { !$0.isTable }
    var values: [[Float]] = []
    for parameter in parameters {
      let tensor = try checkpoint.tensor(
        "\(name).\(parameter.name)", dimensions: parameter.shape.count)
      guard tensor.shape == parameter.shape else {
        throw CheckpointError(
          .mismatch,
          "checkpoint '\(checkpoint.kind)': '\(name).\(parameter.name)' has the shape "
            + "\(tensor.shape), needs \(parameter.shape); train the model again")
      }
      values.append(tensor.values)
    }
    let table = try QuantizedTable(
      checkpoint, as: "\(name).\(network.input.bags.table.name)",
      rows: configuration.input.buckets, size: configuration.input.size)
    let slab = ParameterSlab(network.layout)
    for (parameter, values) in zip(parameters, values) { slab.set(parameter, values) }
    self.init(network, slab, table)
  }
}
