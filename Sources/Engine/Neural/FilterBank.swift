// Shapes: x, dx: as the windows say; a window: [inner]; y, dy: [rows, filters];
// weight: [filters, inner]; bias: [filters].

/// The windows of a convolution, one after the other.
protocol WindowCursor {
  /// Moves to the next window and returns its row of y, nil after the last one.
  mutating func next() -> Int?

  /// Copies the window at the cursor, with zeros where it leaves x.
  func gather(_ x: UnsafePointer<Float>, _ window: UnsafeMutablePointer<Float>)

  /// Adds to `dx` where the window at the cursor was copied from.
  func scatter(_ window: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>)
}

/// The products of windows and filters.
///
/// Windows are copied and multiplied a tile at a time, which stays in the
/// cache; the backward pass copies them again instead of keeping them.
struct FilterBank: Sendable {
  private static let tileRows = 256

  let filters: Int
  let inner: Int
  let weight: Parameter
  let bias: Parameter

  init(_ name: String, filters: Int, window: [Int], in layout: inout ParameterLayout) {
    self.filters = filters
    inner = window.reduce(1, *)
    weight = layout.add("\(name).weight", [filters] + window)
    bias = layout.add("\(name).bias", [filters], decays: false)
  }

  /// The elements that either pass takes from its arena.
  var scratchCount: Int {
    2 * Kernels.padded(Self.tileRows * inner) + Kernels.padded(Self.tileRows * filters)
  }

  func initialise(
    _ slab: ParameterSlab, outputs: Int, using generator: inout some RandomNumberGenerator
  ) {
    slab.fill(
      weight, deviation: (2 / Double(inner + outputs)).squareRoot(), using: &generator)
    slab.fill(bias, with: 0)
  }

  /// Writes the rows of y that have a window.
  func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    windows: some WindowCursor, arena: Arena
  ) {
    let offsets = unsafe slab.values + bias.offset
    arena.scope {
      let tile = unsafe arena.take(Self.tileRows * inner)
      let products = unsafe arena.take(Self.tileRows * filters)
      var (reader, writer) = (windows, windows)
      while case let rows = unsafe gather(&reader, x, tile), rows > 0 {
        unsafe Kernels.multiply(
          tile, stride: inner, slab.values + weight.offset, stride: inner,
          transposingSecond: true, plus: 0, products, stride: filters, rows: rows,
          columns: filters, inner: inner)
        for row in 0..<rows {
          guard let place = writer.next() else { break }
          let y = unsafe y + place * filters
          unsafe y.update(from: offsets, count: filters)
          unsafe Kernels.addScaled(y, 1, products + row * filters, filters)
        }
      }
    }
  }

  /// Adds to the gradients of weight and bias, and to `dx` unless it is nil.
  func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>?, windows: some WindowCursor, arena: Arena
  ) {
    let sums = unsafe slab.gradients + bias.offset
    arena.scope {
      let (tile, dTile) = unsafe (
        arena.take(Self.tileRows * inner), arena.take(Self.tileRows * inner)
      )
      let dProducts = unsafe arena.take(Self.tileRows * filters)
      var (reader, collector, writer) = (windows, windows, windows)
      while case let rows = unsafe gather(&reader, x, tile), rows > 0 {
        for row in 0..<rows {
          guard let place = collector.next() else { break }
          let dRow = unsafe dProducts + row * filters
          unsafe dRow.update(from: dy + place * filters, count: filters)
          unsafe Kernels.addScaled(sums, 1, dRow, filters)
        }
        unsafe Kernels.multiply(
          dProducts, stride: filters, tile, stride: inner, transposingFirst: true, plus: 1,
          slab.gradients + weight.offset, stride: inner, rows: filters, columns: inner,
          inner: rows)
        guard let dx = unsafe dx else { continue }
        unsafe Kernels.multiply(
          dProducts, stride: filters, slab.values + weight.offset, stride: inner, plus: 0, dTile,
          stride: inner, rows: rows, columns: inner, inner: filters)
        for row in 0..<rows where writer.next() != nil {
          unsafe writer.scatter(dTile + row * inner, dx)
        }
      }
    }
  }

  /// Copies the next windows; returns how many.
  private func gather(
    _ reader: inout some WindowCursor, _ x: UnsafePointer<Float>,
    _ tile: UnsafeMutablePointer<Float>
  ) -> Int {
    var rows = 0
    while rows < Self.tileRows, reader.next() != nil {
      unsafe reader.gather(x, tile + rows * inner)
      rows += 1
    }
    return rows
  }
}
