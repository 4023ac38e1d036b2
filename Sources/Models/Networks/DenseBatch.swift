// Shapes: features: [rows, features of a row]; targets, classes: [rows].

/// Rows of features next to each other.
package struct DenseBatch: Sendable {
  package private(set) var features: [Float] = []
  package private(set) var targets: [Float] = []
  /// The targets as classes, for a head of several.
  package private(set) var classes: [Int32] = []

  package init() {}

  package var count: Int { targets.count }

  /// Replaces the rows.
  package mutating func fill(
    with examples: [DenseExample], at indices: ArraySlice<Int>, asClasses: Bool
  ) {
    features.removeAll(keepingCapacity: true)
    targets.removeAll(keepingCapacity: true)
    classes.removeAll(keepingCapacity: true)
    for index in indices {
      features.append(contentsOf: examples[index].features)
      targets.append(examples[index].target)
      if asClasses { classes.append(Int32(examples[index].target)) }
    }
  }
}
