import Engine

/// The weights of a linear model of many classes, one byte each.
///
/// A weight is its byte times the scale of its feature. Rounding moves it by at
/// most half the scale, 1/254 of the feature's greatest weight.
struct ByteWeights: Sendable, Equatable {
  let featureCount: Int
  let classCount: Int
  /// By feature; never negative.
  let scales: [Float]
  /// [features, stride]: the classes of a feature lie together.
  private let bytes: [Int8]
  private var stride: Int { Kernels.padded(classCount) }

  /// Rounds weights: [features, classes].
  init(_ weights: Tensor) {
    let (features, classes) = (weights.rows, weights.columns)
    let stride = Kernels.padded(classes)
    var bytes = [Int8](repeating: 0, count: features * stride)
    var scales = [Float](repeating: 0, count: features)
    weights.withUnsafeBufferPointer { weights in
      for feature in 0..<features {
        let row = weights[feature * classes..<(feature + 1) * classes]
        let scale = row.reduce(0) { max($0, abs($1)) } / 127
        scales[feature] = scale
        guard scale > 0 else { continue }
        for (index, weight) in row.enumerated() {
          bytes[feature * stride + index] = Int8((weight / scale).rounded())
        }
      }
    }
    featureCount = features
    classCount = classes
    self.scales = scales
    self.bytes = bytes
  }

  /// - Precondition: `packed` comes from `packed` of as many features and classes.
  init(classCount: Int, scales: [Float], packed: [Int64]) {
    self.classCount = classCount
    self.scales = scales
    featureCount = scales.count
    let stride = Kernels.padded(classCount)
    precondition(
      packed.count == Self.wordCount(features: scales.count, classes: classCount),
      "byte weights: \(packed.count) words for [\(scales.count), \(classCount)]")
    var bytes = [Int8](repeating: 0, count: scales.count * stride)
    var position = 0
    for feature in scales.indices {
      for index in 0..<classCount {
        let word = packed[position / 8]
        bytes[feature * stride + index] = Int8(
          truncatingIfNeeded: word >> Int64(8 * (position % 8)))
        position += 1
      }
    }
    self.bytes = bytes
  }

  /// How many words `packed` has.
  static func wordCount(features: Int, classes: Int) -> Int { (features * classes + 7) / 8 }

  /// The bytes without padding, eight to a word, the first the lowest.
  var packed: [Int64] {
    var words = [Int64](
      repeating: 0, count: Self.wordCount(features: featureCount, classes: classCount))
    var position = 0
    for feature in 0..<featureCount {
      for index in 0..<classCount {
        let byte = Int64(UInt8(bitPattern: bytes[feature * stride + index]))
        words[position / 8] |= byte << Int64(8 * (position % 8))
        position += 1
      }
    }
    return words
  }

  /// The weight of a feature for a class.
  subscript(feature: Int, label: Int) -> Double {
    precondition(label >= 0 && label < classCount, "byte weights: class \(label)")
    return Double(scales[feature]) * Double(bytes[feature * stride + label])
  }

  /// intercepts + Σ values·weights of the columns.
  ///
  /// - Precondition: `intercepts` has one element a class; each column is a feature.
  func margins(columns: [Int32], values: [Float], intercepts: [Float]) -> [Float] {
    precondition(
      intercepts.count == classCount && columns.count == values.count,
      "byte weights: \(intercepts.count) intercepts for \(classCount) classes")
    var factors = values
    for (index, column) in columns.enumerated() { factors[index] *= scales[Int(column)] }
    var margins = intercepts + [Float](repeating: 0, count: stride - classCount)
    margins.withUnsafeMutableBufferPointer { margins in
      bytes.withUnsafeBufferPointer { bytes in
        guard let margins = margins.baseAddress, let bytes = bytes.baseAddress else { return }
        Kernels.addScaledRows(
          margins, bytes, stride: stride, columns: columns, values: factors,
          count: columns.count)
      }
    }
    margins.removeLast(stride - classCount)
    return margins
  }
}
