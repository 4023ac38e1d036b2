/// What every calibration asks of its rows.
enum CalibrationInput {
  static func check(
    _ scores: [Double], _ labels: [Bool], _ name: String
  ) throws(ModelError) {
    guard scores.count == labels.count else {
      throw ModelError(
        .shapeMismatch, "\(name): \(scores.count) scores, \(labels.count) labels")
    }
    guard !labels.isEmpty else { throw ModelError(.noData, "\(name): no rows") }
    guard labels.contains(true), labels.contains(false) else {
      throw ModelError(.oneClass, "\(name): all \(labels.count) rows have one label")
    }
    if let row = scores.firstIndex(where: { !$0.isFinite }) {
      throw ModelError(.notFinite, "\(name): the score of row \(row) is \(scores[row])")
    }
  }
}
