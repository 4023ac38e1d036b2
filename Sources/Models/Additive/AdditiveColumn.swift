/// One column of raw values, one value a row, that an additive model reads.
package struct AdditiveColumn: Sendable {
  /// The cells, one a row.
  package enum Values: Sendable {
    /// Numbers; NaN stands for a missing one.
    case numbers([Float])
    /// Codes of levels from 0 on; −1 stands for a missing or unknown level.
    case categories([Int32], levelCount: Int)
  }

  package let name: String
  package let values: Values
  /// Whether the curve of numbers goes on in a straight line above those of the
  /// fit; else it ends level there.
  package let extrapolates: Bool

  package init(name: String, values: Values, extrapolates: Bool = false) {
    self.name = name
    self.values = values
    self.extrapolates = extrapolates
  }

  /// The number of values.
  package var count: Int {
    switch values {
    case .numbers(let numbers): numbers.count
    case .categories(let codes, _): codes.count
    }
  }
}
