import Engine

/// The rows of a fit as cells of the terms' bases.
///
/// The coefficients of all terms stand in one vector, those of the first term,
/// the intercept, first.
final class AdditiveDesign: Sendable {
  /// A term's basis and the cell of each row.
  struct Term: Sendable {
    let basis: AdditiveBasis
    let cells: [UInt16]
  }

  let terms: [Term]
  /// Where the coefficients of each term start, and the end of the last.
  let offsets: [Int]
  let labels: [Float]
  let weights: [Float]?
  let threads: Int

  var rowCount: Int { labels.count }
  /// The number of coefficients.
  var size: Int { offsets[terms.count] }

  /// Creates a design from terms; the intercept is added before them.
  init(_ terms: [Term], labels: [Float], weights: [Float]?, threads: Int) {
    var one = SparseRows()
    one.append([(0, 1)])
    let intercept = AdditiveBasis(
      size: 1, cells: one, entries: one, penalties: [], fixedPenalty: [0])
    let all =
      [Term(basis: intercept, cells: [UInt16](repeating: 0, count: labels.count))] + terms
    var offsets = [0]
    for term in all { offsets.append(offsets[offsets.count - 1] + term.basis.size) }
    self.terms = all
    self.offsets = offsets
    self.labels = labels
    self.weights = weights
    self.threads = threads
  }

  /// The weight of all rows.
  var mass: Double { weights.map { $0.reduce(0) { $0 + Double($1) } } ?? Double(rowCount) }

  /// The coefficients of a term.
  func range(of term: Int) -> Range<Int> { offsets[term]..<offsets[term + 1] }

  /// The score of each row.
  func scores(_ coefficients: [Double]) -> [Double] {
    let tables = terms.indices.map { terms[$0].basis.cells.times(coefficients[range(of: $0)]) }
    return [Double](unsafeUninitializedCapacity: rowCount) { buffer, count in
      nonisolated(unsafe) let scores = buffer
      Parallel.forEachChunk(count: rowCount, chunkSize: 4096, threads: threads) { rows in
        for row in rows { scores[row] = 0 }
        for (term, table) in zip(terms, tables) {
          table.withUnsafeBufferPointer { table in
            term.cells.withUnsafeBufferPointer { cells in
              for row in rows { scores[row] += table[Int(cells[row])] }
            }
          }
        }
      }
      count = rowCount
    }
  }

  /// The weighted log loss, and its derivatives by the scores.
  func loss(_ scores: [Double]) -> (value: Double, slopes: [Double], curvatures: [Double]) {
    var slopes = scores
    var curvatures = scores
    var value = 0.0
    slopes.withUnsafeMutableBufferPointer { slopes in
      curvatures.withUnsafeMutableBufferPointer { curvatures in
        labels.withUnsafeBufferPointer { labels in
          guard let s = slopes.baseAddress, let c = curvatures.baseAddress,
            let l = labels.baseAddress
          else { return }
          nonisolated(unsafe) let (slope, curvature, label) = (s, c, l)
          value = Parallel.sum(count: rowCount, chunkSize: 4096, threads: threads) { rows in
            let start = rows.lowerBound
            return evaluate(
              slope + start, curvature + start, label + start, start, rows.count)
          }
        }
      }
    }
    return (value, slopes, curvatures)
  }

  private func evaluate(
    _ slopes: UnsafeMutablePointer<Double>, _ curvatures: UnsafeMutablePointer<Double>,
    _ labels: UnsafePointer<Float>, _ start: Int, _ count: Int
  ) -> Double {
    guard let weights else {
      return Kernels.evaluate(
        .logLoss, slopes, curvatures: curvatures, targets: labels, weights: nil, count: count)
    }
    return weights.withUnsafeBufferPointer {
      Kernels.evaluate(
        .logLoss, slopes, curvatures: curvatures, targets: labels,
        weights: $0.baseAddress.map { $0 + start }, count: count)
    }
  }

