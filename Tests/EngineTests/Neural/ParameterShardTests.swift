import Testing

@testable import Engine

@Suite struct ParameterShardTests {
  private let layer: LinearLayer
  private let slab: ParameterSlab

  init() {
    var layout = ParameterLayout()
    layer = LinearLayer("l", inputs: 150, outputs: 130, in: &layout)
    slab = ParameterSlab(layout)
    var generator = SplitMix64(seed: 1)
    layer.initialise(slab, using: &generator)
  }

  @Test func `a shard has the values of its slab and gradients of its own`() {
    let shard = ParameterSlab(shardOf: slab)
    slab.fill(layer.bias, with: 3)
    shard.setGradient(layer.bias, [Float](repeating: 2, count: 130))
    #expect(shard.tensor(layer.bias).values.allSatisfy { $0 == 3 })
    #expect(slab.gradient(layer.bias).values.allSatisfy { $0 == 0 })
  }

  @Test func `shards of a batch add up to the batch, bit for bit with any threads`() {
    let (x, dy) = (normals(12 * 150, seed: 2), normals(12 * 130, seed: 3))
    layer.backward(slab, x, dy, nil, n: 12)
    let whole = slab.gradient(layer.weight).values
    let shards = (0..<4).map { _ in ParameterSlab(shardOf: slab) }
    func gather(threads: Int) -> (norm: Double, gradient: [Float]) {
      for (index, shard) in shards.enumerated() {
        layer.backward(
          shard, Array(x[index * 450..<(index + 1) * 450]),
          Array(dy[index * 390..<(index + 1) * 390]), nil, n: 3)
      }
      let norm = slab.gatherGradients(of: shards, threads: threads)
      return (norm, slab.gradient(layer.weight).values)
    }
    let once = gather(threads: 1)
    expectClose(once.gradient, whole, 1e-5)
    #expect(abs(once.norm - slab.gradientNorm) < 1e-5 * once.norm)
    for threads in [2, 3, 8] {
      let other = gather(threads: threads)
      #expect(other.norm == once.norm && other.gradient == once.gradient, "\(threads) threads")
    }
  }

  @Test func `gathering clears the shards`() {
    let shard = ParameterSlab(shardOf: slab)
    shard.setGradient(layer.bias, [Float](repeating: 2, count: 130))
    slab.gatherGradients(of: [shard], threads: 2)
    #expect(shard.gradient(layer.bias).values.allSatisfy { $0 == 0 })
    #expect(slab.gradient(layer.bias).values.allSatisfy { $0 == 2 })
  }

  @Test func `all gradients are multiplied alike`() {
    slab.setGradient(layer.bias, [Float](repeating: 2, count: 130))
    slab.scaleGradients(by: 0.5, threads: 3)
    #expect(slab.gradient(layer.bias).values.allSatisfy { $0 == 1 })
  }

  @Test func `no shards give no gradient`() {
    slab.setGradient(layer.bias, [Float](repeating: 2, count: 130))
    slab.gatherGradients(of: [], threads: 2)
    #expect(slab.gradient(layer.bias).values.allSatisfy { $0 == 0 })
  }
}
