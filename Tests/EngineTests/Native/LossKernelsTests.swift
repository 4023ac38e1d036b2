import CKernels
import Engine
import Testing

struct LossKernelsTests {
  private static let counts = [0, 1, 7, 15, 16, 17, 33, 64, 2_047, 4_100]

  @Test(arguments: NativeKernels.all)
  func `softplus and its slope are those of Double within rounding`(kernels: NativeKernels) {
    let softplus = kernels.table.pointee.losses.softplus
    for count in Self.counts {
      let z = normals(count, seed: 1).map { 8 * $0 }
      var slopes = z + [7]
      let sum = softplus(&slopes, 0.5, count)
      let expected = z.reduce(0.0) { $0 + Logistic.softplus(Double($1)) }
      #expect(abs(sum - expected) <= 2e-6 * expected)
      for (slope, z) in zip(slopes, z) {
        let expected = 0.5 * Logistic.sigmoid(Double(z))
        #expect(abs(Double(slope) - expected) <= 1e-6 * expected, "at \(z)")
      }
      #expect(slopes[count] == 7)
    }
  }

  @Test(arguments: NativeKernels.all)
  func `softplus keeps NaN, and numbers beyond the exponential finite`(kernels: NativeKernels) {
    let softplus = kernels.table.pointee.losses.softplus
    for position in [0, 15, 16, 20] {
      var z = [Float](repeating: 1, count: 21)
      z[position] = .nan
      #expect(softplus(&z, 1, 21).isNaN)
      #expect(z.indices.allSatisfy { z[$0].isNaN == ($0 == position) })
    }
    var high: [Float] = [1e30]
    #expect(softplus(&high, 1, 1) == Double(Float(1e30)) && high == [1])
    var low: [Float] = [-1e30]
    #expect(softplus(&low, 1, 1) < 1e-30 && low[0] < 1e-30)
  }

  @Test(arguments: NativeKernels.all)
  func `binary cross-entropy and its slopes are those of Double`(kernels: NativeKernels) {
    let kernel = kernels.table.pointee.losses.binary_cross_entropy
    let (smoothing, positive, share) = (Float(0.2), Float(1.5), Float(0.25))
    for count in Self.counts {
      var logits = normals(count, seed: 2).map { 5 * $0 }
      let targets = normals(count, seed: 3).map { Logistic.sigmoid(Double($0)) }.map(Float.init)
      let weights = (0..<count).map { Float($0 % 3) }
      for weighted in [false, true] {
        // What does not count may hold anything.
        if weighted { for i in stride(from: 0, to: count, by: 3) { logits[i] = .nan } }
        let before = normals(count, seed: 4)
        var gradient = before
        let sum =
          weighted
          ? kernel(logits, targets, weights, &gradient, count, smoothing, positive, share)
          : kernel(logits, targets, nil, &gradient, count, smoothing, positive, share)
        var expected = 0.0
        for i in 0..<count {
          let weight = weighted ? Double(weights[i]) : 1
          var slope = 0.0
          if weight > 0 {
            let (z, y) = (Double(logits[i]), 0.8 * Double(targets[i]) + 0.1)
            expected +=
              weight * (1.5 * y * Logistic.softplus(-z) + (1 - y) * Logistic.softplus(z))
            slope =
              weight * ((1 - y) * Logistic.sigmoid(z) - 1.5 * y * Logistic.sigmoid(-z))
          }
          #expect(abs(Double(gradient[i]) - Double(before[i]) - 0.25 * slope) < 2e-6)
        }
        #expect(abs(sum - expected) <= 5e-6 * expected)
      }
    }
  }
}
