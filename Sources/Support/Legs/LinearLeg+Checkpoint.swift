import Engine
import Features

extension LinearLeg {
  /// Stores the leg under names that begin with the prefix and a dot.
  func encode(into checkpoint: inout Checkpoint, prefix: String) {
    checkpoint.integers["\(prefix).hashes"] = vectorizer.hashes.map(Int64.init(bitPattern:))
    checkpoint.integers["\(prefix).sizes"] = [
      Int64(vectorizer.wordCount), Int64(vectorizer.scheme.pairReach),
    ]
    checkpoint.integers["\(prefix).weights"] = weights.packed
    let frequencies = vectorizer.inverseDocumentFrequencies
    for (name, values) in [
      ("frequencies", frequencies), ("scales", weights.scales), ("intercepts", intercepts),
      ("characterLength", [vectorizer.scheme.characterLength]),
    ] {
      checkpoint.tensors["\(prefix).\(name)"] = Tensor(shape: [values.count], values: values)
    }
  }

  /// Reads a leg back.
  ///
  /// - Throws: `mismatch` if a part is missing or the parts do not fit together.
  init(checkpoint: Checkpoint, prefix: String) throws(CheckpointError) {
    let hashes = try checkpoint.integers("\(prefix).hashes").map(UInt64.init(bitPattern:))
    let sizes = try checkpoint.integers("\(prefix).sizes", count: 2)
    let packed = try checkpoint.integers("\(prefix).weights")
    func values(_ name: String) throws(CheckpointError) -> [Float] {
      try checkpoint.tensor("\(prefix).\(name)", dimensions: 1).values
    }
    let frequencies = try values("frequencies")
    let scales = try values("scales")
    let intercepts = try values("intercepts")
    let length = try values("characterLength")
    guard frequencies.count == hashes.count, scales.count == hashes.count, length.count == 1,
      (0...Int64(hashes.count)).contains(sizes[0]), (0...64).contains(sizes[1]),
      packed.count == ByteWeights.wordCount(features: hashes.count, classes: intercepts.count),
      (frequencies + scales + intercepts + length).allSatisfy(\.isFinite),
      Set(hashes[..<Int(sizes[0])]).count == Int(sizes[0]),
      Set(hashes[Int(sizes[0])...]).count == hashes.count - Int(sizes[0])
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': the parts of '\(prefix)' do not fit: "
          + "\(hashes.count) n-grams, \(frequencies.count) frequencies, \(scales.count) scales, "
          + "\(intercepts.count) intents; train the model again")
    }
    self.init(
      vectorizer: TextVectorizer(
        hashes: hashes, wordCount: Int(sizes[0]), inverseDocumentFrequencies: frequencies,
        scheme: .init(pairReach: Int(sizes[1]), characterLength: length[0])),
      weights: ByteWeights(classCount: intercepts.count, scales: scales, packed: packed),
      intercepts: intercepts)
  }
}
