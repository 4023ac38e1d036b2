package import Engine
import Features

extension ContentModel {
  /// Reads the model that `save(to:)` stored.
  ///
  /// - Throws: `mismatch` if it is not there or its parts disagree.
  package init(_ checkpoint: Checkpoint) throws(CheckpointError) {
    let name = CandidateKind.content.checkpointName
    let counts = try checkpoint.integers("\(name).counts", count: 2)
    let (productCount, limit) = (Int(clamping: counts[0]), Int(clamping: counts[1]))
    let values = try checkpoint.tensor("\(name).values", dimensions: 1).values
    let similarities = try checkpoint.tensor("\(name).similarities", dimensions: 1).values
    let index = ContentIndex(
      columns: PackedIntegers.unpack(try checkpoint.integers("\(name).ngrams")),
      offsets: try checkpoint.integers("\(name).offsets").map { Int(clamping: $0) },
      rows: Array(
        PackedIntegers.unpack(try checkpoint.integers("\(name).rows")).prefix(values.count)),
      values: values, count: productCount)
    let neighbours = Self.neighbours(
      counts: try checkpoint.integers("\(name).neighbourCounts", count: productCount),
      products: PackedIntegers.unpack(try checkpoint.integers("\(name).neighbours")),
      similarities: similarities)
    guard let index, let neighbours, limit > 0 else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': the parts of '\(name)' disagree; train the model again")
    }
    self.init(
      features: try ContentFeatures(checkpoint, as: "\(name).features"), neighbourLimit: limit,
      index: index, neighbours: neighbours)
  }

  /// Stores the model under the name of its kind; no text is in it.
  package func save(to checkpoint: inout Checkpoint) {
    let name = CandidateKind.content.checkpointName
    features.save(to: &checkpoint, as: "\(name).features")
    let index = index.sorted()
    checkpoint.integers["\(name).counts"] = [Int64(productCount), Int64(neighbourLimit)]
    checkpoint.integers["\(name).ngrams"] = PackedIntegers.pack(index.columns)
    checkpoint.integers["\(name).offsets"] = index.offsets.map(Int64.init)
    checkpoint.integers["\(name).rows"] = PackedIntegers.pack(index.rows)
    checkpoint.tensors["\(name).values"] = Tensor(
      shape: [index.values.count], values: index.values)
    checkpoint.integers["\(name).neighbourCounts"] = neighbours.map { Int64($0.count) }
    checkpoint.integers["\(name).neighbours"] = PackedIntegers.pack(
      neighbours.flatMap { $0.map(\.product) })
    let similarities = neighbours.flatMap { $0.map(\.similarity) }
    checkpoint.tensors["\(name).similarities"] = Tensor(
      shape: [similarities.count], values: similarities)
  }

  private static func neighbours(
    counts: [Int64], products: [Int32], similarities: [Float]
  ) -> [[Neighbour]]? {
    var result: [[Neighbour]] = []
    result.reserveCapacity(counts.count)
    var next = 0
    for count in counts {
      guard count >= 0, count <= similarities.count - next,
        next + Int(count) <= products.count
      else { return nil }
      let row = (next..<(next + Int(count))).map {
        Neighbour(product: products[$0], similarity: similarities[$0])
      }
      guard row.allSatisfy({ $0.product >= 0 && Int($0.product) < counts.count }),
        row.allSatisfy({ $0.similarity > 0 && $0.similarity <= 1 }),
        zip(row, row.dropFirst()).allSatisfy({ $0.product < $1.product })
      else { return nil }
      result.append(row)
      next += Int(count)
    }
    return next == similarities.count ? result : nil
  }
}
