/// What every fit asks of its settings.
enum FitSettings {
  /// Checks where a solver stops.
  static func check(
    maximumIterations: Int, tolerance: Double, model: String
  ) throws(ModelError) {
    guard maximumIterations > 0 else {
      throw ModelError(
        .outOfRange, "\(model): maximumIterations is \(maximumIterations), must be above 0")
    }
    guard tolerance > 0 && tolerance.isFinite else {
      throw ModelError(
        .outOfRange, "\(model): tolerance is \(tolerance), must be above 0 and finite")
    }
  }

  /// Checks the weight of a penalty.
  static func check(penalty: Double, _ name: String, model: String) throws(ModelError) {
    guard penalty >= 0 && penalty.isFinite else {
      throw ModelError(
        .outOfRange, "\(model): \(name) is \(penalty), must be 0 or more and finite")
    }
  }
}
