import CKernels
import Engine
import Glibc
import Testing

struct RecurrentKernelsTests {
  private static let sizes = [1, 2, 7, 15, 16, 17, 31, 33, 64, 257]

  private func normals(_ count: Int, _ generator: inout SplitMix64) -> [Float] {
    (0..<count).map { _ in Float(2 * generator.normal()) }
  }

  @Test(arguments: NativeKernels.all)
  func `a recurrent step is that of Double and writes nothing else`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 1)
    for size in Self.sizes {
      let input = normals(3 * size, &generator)
      let hidden = normals(3 * size, &generator)
      let previous = normals(size, &generator)
      let rest = normals(16, &generator)
      var gates = input + rest
      var candidate = [Float](repeating: .nan, count: size) + rest
      var state = [Float](repeating: .nan, count: size) + rest
      kernels.table.pointee.recurrent.gru_forward(
        &gates, hidden, previous, &candidate, &state, size)
      for i in 0..<size {
        func sum(_ part: Int) -> Double {
          Double(input[part * size + i]) + Double(hidden[part * size + i])
        }
        let (r, z) = (1 / (1 + exp(-sum(0))), 1 / (1 + exp(-sum(1))))
        let n = tanh(Double(input[2 * size + i]) + r * Double(hidden[2 * size + i]))
        let expected = (1 - z) * n + z * Double(previous[i])
        let gap = max(
          abs(Double(gates[i]) - r), abs(Double(gates[size + i]) - z),
          abs(Double(gates[2 * size + i]) - n), abs(Double(state[i]) - expected))
        #expect(gap < 2e-6, "element \(i) of \(size)")
      }
      #expect(Array(candidate.prefix(size)) == Array(hidden.suffix(size)))
      #expect(Array(gates.suffix(16)) == rest)
      #expect(Array(candidate.suffix(16)) == rest && Array(state.suffix(16)) == rest)
    }
  }

  @Test(arguments: NativeKernels.all)
  func `a step back is that of Double and writes nothing else`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 2)
    for size in Self.sizes {
      let gates = (0..<3 * size).map { _ in Float(generator.uniform()) }
      let candidate = normals(size, &generator)
      let previous = normals(size, &generator)
      let dy = normals(size, &generator)
      let rest = normals(16, &generator)
      var dState = dy + rest
      var dInput = [Float](repeating: .nan, count: 3 * size) + rest
      var dHidden = dInput
      kernels.table.pointee.recurrent.gru_backward(
        gates, candidate, previous, &dState, &dInput, &dHidden, size)
      for i in 0..<size {
        let (r, z) = (Double(gates[i]), Double(gates[size + i]))
        let n = Double(gates[2 * size + i])
        let dn = Double(dy[i]) * (1 - z) * (1 - n * n)
        let dz = Double(dy[i]) * (Double(previous[i]) - n) * z * (1 - z)
        let dr = dn * Double(candidate[i]) * r * (1 - r)
        let found = [
          dInput[i], dInput[size + i], dInput[2 * size + i], dHidden[i], dHidden[size + i],
          dHidden[2 * size + i], dState[i],
        ]
        let expected = [dr, dz, dn, dr, dz, dn * r, Double(dy[i]) * z]
        for (value, wanted) in zip(found, expected) {
          #expect(abs(Double(value) - wanted) < 1e-5, "element \(i) of \(size)")
        }
      }
      #expect(Array(dState.suffix(16)) == rest)
      #expect(Array(dInput.suffix(16)) == rest && Array(dHidden.suffix(16)) == rest)
    }
  }
}
