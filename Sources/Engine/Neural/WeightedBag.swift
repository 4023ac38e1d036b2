import CKernels

// Shapes: y, dy: [bags, size]; table: [rows, size].

/// The weighted sum of the rows of a learned table for each bag of ids, such as
/// the hashed parts of a word.
///
/// An update moves only the rows that the mini-batch used.
package struct WeightedBag: Sendable {
  package let rows: Int
  package let size: Int
  package let table: Parameter

  /// - Precondition: the size is a multiple of sixteen; the layout gets no
  ///   further parameters but tables.
  package init(_ name: String, rows: Int, size: Int, in layout: inout ParameterLayout) {
    self.rows = rows
    self.size = size
    table = layout.addTable("\(name).table", rows: rows, size: size)
  }

  package func initialise(
    _ slab: ParameterSlab, deviation: Double, using generator: inout some RandomNumberGenerator
  ) {
    slab.fill(table, deviation: deviation, using: &generator)
  }

  /// An empty bag gives zeros.
  ///
  /// - Parameters:
  ///   - slab: the parameters.
  ///   - bags: the bags.
  ///   - y: the result.
  /// - Precondition: every id lies in `0..<rows`.
  package func forward(_ slab: ParameterSlab, _ bags: Bags, _ y: UnsafeMutablePointer<Float>) {
    let start = unsafe slab.values + table.offset
    let add = unsafe Kernels.native.pointee.logistic.add_scaled_rows
    unsafe y.update(repeating: 0, count: bags.count * size)
    for bag in 0..<bags.count {
      let range = bags.range(bag)
      guard !range.isEmpty else { continue }
      let first = range.lowerBound
      unsafe add(y + bag * size, start, size, bags.ids + first, bags.weights + first, range.count)
    }
  }

  /// Adds to the gradient of the table.
  package func backward(_ slab: ParameterSlab, _ bags: Bags, _ dy: UnsafePointer<Float>) {
    let start = unsafe slab.gradients + table.offset
    let used = slab.usedRows(of: table)
    for bag in 0..<bags.count {
      let dy = unsafe dy + bag * size
      for position in bags.range(bag) {
        let id = unsafe bags.ids[position]
        used.insert(id)
        unsafe Kernels.addScaled(start + Int(id) * size, bags.weights[position], dy, size)
      }
    }
  }

  /// Rows that count for a bag, and how much each does.
  @safe
  package struct Bags {
    package let count: Int
    /// Where in `ids` each bag starts, and where the last one ends: [count + 1].
    package let offsets: UnsafeMutablePointer<Int32>
    package let ids: UnsafeMutablePointer<Int32>
    package let weights: UnsafeMutablePointer<Float>

    /// Takes room for so many bags and ids from an arena.
    package init(_ arena: Arena, bags: Int, ids: Int) {
      count = bags
      unsafe offsets = arena.takeIntegers(bags + 1)
      unsafe self.ids = arena.takeIntegers(ids)
      unsafe weights = arena.take(ids)
    }

    /// Bags of one row each, which counts once.
    package init(_ arena: Arena, single rows: [Int32]) {
      self.init(arena, bags: rows.count, ids: rows.count)
      for (bag, row) in rows.enumerated() {
        unsafe offsets[bag] = Int32(bag)
        unsafe ids[bag] = row
        unsafe weights[bag] = 1
      }
      unsafe offsets[rows.count] = Int32(rows.count)
    }

    /// The elements that `init(_:bags:ids:)` takes.
    package static func scratchCount(bags: Int, ids: Int) -> Int {
      Kernels.padded(bags + 1) + 2 * Kernels.padded(ids)
    }

    /// The places of a bag's entries.
    package func range(_ bag: Int) -> Range<Int> {
      unsafe Int(offsets[bag])..<Int(offsets[bag + 1])
    }
  }
}
