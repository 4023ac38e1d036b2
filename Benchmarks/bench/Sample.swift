/// Repeated measurements of one thing.
struct Sample {
  private let sorted: [Double]

  /// - Precondition: there is at least one value.
  init(_ values: [Double]) {
    precondition(!values.isEmpty, "a sample of no values")
    sorted = values.sorted()
  }

  var least: Double { sorted[0] }
  var greatest: Double { sorted[sorted.count - 1] }

  var median: Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The nearest-rank quantile.
  func quantile(_ share: Double) -> Double {
    sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }

  /// Milliseconds that each call of a closure takes.
  static func milliseconds<Element>(
    of elements: [Element], _ body: (Element) throws -> Void
  ) rethrows -> Sample {
    let clock = ContinuousClock()
    return Sample(
      try elements.map { element in
        let start = clock.now
        try body(element)
        return (clock.now - start) / .milliseconds(1)
      })
  }
}

/// The seconds that a closure takes.
func elapsedSeconds(_ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let start = clock.now
  try body()
  return (clock.now - start) / .seconds(1)
}
