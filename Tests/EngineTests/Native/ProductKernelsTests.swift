import CKernels
import Engine
import Testing

struct ProductKernelsTests {
  @Test(arguments: NativeKernels.all)
  func `products match plain sums over random shapes`(kernels: NativeKernels) {
    guard let multiply = kernels.table.pointee.products.multiply else { return }
    for seed in 1...40 as ClosedRange<UInt64> {
      let shape = Shape(seed: seed)
      let (rows, columns, inner) = (shape.rows, shape.columns, shape.inner)
      let a = normals(rows * inner, seed: seed &+ 100)
      let b = normals(inner * columns, seed: seed &+ 200)
      let bias = normals(columns, seed: seed &+ 300)
      let start = normals(rows * columns, seed: seed &+ 400)
      var c = start
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          bias.withUnsafeBufferPointer { bias in
            c.withUnsafeMutableBufferPointer { c in
              let place = c.baseAddress!
              var product = product(
                a: a.baseAddress!, a_row: shape.firstTransposed ? 1 : inner,
                a_column: shape.firstTransposed ? rows : 1, b: b.baseAddress!,
                b_stride: shape.secondTransposed ? inner : columns,
                b_transposed: shape.secondTransposed,
                bias: shape.hasBias ? bias.baseAddress : nil,
                added: shape.accumulates ? UnsafePointer(place) : nil, added_stride: columns,
                c: place, c_stride: columns, rows: rows, columns: columns, inner: inner)
              multiply(&product)
            }
          }
        }
      }
      for i in 0..<rows {
        for j in 0..<columns {
          var sum = shape.hasBias ? Double(bias[j]) : 0
          if shape.accumulates { sum += Double(start[i * columns + j]) }
          for k in 0..<inner {
            let left = shape.firstTransposed ? a[k * rows + i] : a[i * inner + k]
            let right = shape.secondTransposed ? b[j * inner + k] : b[k * columns + j]
            sum += Double(left) * Double(right)
          }
          let gap = abs(Double(c[i * columns + j]) - sum)
          #expect(gap < 1e-5 * Double(inner + 8), "seed \(seed), \(shape): element (\(i), \(j))")
        }
      }
    }
  }

  /// A random product, every kind of remainder included.
  private struct Shape {
    let rows, columns, inner: Int
    let firstTransposed, secondTransposed, hasBias, accumulates: Bool

    init(seed: UInt64) {
      var generator = Xoshiro256StarStar(seed: seed)
      rows = 1 + generator.index(below: 20)
      columns = 16 * (1 + generator.index(below: 8))
      secondTransposed = generator.index(below: 2) == 0
      let depth = 1 + generator.index(below: 300)
      inner = secondTransposed ? (depth + 15) / 16 * 16 : depth
      firstTransposed = generator.index(below: 2) == 0
      hasBias = generator.index(below: 2) == 0
      accumulates = generator.index(below: 2) == 0
    }
  }
}
