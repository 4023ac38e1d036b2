import Glibc
import Testing

@testable import Engine

@Suite struct SoftmaxCrossEntropyTests {
  private func run(
    _ loss: SoftmaxCrossEntropy, _ logits: [Float], _ labels: [Int32]
  ) -> (loss: Double, gradient: [Float]) {
    var gradient = [Float](repeating: .nan, count: logits.count)
    let value = loss.loss(
      logits, labels, gradient: &gradient, n: labels.count, classes: logits.count / labels.count)
    return (value, gradient)
  }

  @Test func `small cases agree with PyTorch`() {
    let logits = wave(0.1, 20, scale: 3)
    let plain = run(SoftmaxCrossEntropy(), logits, [1, -1, 4, 0])
    expectClose([Float(plain.loss)], LayerReferences.crossEntropyLoss)
    expectClose(plain.gradient, LayerReferences.crossEntropyGradient, 1e-6)
    let smoothed = run(SoftmaxCrossEntropy(labelSmoothing: 0.1), logits, [1, -1, 4, 0])
    expectClose([Float(smoothed.loss)], LayerReferences.smoothedLoss)
    expectClose(smoothed.gradient, LayerReferences.smoothedGradient, 1e-6)
  }

  @Test(arguments: [1, 2, 15, 16, 17, 40], [Float(0), 0.2])
  func `odd sizes agree with plain loops and central differences`(
    classes: Int, smoothing: Float
  ) {
    let logits = normals(3 * classes, seed: 1).map { 4 * $0 }
    let labels: [Int32] = [0, Int32(classes - 1), Int32(classes / 2)]
    func loss(_ z: [Double]) -> Double {
      (0..<3).reduce(0) { total, row in
        let z = z[row * classes..<(row + 1) * classes]
        let logSum = log(z.reduce(0) { $0 + exp($1) })
        let mean = z.reduce(0, +) / Double(classes)
        let label = z[z.startIndex + Int(labels[row])]
        return total + logSum - (1 - Double(smoothing)) * label - Double(smoothing) * mean
      } / 3
    }
    let result = run(SoftmaxCrossEntropy(labelSmoothing: smoothing), logits, labels)
    #expect(abs(result.loss - loss(logits.map(Double.init))) < 1e-5)
    expectClose(result.gradient, centralDifferences(at: logits, loss), 1e-6)
  }

  @Test func `great logits neither overflow nor lose the loss`() {
    let result = run(SoftmaxCrossEntropy(), [1e30, -1e30, 900, 100], [0, 1])
    #expect(result.loss == 400)
    expectClose(result.gradient, [0, 0, 0.5, -0.5], 1e-30)
  }

  @Test func `rows that are all ignored give no loss and no gradient`() {
    let result = run(SoftmaxCrossEntropy(ignoredLabel: 7), [1, 2, 3, 4], [7, 7])
    #expect(result.loss == 0 && result.gradient == [0, 0, 0, 0])
    let loss = SoftmaxCrossEntropy().loss([1, 2, 3, 4], [0, 1], gradient: nil, n: 2, classes: 2)
    #expect(abs(loss - 0.813_261_687_5) < 1e-6)
  }

  @Test func `the gradient may take the place of the logits`() {
    let (logits, labels) = (normals(60, seed: 1), [Int32(3), -1, 19])
    let loss = SoftmaxCrossEntropy(labelSmoothing: 0.1)
    let expected = run(loss, logits, labels)
    var values = logits
    let found = values.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map {
        loss.loss($0, labels, gradient: $0, n: 3, classes: 20)
      }
    }
    #expect(found == expected.loss && values == expected.gradient)
  }
}
