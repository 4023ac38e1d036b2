import Wording

extension FairnessTable {
  /// The groups and their differences, with the sentence that names the greatest.
  ///
  /// - Parameter outcome: a verb in the past, as in "68% left".
  /// - Returns: a table; nil where there are fewer than two groups.
  package func figure(outcome: String = "left") -> Figure? {
    guard groups.count > 1 else { return nil }
    return Figure(
      name: "fairness-\(identifier)", title: "Groups by \(attribute)",
      sentence: sentence(outcome),
      content: .table(
        FigureTable(
          columns: [
            attribute, "count", "base_rate", "selection_rate", "true_positive_rate",
            "false_positive_rate", "ece", "mean_probability",
          ], rows: groups.map(row) + [differenceRow])))
  }

  private func sentence(_ outcome: String) -> String {
    var text: String
    if let selection = differences.first, let names = selection.groups,
      let least = groups.first(where: { $0.name == names[0] }),
      let most = groups.first(where: { $0.name == names[1] })
    {
      text =
        "From a probability of \(roundPercentage(threshold)) on, "
        + "\(roundPercentage(most.selectionRate)) of \(most.name) and "
        + "\(roundPercentage(least.selectionRate)) of \(least.name) are selected; "
        + "\(roundPercentage(most.baseRate)) and \(roundPercentage(least.baseRate)) "
        + "\(outcome)."
    } else {
      text = "Too few groups are large enough to be compared."
    }
    let small = groups.filter(\.isSmall)
    if !small.isEmpty {
      text +=
        " Groups of fewer than \(Self.leastRows) rows (\(small.count), marked *) are left out of "
        + "the differences."
    }
    return text
  }

  private func row(_ group: Group) -> [FigureTable.Cell] {
    [
      .text(group.isSmall ? "\(group.name) *" : group.name),
      .number(Double(group.count), decimals: 0), percent(group.baseRate),
      percent(group.selectionRate), percent(group.truePositiveRate),
      percent(group.falsePositiveRate), .number(group.calibrationError, decimals: 3),
      percent(group.meanProbability),
    ]
  }

  private var differenceRow: [FigureTable.Cell] {
    func cell(_ measure: String) -> FigureTable.Cell {
      guard let difference = differences.first(where: { $0.measure == measure }),
        difference.groups != nil
      else { return .none }
      return measure == "ece"
        ? .number(difference.value, decimals: 3) : .percent(difference.value)
    }
    return [
      .text("largest difference"), .none, .none, cell("selection_rate"),
      cell("true_positive_rate"), cell("false_positive_rate"), cell("ece"),
      cell("mean_probability"),
    ]
  }

  private func percent(_ share: Double) -> FigureTable.Cell {
    share.isFinite ? .percent(share) : .none
  }

  /// The attribute as a figure's name may have it.
  private var identifier: String {
    String(
      attribute.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}
