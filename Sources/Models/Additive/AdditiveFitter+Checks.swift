import Engine

extension AdditiveFitter {
  /// Checks the data, and names the first column, row or setting that will not do.
  ///
  /// - Throws: `noData`, `oneClass`, `shapeMismatch`, `outOfRange`, `notFinite`.
  init(
    _ columns: [AdditiveColumn], _ labels: [Float], _ weights: [Float]?, groups: [Int64]? = nil,
    configuration: AdditiveModel.Configuration, cancellation: Cancellation?
  ) throws(ModelError) {
    let model = AdditiveModel.name
    guard !labels.isEmpty else { throw ModelError(.noData, "\(model): there are no rows") }
    guard !columns.isEmpty else { throw ModelError(.noData, "\(model): there are no columns") }
    for column in columns where column.count != labels.count {
      throw ModelError(
        .shapeMismatch,
        "\(model): column \(column.name) has \(column.count) rows, labels \(labels.count)")
    }
    for (setting, value, least) in [
      ("maximumPairs", configuration.maximumPairs, 0), ("folds", configuration.folds, 2),
      ("structureRows", configuration.structureRows, 1), ("threads", configuration.threads, 1),
    ] where value < least {
      throw ModelError(.outOfRange, "\(model): \(setting) is \(value), must be at least \(least)")
    }
    if let scale = configuration.penaltyScale, !(scale > 0 && scale.isFinite) {
      throw ModelError(.outOfRange, "\(model): penaltyScale is \(scale), must be above 0")
    }
    try Self.check(labels, weights)
    guard groups.map({ $0.count == labels.count }) ?? true else {
      throw ModelError(
        .shapeMismatch, "\(model): \(groups?.count ?? 0) groups for \(labels.count) rows")
    }
    for column in columns { try Self.check(column) }
    self.init(
      columns: columns, labels: labels, weights: weights, groups: groups,
      configuration: configuration, cancellation: cancellation)
  }

  private static func check(_ labels: [Float], _ weights: [Float]?) throws(ModelError) {
    let model = AdditiveModel.name
    if let weights {
      guard weights.count == labels.count else {
        throw ModelError(
          .shapeMismatch, "\(model): \(weights.count) sample weights for \(labels.count) rows")
      }
      if let row = weights.firstIndex(where: { !$0.isFinite || $0 < 0 }) {
        throw ModelError(
          weights[row].isFinite ? .outOfRange : .notFinite,
          "\(model): the weight of row \(row) is \(weights[row]), must be 0 or more")
      }
      guard weights.contains(where: { $0 > 0 }) else {
        throw ModelError(.noData, "\(model): all sample weights are zero")
      }
    }
    var (hasOnes, hasZeros) = (false, false)
    for row in labels.indices {
      let label = labels[row]
      guard label >= 0 && label <= 1 else {
        throw ModelError(
          .outOfRange, "\(model): the label of row \(row) is \(label), must be from 0 to 1")
      }
      guard weights.map({ $0[row] > 0 }) ?? true else { continue }
      if label > 0 { hasOnes = true }
      if label < 1 { hasZeros = true }
    }
    guard hasOnes && hasZeros else {
      throw ModelError(
        .oneClass, "\(model): all rows have one label; add examples of the other")
    }
  }

  private static func check(_ column: AdditiveColumn) throws(ModelError) {
    let model = AdditiveModel.name
    switch column.values {
    case .numbers(let numbers):
      if let row = numbers.firstIndex(where: \.isInfinite) {
        throw ModelError(
          .notFinite,
          "\(model): column \(column.name) is \(numbers[row]) in row \(row); leave it empty "
            + "or give a number")
      }
    case .categories(let codes, let levelCount):
      if let row = codes.firstIndex(where: { $0 >= levelCount }) {
        throw ModelError(
          .outOfRange,
          "\(model): column \(column.name) has level \(codes[row]) in row \(row), of "
            + "\(levelCount) levels")
      }
    }
  }
}
