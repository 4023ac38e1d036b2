import Engine

// Shapes: hidden, dHidden: [n, dimension of the table]; labels: [n].

extension CausalDecoder {
  /// How the scores of the items are judged.
  package enum Loss: Sendable, Hashable {
    /// Softmax cross-entropy over all items.
    case softmax(labelSmoothing: Float = 0)
    /// Softmax cross-entropy over the label and so many items.
    ///
    /// The items are drawn evenly, with repetitions, for each shard of a
    /// mini-batch; an evaluation draws the same for all.
    case sampledSoftmax(negatives: Int)
    /// gBCE of the label against so many items, drawn likewise.
    case generalizedBinaryCrossEntropy(negatives: Int, calibration: Float = 0.75)
  }
}

extension CausalDecoder.Loss {
  var isValid: Bool {
    switch self {
    case .softmax(let smoothing): smoothing >= 0 && smoothing < 1
    case .sampledSoftmax(let negatives): isCount(negatives)
    case .generalizedBinaryCrossEntropy(let negatives, let calibration):
      isCount(negatives) && calibration >= 0 && calibration <= 1
    }
  }

  /// The elements that `loss` takes from an arena.
  func scratchCount(n: Int, items: Int, dimension: Int) -> Int {
    switch self {
    case .softmax(let smoothing):
      CatalogueSoftmax(labelSmoothing: smoothing)
        .scratchCount(n: n, items: items, dimension: dimension)
    case .sampledSoftmax(let negatives):
      Kernels.padded(negatives)
        + SampledSoftmax().scratchCount(n: n, negatives: negatives, dimension: dimension)
    case .generalizedBinaryCrossEntropy(let negatives, let calibration):
      Kernels.padded(negatives)
        + GeneralizedBinaryCrossEntropy(calibration: calibration)
        .scratchCount(n: n, negatives: negatives, dimension: dimension)
    }
  }

  /// The sum over rows; adds its gradient times `scale` to that of the table and
  /// to `dHidden` unless that is nil.
  func loss(
    _ hidden: UnsafePointer<Float>, _ labels: [Int32], n: Int, _ table: ItemTable,
    dHidden: UnsafeMutablePointer<Float>?, scale: Float, seed: UInt64, arena: Arena
  ) -> Double {
    let scaled = arena.scope {
      switch self {
      case .softmax(let smoothing):
        return CatalogueSoftmax(labelSmoothing: smoothing).loss(
          hidden, labels, n: n, table, dHidden: dHidden, scale: scale, arena: arena)
      case .sampledSoftmax(let count):
        return SampledSoftmax().loss(
          hidden, labels, n: n, table,
          negatives: draw(count, of: table.items, seed: seed, arena), count: count,
          dHidden: dHidden, scale: scale, arena: arena)
      case .generalizedBinaryCrossEntropy(let count, let calibration):
        return GeneralizedBinaryCrossEntropy(calibration: calibration).loss(
          hidden, labels, n: n, table,
          negatives: draw(count, of: table.items, seed: seed, arena), count: count,
          dHidden: dHidden, scale: scale, arena: arena)
      }
    }
    return scaled / Double(scale)
  }

  private func isCount(_ negatives: Int) -> Bool { negatives > 0 && negatives <= Int(Int32.max) }

  private func draw(
    _ count: Int, of items: Int, seed: UInt64, _ arena: Arena
  ) -> UnsafePointer<Int32> {
    let negatives = arena.takeIntegers(count)
    var generator = Xoshiro256StarStar(seed: seed)
    for index in 0..<count { negatives[index] = Int32(generator.index(below: items)) }
    return UnsafePointer(negatives)
  }
}
