import Engine
import Glibc

extension AdditiveFitter {
  /// The rows that shapes, smoothness and pairs are learnt on, fold by fold.
  struct Sample {
    let folds: AdditiveFolds
    let columns: [AdditiveColumn]
    let labels: [Float]
    let weights: [Float]?
    let axes: [AdditiveAxis]

    /// All rows, or as many as the configuration allows, drawn by chance.
    init(_ fitter: AdditiveFitter) {
      let configuration = fitter.configuration
      var rows = Array(fitter.labels.indices)
      if let weights = fitter.weights { rows.removeAll { weights[$0] == 0 } }
      if rows.count > configuration.structureRows {
        var generator = Xoshiro256StarStar(seed: configuration.seed)
        for place in 0..<configuration.structureRows {
          rows.swapAt(place, place + generator.index(below: rows.count - place))
        }
        rows = rows.prefix(configuration.structureRows).sorted()
      }
      let folds = AdditiveFolds(
        labels: fitter.labels, rows: rows, count: configuration.folds,
        seed: configuration.seed, groups: fitter.groups)
      let columns = fitter.columns.map { $0.rows(folds.order) }
      let weights = fitter.weights.map { weights in folds.order.map { weights[$0] } }
      self.folds = folds
      self.columns = columns
      self.weights = weights
      labels = folds.order.map { fitter.labels[$0] }
      axes = Parallel.map(count: columns.count, chunkSize: 1, threads: configuration.threads) {
        AdditiveAxis(columns[$0], weights: weights)
      }
    }

    /// The log-odds of the mean label.
    var baseLogOdds: Double {
      let share = meanLabel
      return log(share / (1 - share))
    }

    /// The weighted mean label, kept off 0 and 1.
    var meanLabel: Double {
      var (positive, total) = (0.0, 0.0)
      for row in labels.indices {
        let weight = weights.map { Double($0[row]) } ?? 1
        positive += weight * Double(labels[row])
        total += weight
      }
      return min(max(positive / total, 1e-9), 1 - 1e-9)
    }
  }
}

extension AdditiveColumn {
  /// The column of the rows given, in their order.
  func rows(_ rows: [Int]) -> AdditiveColumn {
    switch values {
    case .numbers(let numbers):
      AdditiveColumn(
        name: name, values: .numbers(rows.map { numbers[$0] }), extrapolates: extrapolates)
    case .categories(let codes, let levelCount):
      AdditiveColumn(
        name: name, values: .categories(rows.map { codes[$0] }, levelCount: levelCount))
    }
  }
}
