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
}

/// The names, shapes and places of the parameters of a model.
///
/// Every parameter starts on a cache line; the gap after it holds zeros.
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
  private(set) var runs: [Run] = []

  package init() {}

  /// Appends a parameter.
  ///
  /// - Precondition: the name is new, and no size is negative.
  package mutating func add(_ name: String, _ shape: [Int], decays: Bool = true) -> Parameter {
    precondition(
      !parameters.contains { $0.name == name }, "parameter layout: '\(name)' is there twice")
    precondition(
      shape.allSatisfy { $0 >= 0 }, "parameter layout: '\(name)' has a negative size in \(shape)")
    let count = shape.reduce(1, *)
    let parameter = Parameter(
      name: name, shape: shape, offset: size, count: count, decays: decays)
    parameters.append(parameter)
    let end = size + Kernels.padded(count)
    if let last = runs.indices.last, runs[last].decays == decays {
      runs[last].range = runs[last].range.lowerBound..<end
    } else {
      runs.append(Run(range: size..<end, decays: decays))
    }
    size = end
    return parameter
  }
}
