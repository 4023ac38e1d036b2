import Engine
import Testing

@testable import Support

@Suite struct ByteWeightsTests {
  @Test(arguments: [1, 3, 16, 17, 77, 151])
  func `rounding moves a weight by half a step at most`(classes: Int) {
    var generator = SplitMix64(seed: UInt64(classes))
    let weights = Tensor(
      shape: [20, classes], values: (0..<20 * classes).map { _ in Float(generator.normal()) })
    let bytes = ByteWeights(weights)
    for feature in 0..<20 {
      let largest = weights.row(feature).reduce(0) { max($0, abs($1)) }
      for label in 0..<classes {
        let error = abs(bytes[feature, label] - Double(weights[feature, label]))
        #expect(error <= Double(largest) / 253)
      }
    }
    let copy = ByteWeights(classCount: classes, scales: bytes.scales, packed: bytes.packed)
    #expect(copy == bytes)
    let columns: [Int32] = [0, 7, 19]
    let values: [Float] = [0.5, -1, 2]
    let intercepts = (0..<classes).map { Float($0) / 10 }
    let margins = bytes.margins(columns: columns, values: values, intercepts: intercepts)
    for label in 0..<classes {
      var expected = Double(intercepts[label])
      for (column, value) in zip(columns, values) {
        expected += Double(value) * bytes[Int(column), label]
      }
      #expect(abs(Double(margins[label]) - expected) < 1e-4)
    }
  }

  @Test func `a feature of zeros stays zero`() {
    let bytes = ByteWeights(Tensor(zeros: [2, 3]))
    #expect(bytes.scales == [0, 0])
    #expect(bytes.margins(columns: [0, 1], values: [1, 1], intercepts: [1, 2, 3]) == [1, 2, 3])
  }
}
