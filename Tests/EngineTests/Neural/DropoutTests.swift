import Testing

@testable import Engine

@Suite struct DropoutTests {
  private func forward(_ dropout: Dropout, _ x: [Float], seed: UInt64) -> [Float] {
    var y = [Float](repeating: .nan, count: x.count)
    dropout.forward(x, &y, count: x.count, seed: seed)
    return y
  }

  @Test(arguments: [Float(0.1), 0.5, 0.9])
  func `the share asked for is dropped and the rest scaled`(rate: Float) {
    let y = forward(Dropout(rate: rate), [Float](repeating: 2, count: 20_001), seed: 3)
    let dropped = y.count { $0 == 0 }
    #expect(abs(Float(dropped) / 20_001 - rate) < 0.01)
    #expect(y.allSatisfy { $0 == 0 || abs($0 * (1 - rate) - 2) < 1e-5 })
  }

  @Test(arguments: [0, 1, 15, 16, 37])
  func `the backward pass drops what the forward pass dropped`(count: Int) {
    let dropout = Dropout(rate: 0.4)
    var dx = [Float](repeating: 1, count: count)
    dropout.backward(normals(count, seed: 1), &dx, count: count, seed: 8)
    expectClose(dx, forward(dropout, normals(count, seed: 1), seed: 8).map { $0 + 1 })
  }

  @Test func `seeds drop differently, a rate of zero drops nothing`() {
    let x = [Float](repeating: 1, count: 4096)
    let masks = (0..<8).map { forward(Dropout(rate: 0.5), x, seed: $0).map { $0 > 0 } }
    for first in 0..<8 {
      for second in 0..<first {
        let agreeing = zip(masks[first], masks[second]).count { $0 == $1 }
        #expect(abs(agreeing - 2048) < 160, "seeds \(first) and \(second)")
      }
    }
    // Neighbours are dropped independently of each other.
    let pairs = zip(masks[0], masks[0].dropFirst()).count { $0 == $1 }
    #expect(abs(pairs - 2048) < 160)
    #expect(forward(Dropout(rate: 0), x, seed: 1) == x)
  }
}
