/// What it costs to contact a customer, and what it brings.
package struct ContactEconomics: Sendable, Hashable, Codable {
  /// What one contact costs, the discount it offers included, in the shop's currency.
  package var contactCost: Double
  /// The share of customers about to leave whom a contact keeps, in 0…1.
  package var saveRate: Double
  /// The share of what customers spend that stays as profit, in 0…1.
  package var margin: Double

  /// A cost of 1, a save rate of 0.3 and a margin of 0.3.
  ///
  /// Cost and save rate are the usual ones of the literature: a contact of one
  /// unit of money, and a beta distribution of mean 0.3. The margin is an
  /// assumption; a shop that knows its own sets it.
  ///
  /// - Source: T. Verbraken, W. Verbeke & B. Baesens 2013, "A Novel Profit
  ///   Maximizing Metric for Measuring Classification Performance of Customer Churn
  ///   Prediction Models", IEEE TKDE 25(5), section 6.
  package static let usual = ContactEconomics(contactCost: 1, saveRate: 0.3, margin: 0.3)

  /// - Precondition: the cost is at least 0, both shares lie in 0…1, all are finite.
  package init(contactCost: Double, saveRate: Double, margin: Double) {
    precondition(
      contactCost >= 0 && contactCost.isFinite && (0...1).contains(saveRate)
        && (0...1).contains(margin),
      "contact economics: cost \(contactCost), save rate \(saveRate), margin \(margin)")
    self.contactCost = contactCost
    self.saveRate = saveRate
    self.margin = margin
  }

  /// What contacting a customer brings in the mean, less what it costs.
  ///
  /// It is
  ///
  ///     churn probability · save rate · margin · value if kept − contact cost
  ///
  /// A customer who would stay anyway costs the contact and brings nothing by it;
  /// of those who would leave, the save rate stays and spends. Only spending within
  /// one horizon counts, so that the figure is a careful one. Ranking by it is not
  /// ranking by risk: who is sure to leave may have little to spend.
  ///
  /// - Parameters:
  ///   - churnProbability: the chance to leave without a contact, in 0…1.
  ///   - valueIfKept: what the customer spends within the horizon if kept.
  /// - Returns: profit in the shop's currency; below zero where a contact does not pay.
  /// - Source: A. Lemmens & S. Gupta 2020, "Managing Churn to Maximize Profits",
  ///   Marketing Science 39(5), for profit per customer as what to rank by; the
  ///   expected maximum profit measure with values of the customers' own, doi
  ///   10.1089/big.2018.0015.
  package func expectedProfit(churnProbability: Double, valueIfKept: Double) -> Double {
    churnProbability * saveRate * margin * valueIfKept - contactCost
  }

  /// The churn probability from which contacting a customer of this value pays.
  ///
  /// - Returns: nil where no probability is enough, for the value, the save rate or
  ///   the margin is too small; 0 where a contact costs nothing.
  package func breakEven(valueIfKept: Double) -> Double? {
    let gain = saveRate * margin * valueIfKept
    guard gain > 0 else { return nil }
    let threshold = contactCost / gain
    return threshold <= 1 ? threshold : nil
  }
}
