import CKernels
import Engine
import Glibc
import Testing

struct RowKernelsTests {
  private static let sizes = [1, 2, 7, 15, 16, 17, 31, 33, 64, 257]

  @Test(arguments: NativeKernels.all)
  func `exponentials and their sum are exact to some units in the last place`(
    kernels: NativeKernels
  ) {
    for count in Self.sizes {
      for spread: Float in [1, 20, 200] {
        let x = normals(count, seed: UInt64(count)).map { spread * $0 + 3 }
        let maximum = x.max() ?? 0
        var e = [Float](repeating: 7, count: count + 3)
        var found: Float = 0
        let sum = kernels.table.pointee.rows.exponentials(x, &e, count, &found)
        #expect(found == maximum)
        var total = 0.0
        for i in 0..<count {
          let expected = exp(Double(x[i] - maximum))
          total += expected
          #expect(
            abs(Double(e[i]) - expected) <= 2 * 0x1p-23 * expected + 1.3e-38, "exp(\(x[i]))")
        }
        #expect(abs(Double(sum) - total) < 1e-6 * total)
        #expect(e[count...].allSatisfy { $0 == 7 })
        let alone = kernels.table.pointee.rows.exponentials(x, nil, count, &found)
        #expect(alone == sum)
      }
    }
  }

  // eᵃ⁺ᵇ = eᵃ·eᵇ over the whole range of arguments.
  @Test(arguments: NativeKernels.all)
  func `the exponential of a sum is the product of the exponentials`(kernels: NativeKernels) {
    for step in 0..<800 {
      let x = [0, -Float(step) / 20, -Float(step) / 10]
      var (e, maximum) = ([Float](repeating: 0, count: 3), Float(0))
      _ = kernels.table.pointee.rows.exponentials(x, &e, 3, &maximum)
      guard e[2] > 1e-37 else { continue }
      #expect(abs(Double(e[1]) * Double(e[1]) / Double(e[2]) - 1) < 6 * 0x1p-23, "\(x[1])")
    }
  }

  @Test(arguments: NativeKernels.all)
  func `an infinite or missing logit does not hide`(kernels: NativeKernels) {
    var maximum: Float = 0
    for (x, isFinite) in [
      ([1, -Float.infinity, 2], true), ([1, Float.nan, 2], false), ([.infinity, 1], false),
    ] {
      let sum = kernels.table.pointee.rows.exponentials(x, nil, x.count, &maximum)
      #expect(sum.isFinite == isFinite, "\(x)")
    }
  }

  @Test(arguments: NativeKernels.all)
  func `sums and affine maps agree with plain loops`(kernels: NativeKernels) {
    let table = kernels.table.pointee.rows
    for count in Self.sizes {
      let x = normals(count + 2, seed: 4)
      let exact = x.prefix(count).reduce(0.0) { $0 + Double($1) }
      let size = x.prefix(count).reduce(0.0) { $0 + Double(abs($1)) }
      #expect(abs(Double(table.sum(x, count)) - exact) <= 1e-6 * size)
      var y = x
      table.scale_and_shift(&y, 0.3, -2, count)
      for i in 0..<count { #expect(abs(y[i] - (0.3 * x[i] - 2)) < 1e-6) }
      #expect(y[count...] == x[count...])
    }
  }

  @Test(arguments: NativeKernels.all)
  func `rows are added to a vector and a vector to rows`(kernels: NativeKernels) {
    let table = kernels.table.pointee.rows
    for size in Self.sizes {
      for rows in [0, 1, 7, 8, 9, 21] {
        let (x, bias) = (normals(rows * size, seed: 5), normals(size, seed: 6))
        var sums = bias + [9]
        table.add_rows(x, &sums, rows, size)
        for i in 0..<size {
          let expected = (0..<rows).reduce(Double(bias[i])) { $0 + Double(x[$1 * size + i]) }
          #expect(abs(Double(sums[i]) - expected) < 1e-5)
        }
        #expect(sums[size] == 9)
        var (y, copies) = (x + [9], x + [9])
        table.add_to_rows(x, bias, &y, rows, size)
        table.add_to_rows(nil, bias, &copies, rows, size)
        for i in 0..<rows * size {
          #expect(y[i] == x[i] + bias[i % size] && copies[i] == bias[i % size])
        }
        #expect(y[rows * size] == 9 && copies[rows * size] == 9)
      }
    }
  }

  /// Layer norm of one row in Double: the result, and the gradients of x, gain
  /// and bias.
  private func reference(
    _ x: [Double], _ gain: [Double], _ bias: [Double], _ dy: [Double]
  ) -> (y: [Double], dx: [Double], dgain: [Double]) {
    let n = Double(x.count)
    let mean = x.reduce(0, +) / n
    let scale = 1 / (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n + 1e-5).squareRoot()
    let normal = x.map { ($0 - mean) * scale }
    let e = zip(dy, gain).map { $0 * $1 }
    let sum = e.reduce(0, +) / n
    let product = zip(e, normal).reduce(0) { $0 + $1.0 * $1.1 } / n
    return (
      x.indices.map { normal[$0] * gain[$0] + bias[$0] },
      x.indices.map { scale * (e[$0] - sum - normal[$0] * product) },
      x.indices.map { dy[$0] * normal[$0] }
    )
  }

  @Test(arguments: NativeKernels.all)
  func `layer norm and its gradients are those of Double within rounding`(
    kernels: NativeKernels
  ) {
    let table = kernels.table.pointee.rows
    for size in Self.sizes {
      let rows = 3
      let count = rows * size
      let (x, dy) = (normals(count, seed: 1).map { 2 * $0 + 1 }, normals(count, seed: 2))
      let (gain, bias) = (normals(size, seed: 3), normals(size, seed: 4))
      let (first, second) = (normals(count, seed: 5), normals(count, seed: 6))
      var (y, saved) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: 2 * rows))
      table.normalise(x, gain, bias, &y, &saved, rows, size, 1e-5)
      var (dx, dgain, dbias) = ([Float](repeating: .nan, count: count), gain, bias)
      table.normalise_backward(
        x, gain, dy, first, second, &dx, &dgain, &dbias, saved, rows, size)
      var (twice, again, more) = (first, gain, bias)
      table.normalise_backward(x, gain, dy, twice, nil, &twice, &again, &more, saved, rows, size)
      var (gains, biases) = (gain.map(Double.init), bias.map(Double.init))
      for row in 0..<rows {
        let range = row * size..<(row + 1) * size
        let expected = reference(
          x[range].map(Double.init), gain.map(Double.init), bias.map(Double.init),
          dy[range].map(Double.init))
        for i in 0..<size {
          let place = row * size + i
          let tolerance = 2e-5 * max(1, abs(expected.dx[i]))
          #expect(abs(Double(y[place]) - expected.y[i]) < 2e-5, "size \(size)")
          let alone = Double(first[place]) + expected.dx[i]
          #expect(abs(Double(twice[place]) - alone) < tolerance, "size \(size)")
          #expect(
            abs(Double(dx[place]) - alone - Double(second[place])) < tolerance, "size \(size)")
          gains[i] += expected.dgain[i]
          biases[i] += Double(dy[place])
        }
      }
      for i in 0..<size {
        #expect(abs(Double(dgain[i]) - gains[i]) < 2e-5 && again[i] == dgain[i])
        #expect(abs(Double(dbias[i]) - biases[i]) < 2e-5 && more[i] == dbias[i])
      }
    }
  }
}
