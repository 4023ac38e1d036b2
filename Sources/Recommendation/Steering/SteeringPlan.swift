import Domain

/// What rules do to each product, before any place is given.
///
/// Of the rules on one product the strongest kind alone counts: exclude, then pin,
/// then bury, then boost.
struct SteeringPlan {
  struct Pin {
    let row: Int
    let rule: Int
  }

  /// The steered score of each row that competes by its score; −∞ for the others.
  private(set) var scores: [Float]
  /// By place, counted from 0.
  private(set) var pins: [Int: Pin] = [:]
  private var buried: [Int] = []

  private let modelScores: [Float]
  private let boosts: [ResolvedRule]
  private let burials: [ResolvedRule]
  private let repurchases: [Int: Float]

  /// Takes scores and marks by row, the rules that count, oldest first, and factors
  /// by row.
  init(
    scores: [Float], eligible: [Bool], rules: [ResolvedRule], repurchases: [Int: Float]
  ) {
    modelScores = scores
    boosts = rules.filter { if case .boost = $0.rule.action { true } else { false } }
    burials = rules.filter { $0.rule.action == .bury }
    self.repurchases = repurchases
    self.scores = Self.eligible(scores, eligible)
    for resolved in rules where resolved.rule.action == .exclude { hide(resolved.rows) }
    for resolved in rules {
      if case .pin(let position) = resolved.rule.action { pin(resolved, at: position) }
    }
    for resolved in burials { bury(resolved.rows) }
    for (row, _) in repurchases where self.scores[row] > -.infinity {
      self.scores[row] = repurchase(row).score
    }
    for resolved in boosts {
      if case .boost(let factor) = resolved.rule.action { boost(resolved.rows, by: factor) }
    }
  }

  /// The finite scores of eligible rows; −∞ for the others.
  private static func eligible(_ scores: [Float], _ eligible: [Bool]) -> [Float] {
    [Float](unsafeUninitializedCapacity: scores.count) { result, count in
      eligible.withUnsafeBufferPointer { eligible in
        scores.withUnsafeBufferPointer { scores in
          for row in scores.indices {
            let isFinite = scores[row].magnitude <= .greatestFiniteMagnitude
            result[row] = eligible[row] && isFinite ? scores[row] : -.infinity
          }
        }
      }
      count = scores.count
    }
  }

  private mutating func hide(_ rows: [Int32]) {
    for row in rows { scores[Int(row)] = -.infinity }
  }

  private mutating func boost(_ rows: [Int32], by factor: Double) {
    for row in rows {
      let score = scores[Int(row)]
      if score > -.infinity { scores[Int(row)] = Self.boosted(score, by: factor) }
    }
  }

  /// Gives the pinned product the first free place from the wanted one on; older
  /// rules come first.
  private mutating func pin(_ resolved: ResolvedRule, at position: Int) {
    guard resolved.rows.count == 1, let first = resolved.rows.first else { return }
    let row = Int(first)
    // A product pinned by an older rule competes no more.
    guard scores[row] > -.infinity else { return }
    var place = max(0, position - 1)
    while pins[place] != nil { place += 1 }
    pins[place] = Pin(row: row, rule: resolved.rule.id)
    scores[row] = -.infinity
  }

  private mutating func bury(_ rows: [Int32]) {
    for row in rows.lazy.map(Int.init) where scores[row] > -.infinity {
      buried.append(row)
      scores[row] = -.infinity
    }
  }

  /// Buried rows in the order of their scores, ties by row.
  var buriedRows: [Int] {
    buried.sorted {
      modelScores[$0] != modelScores[$1] ? modelScores[$0] > modelScores[$1] : $0 < $1
    }
  }

  /// The oldest rule that buries a buried row.
  func burial(of row: Int) -> Int? { burials.first { $0.contains(row) }?.rule.id }

  /// An item with the terms of its score; `places` are the effects on its place.
  func item(_ row: Int, places: [SteeringEffect]) -> SteeredItem {
    guard scores[row] > -.infinity else {
      return SteeredItem(row: row, score: modelScores[row], effects: places)
    }
    var (score, due) = repurchase(row)
    var effects: [SteeringEffect] = due == 0 ? [] : [.repurchaseDue(term: due)]
    for resolved in boosts where resolved.contains(row) {
      guard case .boost(let factor) = resolved.rule.action else { continue }
      let next = Self.boosted(score, by: factor)
      effects.append(.boosted(rule: resolved.rule.id, term: next - score))
      score = next
    }
    return SteeredItem(row: row, score: score, effects: places + effects)
  }

  private func repurchase(_ row: Int) -> (score: Float, term: Float) {
    let base = modelScores[row]
    guard let factor = repurchases[row] else { return (base, 0) }
    let score = Self.boosted(base, by: Double(factor))
    return (score, score - base)
  }

  /// A factor above 1 raises a score below zero too.
  private static func boosted(_ score: Float, by factor: Double) -> Float {
    let term = Float(factor - 1) * abs(score)
    let limit = Float.greatestFiniteMagnitude
    return min(max(score + term, -limit), limit)
  }
}
