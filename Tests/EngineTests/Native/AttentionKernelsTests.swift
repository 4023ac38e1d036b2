import CKernels
import Engine
import Glibc
import Testing

struct AttentionKernelsTests {
  /// One head, its three arrays beside each other as a projection leaves them.
  private struct Problem: CustomStringConvertible {
    let length, first, keys, depth: Int
    let isCausal: Bool
    let input, dcontext: [Float]
    let seed: UInt64

    init(seed: UInt64) {
      var generator = SplitMix64(seed: seed)
      self.seed = seed
      length = [1, 3, 8, 15, 16, 17, 32, 50, 67][generator.index(below: 9)]
      depth = [1, 5, 16, 17, 32, 64][generator.index(below: 6)]
      first = generator.index(below: length)
      keys = generator.index(below: length - first + 1)
      isCausal = seed % 2 == 0
      input = normals(length * 3 * depth, seed: seed + 1000)
      dcontext = normals(length * depth, seed: seed + 2000)
    }

    var description: String {
      "seed \(seed): \(keys) keys from \(first) of \(length), depth \(depth), causal \(isCausal)"
    }

    var head: attention_head {
      attention_head(
        length: length, first: first, keys: keys, depth: depth, stride: 3 * depth,
        context_stride: depth, row_stride: Kernels.padded(length), is_causal: isCausal,
        scale: 1 / Float(depth).squareRoot())
    }

    /// Context and gradient of the input by plain loops.
    func reference() -> (context: [Double], gradient: [Double]) {
      let scale = 1 / Double(depth).squareRoot()
      var context = [Double](repeating: 0, count: length * depth)
      var gradient = [Double](repeating: 0, count: input.count)
      func place(_ t: Int, _ part: Int) -> Int { (3 * t + part) * depth }
      func product(_ a: (Int) -> Double, _ b: (Int) -> Double) -> Double {
        (0..<depth).reduce(0) { $0 + a($1) * b($1) }
      }
      for t in 0..<length {
        let seen = Array((first..<first + keys).filter { !isCausal || $0 <= t })
        let weights = seen.map { key in
          exp(
            scale
              * product({ Double(input[place(t, 0) + $0]) }, { Double(input[place(key, 1) + $0]) }))
        }
        let p = weights.map { $0 / weights.reduce(0, +) }
        let dp = seen.map { key in
          product(
            { Double(dcontext[t * depth + $0]) }, { Double(input[place(key, 2) + $0]) })
        }
        let mean = zip(p, dp).reduce(0) { $0 + $1.0 * $1.1 }
        for (index, key) in seen.enumerated() {
          let ds = scale * p[index] * (dp[index] - mean)
          for i in 0..<depth {
            context[t * depth + i] += p[index] * Double(input[place(key, 2) + i])
            gradient[place(t, 0) + i] += ds * Double(input[place(key, 1) + i])
            gradient[place(key, 1) + i] += ds * Double(input[place(t, 0) + i])
            gradient[place(key, 2) + i] += p[index] * Double(dcontext[t * depth + i])
          }
        }
      }
      return (context, gradient)
    }

    func run(_ kernels: attention_kernels) -> (context: [Float], gradient: [Float]) {
      var head = head
      let row = head.row_stride
      // What a kernel may not read is no number.
      var scratch = [Float](
        repeating: .nan, count: (2 * Kernels.padded(depth) + length) * row)
      var probabilities = [Float](repeating: .nan, count: length * row)
      var context = [Float](repeating: .nan, count: length * depth)
      var gradient = [Float](repeating: .nan, count: input.count)
      input.withUnsafeBufferPointer { input in
        gradient.withUnsafeMutableBufferPointer { gradient in
          guard let q = input.baseAddress, let dq = gradient.baseAddress else { return }
          kernels.forward(
            &head, q, q + depth, q + 2 * depth, &probabilities, &context, &scratch)
          scratch.withUnsafeMutableBufferPointer { $0.update(repeating: .nan) }
          kernels.backward(
            &head, q, q + depth, q + 2 * depth, probabilities, dcontext, dq, dq + depth,
            dq + 2 * depth, &scratch)
        }
      }
      return (context, gradient)
    }
  }

  @Test(arguments: NativeKernels.all)
  func `one head agrees with plain loops whatever its shape and padding`(
    kernels: NativeKernels
  ) {
    for seed in 0..<UInt64(120) {
      let problem = Problem(seed: seed)
      let (found, expected) = (
        problem.run(kernels.table.pointee.attention), problem.reference()
      )
      expectClose(found.context, expected.context.map { Float($0) }, 1e-5, "\(problem)")
      expectClose(found.gradient, expected.gradient.map { Float($0) }, 1e-5, "\(problem)")
    }
  }
}
