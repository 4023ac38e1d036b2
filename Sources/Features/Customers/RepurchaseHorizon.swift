package import Domain
import Wording

/// After how many days without a purchase a customer counts as gone, read off the
/// shop's own gaps between purchases.
///
/// The horizon is the gap within which four of five of those who come back have
/// done so, rounded to a customary length: longer ones find out late, shorter ones
/// call many gone who return. Gaps still open at the end of the data count as
/// longer than they are.
///
/// - Source: Kaplan & Meier 1958, "Nonparametric estimation from incomplete
///   observations", J. American Statistical Association 53(282), for gaps that
///   are still open.
package struct RepurchaseHorizon: Sendable, Hashable {
  /// What the horizon rests on.
  package enum Basis: Sendable, Hashable {
    /// The gaps between purchases.
    case gaps
    /// The gaps ask for more than the data can show: the longest possible one.
    case span
    /// No horizon: the purchases span too few days for the shortest one.
    case tooShort
    /// No horizon: nobody bought on two days.
    case nobodyReturned
    /// No horizon: nobody bought anything.
    case noPurchases
  }

  /// Nil where there is no horizon to be had.
  package let days: Int?
  package let basis: Basis
  /// Days within which 80 % and 90 % of those who come back have done so; nil where
  /// nobody has.
  package let returnedWithin: (days80: Int, days90: Int)?
  /// What the choice rests on, as a sentence.
  package let evidence: String

  /// The lengths to choose from, in days.
  package static let lengths = [7, 14, 30, 60, 90, 120, 180, 365]
  /// Horizons of data that a choice needs: one to learn the outcome of, one to test
  /// it on, one of history.
  package static let horizonsNeeded = 3

  /// Reads the horizon off a log in time order; what is dated at or after `asOf` is
  /// passed over.
  ///
  /// - Complexity: O(interactions).
  package init(of log: InteractionLog, asOf: Timestamp) {
    let gaps = PurchaseGaps(of: log, asOf: asOf)
    guard gaps.customers > 0 else {
      self.init(
        nil, .noPurchases,
        "There are no purchases before \(asOf.date): no horizon can be read off them.")
      return
    }
    guard let quantiles = gaps.returnQuantiles([0.8, 0.9]) else {
      let who =
        gaps.customers == 1 ? "The only customer" : "None of \(grouped(gaps.customers)) customers"
      self.init(
        nil, .nobodyReturned,
        "\(who) bought on \(gaps.customers == 1 ? "one day only" : "a second day") in "
          + "\(counted(gaps.span, "day")): whether a customer has left cannot be told from purchases."
      )
      return
    }
    let returned = (days80: quantiles[0], days90: quantiles[1])
    let whose = gaps.customers == 1 ? "one customer" : "\(grouped(gaps.customers)) customers"
    let evidence =
      "Of customers who come back after a purchase, 80% do within \(returned.days80) days, 90% "
      + "within \(returned.days90) (\(counted(gaps.returns, "return")) of \(whose) in "
      + "\(gaps.span) days)"
    let asked = Self.rounded(returned.days80)
    guard let possible = Self.lengths.last(where: { $0 * Self.horizonsNeeded <= gaps.span }) else {
      self.init(
        nil, .tooShort,
        "\(evidence); even a horizon of \(Self.lengths[0]) days needs "
          + "\(Self.lengths[0] * Self.horizonsNeeded) days of purchases.", returned)
      return
    }
    if asked <= possible {
      self.init(asked, .gaps, "\(evidence): the horizon is \(asked) days.", returned)
    } else {
      self.init(
        possible, .span,
        "\(evidence): a horizon of \(asked) days would fit, but needs "
          + "\(asked * Self.horizonsNeeded) days of purchases; it is \(possible) days.", returned)
    }
  }

  private init(
    _ days: Int?, _ basis: Basis, _ evidence: String,
    _ returnedWithin: (days80: Int, days90: Int)? = nil
  ) {
    self.days = days
    self.basis = basis
    self.evidence = evidence
    self.returnedWithin = returnedWithin
  }

  /// The length with the least ratio to a number of days.
  private static func rounded(_ days: Int) -> Int {
    var best = lengths[0]
    // Between two lengths, their geometric mean is as far from one as from the other.
    for (shorter, longer) in zip(lengths, lengths.dropFirst()) where days * days >= shorter * longer
    {
      best = longer
    }
    return best
  }
}

extension RepurchaseHorizon {
  package static func == (lhs: Self, rhs: Self) -> Bool {
    lhs.days == rhs.days && lhs.basis == rhs.basis && lhs.evidence == rhs.evidence
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(days)
    hasher.combine(evidence)
  }
}
