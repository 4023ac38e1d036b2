import Engine

/// Eight statistics at once: a resample is drawn once for all of them.
private typealias Lanes = SIMD8<Double>

extension Bootstrap {
  /// The mean of per-case values with its 95 % interval; values that are not
  /// finite are left out.
  package static func mean(of values: [Double], resamples: Int = 1000, seed: UInt64) -> Metric {
    means(of: [values], resamples: resamples, seed: seed)[0]
  }

  /// The mean of each column of per-case values with its 95 % interval.
  ///
  /// Values that are not finite are left out. The figures of a column do not
  /// depend on the columns beside it, nor on the number of threads.
  ///
  /// - Parameters:
  ///   - columns: values, one a case.
  ///   - resamples: how often the cases are drawn anew.
  ///   - seed: what the draws follow from.
  /// - Returns: a figure for each column.
  package static func means(
    of columns: [[Double]], resamples: Int = 1000, seed: UInt64
  ) -> [Metric] {
    let finite = columns.map { $0.filter(\.isFinite) }
    var draws = drawnMeans(of: finite, resamples: resamples, seed: seed)
    return columns.indices.map { metric(mean(finite[$0]), draws: &draws[$0]) }
  }

  /// The mean of a − b over the cases with its 95 % interval.
  ///
  /// Cases for which either is not finite are left out. A resample draws cases,
  /// so that what makes a case hard for both models cancels.
  ///
  /// - Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap",
  ///   chapter 13 for the interval and chapter 15 for the significance level that
  ///   belongs to it, with one added as in Davison & Hinkley 1997, "Bootstrap
  ///   methods and their application", section 4.2; differences query by query:
  ///   Smucker, Allan & Carterette 2007, "A comparison of statistical
  ///   significance tests for information retrieval evaluation", CIKM.
  package static func pairedDifference(
    _ a: [Double], _ b: [Double], resamples: Int = 1000, seed: UInt64
  ) -> PairedDifference {
    pairedDifferences([(a, b)], resamples: resamples, seed: seed)[0]
  }

  /// The paired difference of each pair of columns.
  package static func pairedDifferences(
    _ pairs: [(a: [Double], b: [Double])], resamples: Int = 1000, seed: UInt64
  ) -> [PairedDifference] {
    let differences = pairs.map { a, b in
      precondition(a.count == b.count, "paired difference: \(a.count) and \(b.count) cases")
      return zip(a, b).map { $0 - $1 }.filter(\.isFinite)
    }
    var draws = drawnMeans(of: differences, resamples: resamples, seed: seed)
    return differences.indices.map { index in
      difference(
        mean(differences[index]), draws: &draws[index], cases: differences[index].count)
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// The means of resamples of each column, none for an empty column.
  ///
  /// Columns of equal length are resampled by the same draws.
  private static func drawnMeans(
    of columns: [[Double]], resamples: Int, seed: UInt64
  ) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    let seeds = (0..<resamples).map { _ in generator.next() }
    var result = [[Double]](repeating: [], count: columns.count)
    let lengths = Dictionary(grouping: columns.indices) { columns[$0].count }
    for (length, members) in lengths where length > 0 {
      for start in stride(from: 0, to: members.count, by: Lanes.scalarCount) {
        let block = members[start..<min(start + Lanes.scalarCount, members.count)]
        var rows = [Lanes](repeating: .zero, count: length)
        for (lane, column) in block.enumerated() {
          for row in 0..<length { rows[row][lane] = columns[column][row] }
        }
        let means = drawnMeans(of: rows, seeds: seeds)
        for (lane, column) in block.enumerated() { result[column] = means.map { $0[lane] } }
      }
    }
    return result
  }

  /// The mean row of the resample that each seed draws.
  private static func drawnMeans(of rows: [Lanes], seeds: [UInt64]) -> [Lanes] {
    var means = [Lanes](repeating: .zero, count: seeds.count)
    means.withUnsafeMutableBufferPointer { buffer in
      // Each resample writes its own element.
      nonisolated(unsafe) let means = buffer
      Parallel.forEachChunk(count: seeds.count, chunkSize: 32) { range in
        rows.withUnsafeBufferPointer { rows in
          let count = UInt64(rows.count)
          for resample in range {
            var generator = SplitMix64(seed: seeds[resample])
            var sum = Lanes.zero
            for _ in 0..<rows.count {
              sum += rows[Int(generator.next().multipliedFullWidth(by: count).high)]
            }
            means[resample] = sum / Lanes(repeating: Double(rows.count))
          }
        }
      }
    }
    return means
  }
}
