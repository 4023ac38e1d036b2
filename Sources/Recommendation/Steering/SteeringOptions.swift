/// Which part of the list is wanted, and how far it may leave the order of scores.
package struct SteeringOptions: Sendable, Hashable {
  package var limit: Int
  /// The number of products before the first one wanted: page 2 of tens has 10.
  package var offset: Int
  /// 0 for the order of scores, 1 for products as unlike as can be.
  package var diversity: Float
  /// The share of places that go to products shown little, 0…1.
  package var exploration: Double
  /// Who asks and when, such as a customer's id and the day: the same text explores
  /// the same products at the same places.
  package var seed: String

  /// - Precondition: `diversity` and `exploration` lie in 0…1.
  package init(
    limit: Int = 10, offset: Int = 0, diversity: Float = 0, exploration: Double = 0,
    seed: String = ""
  ) {
    precondition(
      (0...1).contains(diversity) && (0...1).contains(exploration),
      "steering: diversity \(diversity) and exploration \(exploration) lie in 0…1")
    self.limit = limit
    self.offset = offset
    self.diversity = diversity
    self.exploration = exploration
    self.seed = seed
  }
}
