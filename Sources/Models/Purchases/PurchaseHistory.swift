/// What a model of repeat purchases knows of one customer.
///
/// All times are in the same unit, such as weeks.
package struct PurchaseHistory: Sendable, Hashable {
  /// x: purchases after the first.
  package var repeats: Int
  /// t_x: the time from the first purchase to the last; 0 for a single one.
  package var lastRepeat: Double
  /// T: the time from the first purchase to the end of what is known.
  package var age: Double

  package init(repeats: Int, lastRepeat: Double, age: Double) {
    self.repeats = repeats
    self.lastRepeat = lastRepeat
    self.age = age
  }
}
