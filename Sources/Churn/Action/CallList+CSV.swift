extension CallList {
  /// Reasons a line holds.
  private static let listedReasons = 3

  /// The list as a file for a campaign tool: a header, then a line a customer.
  ///
  /// The columns are `customer_id`, `email` and `name` where any customer has one,
  /// `churn_probability`, `risk_level`, `expected_value`, `expected_profit` and
  /// `reason_1` to `reason_3`. Lines end with CR LF; what is not known is empty.
  ///
  /// - Source: RFC 4180 for the layout.
  package func csv() -> String {
    let hasEmail = candidates.contains { $0.email != nil }
    let hasName = candidates.contains { $0.name != nil }
    var header = ["customer_id"]
    if hasEmail { header.append("email") }
    if hasName { header.append("name") }
    header += ["churn_probability", "risk_level", "expected_value", "expected_profit"]
    header += (1...Self.listedReasons).map { "reason_\($0)" }
    var text = CSVCell.line(header)
    for candidate in candidates {
      var cells = [candidate.customerID]
      if hasEmail { cells.append(candidate.email ?? "") }
      if hasName { cells.append(candidate.name ?? "") }
      cells += [
        rounded(candidate.churnProbability, to: 4), candidate.riskLevel.rawValue,
        candidate.expectedValue.map { rounded($0, to: 2) } ?? "",
        candidate.expectedProfit.map { rounded($0, to: 2) } ?? "",
      ]
      for index in 0..<Self.listedReasons {
        cells.append(index < candidate.reasons.count ? candidate.reasons[index] : "")
      }
      text += CSVCell.line(cells)
    }
    return text
  }

  private func rounded(_ value: Double, to decimals: Int) -> String {
    let scale = decimals == 2 ? 100.0 : 10_000
    let result = (value * scale).rounded() / scale
    return String(describing: result == 0 ? 0 : result)
  }
}
