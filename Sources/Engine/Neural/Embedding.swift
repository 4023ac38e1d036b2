// Shapes: ids: [n]; y, dy: [n, size]; table: [rows, size].

/// A row of a learned table for each id.
package struct Embedding: Sendable {
  package let rows: Int
  package let size: Int
  package let table: Parameter

  package init(_ name: String, rows: Int, size: Int, in layout: inout ParameterLayout) {
    precondition(rows > 0 && size > 0, "embedding '\(name)': [\(rows), \(size)]")
    self.rows = rows
    self.size = size
    table = layout.add("\(name).table", [rows, size])
  }

  package func initialise(
    _ slab: ParameterSlab, deviation: Double, using generator: inout some RandomNumberGenerator
  ) {
    slab.fill(table, deviation: deviation, using: &generator)
  }

  /// - Precondition: every id lies in `0..<rows`.
  package func forward(_ slab: ParameterSlab, _ ids: [Int32], _ y: UnsafeMutablePointer<Float>) {
    let start = unsafe slab.values + table.offset
    for position in ids.indices {
      unsafe (y + position * size).update(from: start + offset(ids[position]), count: size)
    }
  }

  /// Adds to the gradient of the table.
  package func backward(_ slab: ParameterSlab, _ ids: [Int32], _ dy: UnsafePointer<Float>) {
    let start = unsafe slab.gradients + table.offset
    for position in ids.indices {
      unsafe Kernels.addScaled(start + offset(ids[position]), 1, dy + position * size, size)
    }
  }

  private func offset(_ id: Int32) -> Int {
    precondition(id >= 0 && Int(id) < rows, "embedding [\(rows), \(size)]: id \(id)")
    return Int(id) * size
  }
}
