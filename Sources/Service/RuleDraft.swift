package import Domain

/// A steering rule that somebody wants.
package struct RuleDraft: Sendable {
  /// What it does.
  package var action: SteeringRule.Action
  /// The products that it is about.
  package var target: SteeringRule.Target
  /// The customers that it counts for.
  package var audience: SteeringRule.Audience
  /// From when on it counts; nil for ever before.
  package var validFrom: Timestamp?
  /// The first moment at which it counts no more.
  package var validUntil: Timestamp?
  /// What the shop noted; nil for nothing.
  package var note: String?

  package init(
    action: SteeringRule.Action, target: SteeringRule.Target,
    audience: SteeringRule.Audience = .everybody, validFrom: Timestamp? = nil,
    validUntil: Timestamp? = nil, note: String? = nil
  ) {
    self.action = action
    self.target = target
    self.audience = audience
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.note = note
  }

  func rule(createdAt time: Timestamp, by actor: String) -> SteeringRule {
    SteeringRule(
      action: action, target: target, audience: audience, validFrom: validFrom,
      validUntil: validUntil, note: note, createdAt: time, createdBy: actor)
  }

  static let positions = 1...100
  static let greatestFactor = 1000.0
  static let longestNote = 1000

  /// Checks what can be told without looking at records.
  ///
  /// - Throws: `invalidRequest`.
  func check(at time: Timestamp) throws(ServiceError) {
    try checkAction()
    guard !target.isEverything else {
      throw invalid(
        "the rule names no products", "name a product, a category, an attribute or a price range")
    }
    if let lowest = target.lowestPrice, let highest = target.highestPrice, lowest > highest {
      throw invalid(
        "the price range from \(short(lowest)) to \(short(highest)) is empty",
        "give the lower price as the lowest one")
    }
    for price in [target.lowestPrice, target.highestPrice].compactMap(\.self)
    where !(price >= 0 && price.isFinite) {
      throw invalid("the price \(price) is below zero or no number", nil)
    }
    if let from = validFrom, let until = validUntil, until <= from {
      throw invalid(
        "the rule would end before it begins (\(from.rfc3339))", "give a later end or no end")
    }
    if let until = validUntil, until <= time {
      throw invalid(
        "the rule would be over already (\(until.rfc3339))", "give a later end or no end")
    }
    if let note, note.count > Self.longestNote {
      throw invalid("the note is longer than \(Self.longestNote) characters", nil)
    }
  }

  private func checkAction() throws(ServiceError) {
    switch action {
    case .boost(let factor):
      guard factor > 0, factor <= Self.greatestFactor else {
        throw invalid(
          "the factor must be above 0 and at most \(short(Self.greatestFactor))",
          "2 doubles a score, 0.5 halves it; to leave products out, exclude them")
      }
      guard factor != 1 else { throw invalid("a factor of 1 changes nothing", nil) }
    case .pin(let position):
      guard Self.positions.contains(position) else {
        throw invalid(
          "the position must lie between \(Self.positions.lowerBound) and "
            + "\(Self.positions.upperBound)", nil)
      }
      guard target == SteeringRule.Target(product: target.product) else {
        throw invalid(
          "a pin is for one product, not for a category, an attribute or a price range",
          "name the product, or boost the others")
      }
    case .bury, .exclude: break
    }
  }

  private func invalid(_ message: String, _ hint: String?) -> ServiceError {
    ServiceError(.invalidRequest, message, hint: hint)
  }
}