  /// The gradient by the coefficients of Σ over `rows` of the loss, from its slopes.
  func gradient(_ slopes: [Double], rows: Range<Int>) -> [Double] {
    Parallel.map(count: terms.count, chunkSize: 1, threads: threads) { index in
      let term = self.terms[index]
      let sums = term.cellSums(slopes, rows: rows)
      var result = [Double](repeating: 0, count: term.basis.size)
      let basis = term.basis.cells
      for cell in 0..<basis.count where sums[cell] != 0 {
        for entry in basis.starts[cell]..<basis.starts[cell + 1] {
          result[Int(basis.indices[entry])] += sums[cell] * basis.weights[entry]
        }
      }
      return result
    }.flatMap { $0 }
  }

  /// The Hessian by the coefficients of Σ over `rows` of the loss: [size, size],
  /// of which the upper triangle is set.
  func hessian(_ curvatures: [Double], rows: Range<Int>) -> [Double] {
    let blocks = terms.indices.flatMap { first in
      (first..<terms.count).map { (first, $0) }
    }
    let size = size
    return [Double](unsafeUninitializedCapacity: size * size) { buffer, count in
      buffer.initialize(repeating: 0)
      nonisolated(unsafe) let target = buffer
      Parallel.forEachChunk(count: blocks.count, chunkSize: 4, threads: threads) { chunk in
        var scratch: [Double] = []
        for block in chunk {
          let (first, second) = blocks[block]
          if first == second {
            addDiagonalBlock(first, curvatures, rows, target)
          } else {
            addBlock(first, second, curvatures, rows, &scratch, target)
          }
        }
      }
      count = size * size
    }
  }

  private func addDiagonalBlock(
    _ index: Int, _ curvatures: [Double], _ rows: Range<Int>,
    _ target: UnsafeMutableBufferPointer<Double>
  ) {
    let sums = terms[index].cellSums(curvatures, rows: rows)
    let basis = terms[index].basis.cells
    let offset = offsets[index]
    for cell in 0..<basis.count where sums[cell] != 0 {
      for a in basis.starts[cell]..<basis.starts[cell + 1] {
        let weight = sums[cell] * basis.weights[a]
        let row = (offset + Int(basis.indices[a])) * size + offset
        for b in basis.starts[cell]..<basis.starts[cell + 1] {
          target[row + Int(basis.indices[b])] += weight * basis.weights[b]
        }
      }
    }
  }

  private func addBlock(
    _ first: Int, _ second: Int, _ curvatures: [Double], _ rows: Range<Int>,
    _ sums: inout [Double], _ target: UnsafeMutableBufferPointer<Double>
  ) {
    let (a, b) = (terms[first], terms[second])
    let width = b.basis.cells.count
    sums.removeAll(keepingCapacity: true)
    sums.append(contentsOf: repeatElement(0, count: a.basis.cells.count * width))
    sums.withUnsafeMutableBufferPointer { sums in
      a.cells.withUnsafeBufferPointer { x in
        b.cells.withUnsafeBufferPointer { y in
          curvatures.withUnsafeBufferPointer { w in
            for row in rows { sums[Int(x[row]) &* width &+ Int(y[row])] += w[row] }
          }
        }
      }
    }
    let (left, right) = (a.basis.cells, b.basis.cells)
    for cell in 0..<left.count {
      for other in 0..<width {
        let sum = sums[cell * width + other]
        guard sum != 0 else { continue }
        for i in left.starts[cell]..<left.starts[cell + 1] {
          let weight = sum * left.weights[i]
          let row = (offsets[first] + Int(left.indices[i])) * size + offsets[second]
          for j in right.starts[other]..<right.starts[other + 1] {
            target[row + Int(right.indices[j])] += weight * right.weights[j]
          }
        }
      }
    }
  }
}

extension AdditiveDesign.Term {
  /// Σ values over the rows of each cell.
  func cellSums(_ values: [Double], rows: Range<Int>) -> [Double] {
    var sums = [Double](repeating: 0, count: basis.cells.count)
    sums.withUnsafeMutableBufferPointer { sums in
      values.withUnsafeBufferPointer { values in
        cells.withUnsafeBufferPointer { cells in
          for row in rows { sums[Int(cells[row])] += values[row] }
        }
      }
    }
    return sums
  }
}
