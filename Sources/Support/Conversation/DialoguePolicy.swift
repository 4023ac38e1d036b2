/// How patient a conversation is.
package struct DialoguePolicy: Sendable, Hashable {
  /// Whether the first message that is not understood goes to a person, and the
  /// answers given need more confidence: for customers who are about to leave.
  package var handsOverSooner: Bool
  /// With `handsOverSooner`, answers below this confidence become questions.
  package var soonerConfidence: Double
  /// How many messages an order number or a product named by the customer is kept.
  package var memoryTurns: Int
  /// How many seconds it is kept, and an offered choice stays open.
  package var memorySeconds: Int64

  /// - Precondition: the confidence lies in 0...1, the lengths are positive.
  package init(
    handsOverSooner: Bool = false, soonerConfidence: Double = 0.8, memoryTurns: Int = 10,
    memorySeconds: Int64 = 30 * 60
  ) {
    precondition(
      (0...1).contains(soonerConfidence) && memoryTurns > 0 && memorySeconds > 0,
      "dialogue policy: confidence \(soonerConfidence), \(memoryTurns) turns, "
        + "\(memorySeconds) seconds")
    self.handsOverSooner = handsOverSooner
    self.soonerConfidence = soonerConfidence
    self.memoryTurns = memoryTurns
    self.memorySeconds = memorySeconds
  }

  package static let standard = DialoguePolicy()
}
