/// A named array among the parameters of a model: its shape and its place.
package struct Parameter: Sendable, Hashable {
  package let name: String
  /// The size of each dimension, outermost first.
  package let shape: [Int]
  /// The index of the first element, a multiple of sixteen.
  package let offset: Int
  /// The number of elements.
  package let count: Int
  /// Whether weight decay draws it to zero; biases and gains stay as they are.
  package let decays: Bool
  /// Whether an update moves only the rows that a mini-batch used.
  package let isTable: Bool
}

/// The names, shapes and places of the parameters of a model.
///
/// Every parameter starts on a cache line; the gap after it holds zeros. Tables
/// come last.
package struct ParameterLayout: Sendable, Hashable {
  /// Neighbouring parameters that are treated alike, gaps included.
  struct Run: Sendable, Hashable {
    var range: Range<Int>
    let decays: Bool
  }

  /// The parameters by ascending offset.
  package private(set) var parameters: [Parameter] = []
  /// The number of elements with the gaps, a multiple of sixteen.
  package private(set) var size = 0
  /// The number of elements before the first table.
  package private(set) var denseSize = 0
  /// The tables by ascending offset.
  package var tables: ArraySlice<Parameter> { parameters[(parameters.count - tableCount)...] }
  private(set) var runs: [Run] = []
  private var tableCount = 0

  package init() {}

  /// Appends a parameter.
  ///
  /// - Precondition: the name is new, no size is negative, and there is no table.
  package mutating func add(_ name: String, _ shape: [Int], decays: Bool = true) -> Parameter {
    precondition(tableCount == 0, "parameter layout: '\(name)' after a table")
    let parameter = append(name, shape, decays: decays, isTable: false)
    let end = size
    if let last = runs.indices.last, runs[last].decays == decays {
      runs[last].range = runs[last].range.lowerBound..<end
    } else {
      runs.append(Run(range: parameter.offset..<end, decays: decays))
    }
    denseSize = end
    return parameter
  }

  /// Appends a table of which a mini-batch uses a few rows: only they take part
  /// in the norm of the gradient and in the update.
  ///
  /// - Precondition: the name is new, the size of a row a multiple of sixteen.
  package mutating func addTable(_ name: String, rows: Int, size: Int) -> Parameter {
    precondition(
      rows > 0 && size > 0 && size % Kernels.laneCount == 0,
      "parameter layout: table '\(name)' [\(rows), \(size)]; rows take whole cache lines")
    tableCount += 1
    return append(name, [rows, size], decays: true, isTable: true)
  }

  private mutating func append(
    _ name: String, _ shape: [Int], decays: Bool, isTable: Bool
  ) -> Parameter {
    precondition(
      !parameters.contains { $0.name == name }, "parameter layout: '\(name)' is there twice")
    precondition(
      shape.allSatisfy { $0 >= 0 }, "parameter layout: '\(name)' has a negative size in \(shape)")
    let count = shape.reduce(1, *)
    let parameter = Parameter(
      name: name, shape: shape, offset: size, count: count, decays: decays, isTable: isTable)
    parameters.append(parameter)
    size += Kernels.padded(count)
    return parameter
  }
}
