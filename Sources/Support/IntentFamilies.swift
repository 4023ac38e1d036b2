/// Which intents are variants of each other.
///
/// A message that names only what variants share ("how do I return this?"
/// among twenty questions on returns) is understood although no single answer
/// is certain.
struct IntentFamilies: Sendable {
  /// From this cosine on, two intents are variants.
  private static let threshold: Float = 0.5

  /// By intent: its variants, itself included, ascending.
  let members: [[Int]]

  init(similarities: [[Float]]) {
    members = similarities.indices.map { intent in
      similarities.indices.filter {
        $0 == intent || similarities[intent][$0] >= Self.threshold
      }
    }
  }

  init(members: [[Int]]) { self.members = members }

  /// The positions in `classes` of the variants of the intent at `position`.
  func positions(of position: Int, in classes: [Int]) -> [Int] {
    let family = Set(members[classes[position]])
    return classes.indices.filter { family.contains(classes[$0]) }
  }
}
