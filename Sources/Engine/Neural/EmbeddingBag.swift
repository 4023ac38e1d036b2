// Shapes: offsets: [bags + 1]; ids: [offsets.last]; y, dy: [bags, size];
// table: [rows, size].

/// The sum or mean of the rows of a learned table for each bag of ids, such as
/// the hashed n-grams of a text.
///
/// - Source: A. Joulin et al. 2017, "Bag of Tricks for Efficient Text
///   Classification", EACL.
package struct EmbeddingBag: Sendable {
  /// How the rows of a bag become one.
  package enum Mode: Sendable, Hashable, CaseIterable { case sum, mean }

  package let rows: Int
  package let size: Int
  package let mode: Mode
  package let table: Parameter

  package init(
    _ name: String, rows: Int, size: Int, mode: Mode = .mean, in layout: inout ParameterLayout
  ) {
    precondition(rows > 0 && size > 0, "embedding bag '\(name)': [\(rows), \(size)]")
    self.rows = rows
    self.size = size
    self.mode = mode
    table = layout.add("\(name).table", [rows, size])
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
  ///   - ids: the ids of all bags, one after the other.
  ///   - offsets: where in `ids` each bag starts, and where the last one ends.
  ///   - y: the result.
  /// - Precondition: every id lies in `0..<rows`, and offsets do not fall.
  package func forward(
    _ slab: ParameterSlab, _ ids: [Int32], offsets: [Int], _ y: UnsafeMutablePointer<Float>
  ) {
    let start = unsafe slab.values + table.offset
    for bag in 0..<bagCount(ids, offsets) {
      let y = unsafe y + bag * size
      unsafe y.update(repeating: 0, count: size)
      let factor = factor(offsets, bag)
      for position in offsets[bag]..<offsets[bag + 1] {
        unsafe Kernels.addScaled(y, factor, start + offset(ids[position]), size)
      }
    }
  }

  /// Adds to the gradient of the table.
  package func backward(
    _ slab: ParameterSlab, _ ids: [Int32], offsets: [Int], _ dy: UnsafePointer<Float>
  ) {
    let start = unsafe slab.gradients + table.offset
    for bag in 0..<bagCount(ids, offsets) {
      let factor = factor(offsets, bag)
      for position in offsets[bag]..<offsets[bag + 1] {
        unsafe Kernels.addScaled(start + offset(ids[position]), factor, dy + bag * size, size)
      }
    }
  }

  private func bagCount(_ ids: [Int32], _ offsets: [Int]) -> Int {
    precondition(
      offsets.first == 0 && offsets.last == ids.count,
      "embedding bag: offsets from \(offsets.first ?? -1) to \(offsets.last ?? -1) for "
        + "\(ids.count) ids")
    return offsets.count - 1
  }

  private func factor(_ offsets: [Int], _ bag: Int) -> Float {
    mode == .sum ? 1 : 1 / Float(max(offsets[bag + 1] - offsets[bag], 1))
  }

  private func offset(_ id: Int32) -> Int {
    precondition(id >= 0 && Int(id) < rows, "embedding bag [\(rows), \(size)]: id \(id)")
    return Int(id) * size
  }
}
