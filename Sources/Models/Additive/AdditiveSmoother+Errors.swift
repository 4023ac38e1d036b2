extension AdditiveSmoother {
  /// The standard error of each entry of a term's table, after its mean over
  /// the rows is taken off.
  func standardErrors(of term: Int) -> [Double] {
    let (basis, cells) = (design.terms[term].basis, design.terms[term].basis.cells)
    let ones = [Double](repeating: 1, count: design.rowCount)
    let masses = design.terms[term].cellSums(
      design.weights.map { $0.map(Double.init) } ?? ones, rows: 0..<design.rowCount)
    let total = masses.reduce(0, +)
    var mean = [Double](repeating: 0, count: basis.size)
    for cell in 0..<cells.count {
      for (index, weight) in cells[cell] { mean[index] += weight * masses[cell] / total }
    }
    let offset = design.offsets[term]
    return (0..<basis.entries.count).map { entry in
      let own = basis.entries[entry]
      guard !own.isEmpty else { return 0 }
      var form = mean.map { -$0 }
      for (index, weight) in own { form[index] += weight }
      var variance = 0.0
      for row in 0..<basis.size {
        let start = (offset + row) * design.size + offset
        variance += form[row] * form[row] * covariance[start + row]
        for column in row + 1..<basis.size {
          variance += 2 * form[row] * form[column] * covariance[start + column]
        }
      }
      return max(0, variance).squareRoot()
    }
  }
}
