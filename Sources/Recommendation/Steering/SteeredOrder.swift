import Models

/// Fills the places of a list one after the other.
struct SteeredOrder {
  private let plan: SteeringPlan
  /// Those that compete by score, the best first, and where the next stands.
  private let ranked: [(index: Int, score: Float)]
  private var nextRank = 0
  private var pool: MarginalRelevance?
  private let exploration: Exploration
  private let toExplore: [Int]
  private var nextToExplore = 0
  /// Filled when it is needed.
  private var buried: [Int]?
  private var nextBuried = 0
  private var placed: Set<Int> = []
  /// Ranks of what was explored: those behind them move up by one.
  private var exploredRanks: [Int] = []
  private var picks = 0

  init(
    _ plan: SteeringPlan, length: Int, exposure: [Float]?, options: SteeringOptions,
    similarity: ((Int, Int) -> Float)?
  ) {
    self.plan = plan
    let isDiverse = options.diversity > 0 && similarity != nil
    ranked = Ranking.top(
      isDiverse ? max(length, Steering.poolSize) : length, of: plan.scores)
    if isDiverse, let similarity {
      pool = MarginalRelevance(
        pool: ranked.prefix(Steering.poolSize), diversity: options.diversity,
        similarity: similarity)
    }
    exploration = Exploration(share: options.exploration, seed: options.seed)
    toExplore =
      options.exploration > 0
      ? exploration.candidates(length, scores: plan.scores, exposure: exposure) : []
  }

  /// The products at some places; fewer where there are no more.
  mutating func items(_ places: Range<Int>) -> [SteeredItem] {
    var items: [SteeredItem] = []
    items.reserveCapacity(places.count)
    for place in 0..<places.upperBound {
      guard let item = next(at: place) else { break }
      placed.insert(item.row)
      pool?.take(item.row)
      if place >= places.lowerBound {
        items.append(plan.item(item.row, places: item.effects))
      }
    }
    return items
  }

  private mutating func next(at place: Int) -> (row: Int, effects: [SteeringEffect])? {
    if let pin = plan.pins[place], !placed.contains(pin.row) { return pinned(pin, at: place) }
    if exploration.isSlot(place), let row = nextExplored() { return (row, [.explored]) }
    if let pick = pool?.best() {
      picks += 1
      let rank = pick.rank - exploredRanks.count { $0 < pick.rank } + 1
      return (pick.row, rank == picks ? [] : [.diversified(rank: rank)])
    }
    while nextRank < ranked.count {
      defer { nextRank += 1 }
      if !placed.contains(ranked[nextRank].index) { return (ranked[nextRank].index, []) }
    }
    let buried = self.buried ?? plan.buriedRows
    self.buried = buried
    if nextBuried < buried.count {
      defer { nextBuried += 1 }
      let row = buried[nextBuried]
      return (row, plan.burial(of: row).map { [.buried(rule: $0)] } ?? [])
    }
    // The list is shorter than the place that a rule names.
    let rest = plan.pins.filter { !placed.contains($0.value.row) }
    return rest.min { $0.key < $1.key }.map { pinned($0.value, at: place) }
  }

  private func pinned(
    _ pin: SteeringPlan.Pin, at place: Int
  ) -> (row: Int, effects: [SteeringEffect]) {
    (pin.row, [.pinned(rule: pin.rule, position: place + 1)])
  }

  private mutating func nextExplored() -> Int? {
    while nextToExplore < toExplore.count {
      defer { nextToExplore += 1 }
      let row = toExplore[nextToExplore]
      guard !placed.contains(row) else { continue }
      if pool != nil,
        let rank = ranked.prefix(Steering.poolSize).firstIndex(where: { $0.index == row })
      {
        exploredRanks.append(rank)
      }
      return row
    }
    return nil
  }
}
