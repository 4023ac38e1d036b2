import Testing

@testable import Engine

@Suite struct ParameterProximalTests {
  @Test func `one parameter is thresholded and its neighbours are left alone`() {
    var layout = ParameterLayout()
    let before = layout.add("before", [3])
    let middle = layout.add("middle", [5])
    let after = layout.add("after", [2])
    let slab = ParameterSlab(layout)
    slab.set(before, [1, 1, 1])
    slab.set(middle, [-2, -0.5, 0, 0.25, 3])
    slab.set(after, [-1, 1])
    slab.softThreshold(middle, by: 0.5)
    #expect(slab.tensor(before).values == [1, 1, 1])
    #expect(slab.tensor(middle).values == [-1.5, 0, 0, 0, 2.5])
    #expect(slab.tensor(after).values == [-1, 1])
  }

  @Test(arguments: [0, 1, 15, 16, 17, 100])
  func `vectors and raw memory agree with the definition`(count: Int) {
    let x = normals(count, seed: UInt64(count))
    let expected = x.map { $0 > 0.6 ? $0 - 0.6 : ($0 < -0.6 ? $0 + 0.6 : 0) }
    var vector = x
    Float.softThreshold(&vector, by: 0.6)
    #expect(vector == expected)
    var memory = x + [7]
    Kernels.softThreshold(&memory, by: 0.6, count)
    #expect(memory == expected + [7])
  }

  @Test func `NaN is kept for the checks that follow`() {
    var memory: [Float] = [.nan, .infinity, 1]
    Kernels.softThreshold(&memory, by: 2, 3)
    #expect(memory[0].isNaN && memory[1] == .infinity && memory[2] == 0)
    var vector: [Double] = [.nan, -.infinity, 1]
    Double.softThreshold(&vector, by: 2)
    #expect(vector[0].isNaN && vector[1] == -.infinity && vector[2] == 0)
  }

  // Minimises ½·Σ hᵢ(xᵢ − aᵢ)² + λ‖x‖₁, whose solution is known for each i.
  @Test func `gradient and proximal steps end at the penalised minimum`() {
    let targets = normals(40, seed: 3).map(Double.init)
    let curvatures = (0..<40).map { 1 + Double($0 % 4) }
    var x = [Double](repeating: 0, count: 40)
    for _ in 0..<400 {
      for i in x.indices { x[i] -= 0.25 * curvatures[i] * (x[i] - targets[i]) }
      Double.softThreshold(&x, by: 0.25 * 0.7)
    }
    for i in x.indices {
      let size = max(abs(targets[i]) - 0.7 / curvatures[i], 0)
      #expect(abs(x[i] - (targets[i] < 0 ? -size : size)) < 1e-12)
    }
  }
}
