/// A customer whom one might contact.
package struct CallCandidate: Sendable, Hashable {
  package var customerID: String
  package var email: String?
  package var name: String?
  package var churnProbability: Double
  package var riskLevel: RiskLevel
  /// What the customer spends within the horizon if kept; nil where no value model
  /// has been trained.
  package var expectedValue: Double?
  /// What a contact brings less what it costs; nil where the value is not known.
  package var expectedProfit: Double?
  /// Why the customer may leave, the strongest reason first.
  package var reasons: [String]

  package init(
    customerID: String, email: String? = nil, name: String? = nil, churnProbability: Double,
    riskLevel: RiskLevel, expectedValue: Double? = nil, expectedProfit: Double? = nil,
    reasons: [String] = []
  ) {
    self.customerID = customerID
    self.email = email
    self.name = name
    self.churnProbability = churnProbability
    self.riskLevel = riskLevel
    self.expectedValue = expectedValue
    self.expectedProfit = expectedProfit
    self.reasons = reasons
  }
}

/// By what a call list is ordered, the greatest first.
package enum CallOrder: String, Sendable, CaseIterable {
  /// By what a contact brings less what it costs.
  case profit
  /// By the chance to leave.
  case risk
  /// By what the customer spends if kept.
  case value
}

/// Whom to contact, in the order of how much it pays.
package struct CallList: Sendable, Hashable {
  package let candidates: [CallCandidate]

  /// Creates the list of the first candidates by an order.
  ///
  /// Of two that are equal by it the likelier to leave comes first, then the lesser
  /// id; one whose figure is not known comes last.
  package init(_ candidates: [CallCandidate], by order: CallOrder, limit: Int = .max) {
    func figure(_ candidate: CallCandidate) -> Double {
      switch order {
      case .profit: candidate.expectedProfit ?? -.infinity
      case .risk: candidate.churnProbability
      case .value: candidate.expectedValue ?? -.infinity
      }
    }
    self.candidates = Array(
      candidates.sorted {
        let (left, right) = (figure($0), figure($1))
        if left != right { return left > right }
        guard $0.churnProbability == $1.churnProbability else {
          return $0.churnProbability > $1.churnProbability
        }
        return $0.customerID < $1.customerID
      }.prefix(max(0, limit)))
  }

  /// How many of the first candidates it pays to contact, and what that brings in all.
  ///
  /// Candidates without a profit above zero count for nothing.
  package var worthwhile: (count: Int, profit: Double) {
    candidates.reduce(into: (0, 0.0)) { sum, candidate in
      guard let profit = candidate.expectedProfit, profit > 0 else { return }
      sum.0 += 1
      sum.1 += profit
    }
  }
}
