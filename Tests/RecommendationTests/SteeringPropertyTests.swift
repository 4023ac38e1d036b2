import Domain
import Engine
import Testing

@testable import Recommendation

/// What holds for every list, whatever the scores, rules and options.
@Suite struct SteeringPropertyTests {
  private struct Case {
    var scores: [Float]
    var eligible: [Bool]
    var rules: [SteeringRule]
    var facts: ProductFacts
    var options: SteeringOptions
    var vectors: ItemVectors
    var exposure: [Float]

    init(seed: UInt64) {
      var random = SplitMix64(seed: seed)
      let count = random.index(below: 5) == 0 ? random.index(below: 4) : random.index(below: 320)
      // Few distinct values, so that ties abound.
      scores = (0..<count).map { _ in Float(random.index(below: 40)) / 4 - 5 }
      if count > 0, random.index(below: 4) == 0 { scores[random.index(below: count)] = .nan }
      let sparsity = random.index(below: 6)
      eligible = (0..<count).map { _ in sparsity == 0 || random.index(below: 6) >= sparsity }
      facts = ProductFacts(
        (0..<count).map { row in
          Product(
            id: Product.ID("p\(row)"), category: "c\(random.index(below: 6))",
            price: Double(random.index(below: 50)))
        })
      rules = (0..<random.index(below: 8)).map { id in
        let one = SteeringRule.Target(product: Product.ID("p\(random.index(below: count + 1))"))
        let many = SteeringRule.Target(
          category: "c\(random.index(below: 6))", lowestPrice: Double(random.index(below: 40)))
        let target = random.index(below: 2) == 0 ? one : many
        let action: SteeringRule.Action =
          switch random.index(below: 4) {
          case 0: .boost(factor: Double(random.index(below: 12) + 1) / 4)
          case 1: .bury
          case 2: .exclude
          default: .pin(position: random.index(below: 30) + 1)
          }
        let isPin = if case .pin = action { true } else { false }
        return SteeringRule(
          id: id, action: action, target: isPin ? one : target,
          createdAt: Timestamp(seconds: Int64(random.index(below: 3))))
      }
      options = SteeringOptions(
        limit: random.index(below: 60), offset: random.index(below: 30),
        diversity: [0, 0, 0.3, 1][random.index(below: 4)],
        exploration: [0, 0, 0.1, 0.45, 1][random.index(below: 5)], seed: "\(seed)")
      vectors = ItemVectors(
        Tensor(
          shape: [count, 3], values: (0..<count * 3).map { _ in Float(random.uniform()) - 0.5 }))
      exposure = (0..<count).map { _ in Float(random.index(below: 20)) }
    }

    var active: [ResolvedRule] {
      RuleBook(rules, facts: facts).active(at: Timestamp(seconds: 5))
    }

    func list(limit: Int? = nil, offset: Int? = nil) -> [SteeredItem] {
      var options = options
      options.limit = limit ?? options.limit
      options.offset = offset ?? options.offset
      return Steering.apply(
        scores: scores, eligible: eligible, rules: active, exposure: exposure, options: options,
        similarity: vectors.similarity)
    }

    func rows(_ isWanted: (SteeringRule.Action) -> Bool) -> Set<Int> {
      Set(active.filter { isWanted($0.rule.action) }.flatMap { $0.rows.map(Int.init) })
    }
  }

  @Test(arguments: UInt64(0)..<400)
  func `as many distinct eligible products as there are, and no excluded one`(seed: UInt64) {
    let it = Case(seed: seed)
    let excluded = it.rows { $0 == .exclude }
    let allowed = it.scores.indices.filter {
      it.eligible[$0] && it.scores[$0].isFinite && !excluded.contains($0)
    }
    let items = it.list()
    let wanted = max(0, min(it.options.limit, allowed.count - it.options.offset))
    #expect(items.count == wanted)
    #expect(Set(items.map(\.row)).count == items.count)
    #expect(Set(items.map(\.row)).isSubset(of: allowed))
    let everything = it.list(limit: .max, offset: 0)
    #expect(everything.map(\.row).sorted() == allowed)
  }

  @Test(arguments: UInt64(0)..<400)
  func `pages are cuts of one list, and asking twice changes nothing`(seed: UInt64) {
    let it = Case(seed: seed)
    let whole = it.list(limit: .max, offset: 0)
    #expect(it.list() == Array(whole.dropFirst(it.options.offset).prefix(it.options.limit)))
    #expect(it.list(limit: 10, offset: 10) == Array(it.list(limit: 20, offset: 0).dropFirst(10)))
    #expect(it.list() == it.list())
  }

  @Test(arguments: UInt64(0)..<400)
  func `pinned products stand at their places and scores are sums of their terms`(seed: UInt64) {
    let it = Case(seed: seed)
    let items = it.list(limit: .max, offset: 0)
    var taken: Set<Int> = []
    var placed: Set<Int> = []
    let excluded = it.rows { $0 == .exclude }
    for resolved in it.active {
      guard case .pin(let position) = resolved.rule.action, let first = resolved.rows.first,
        case let row = Int(first), it.eligible[row], it.scores[row].isFinite,
        !excluded.contains(row), placed.insert(row).inserted
      else { continue }
      var place = position - 1
      while !taken.insert(place).inserted { place += 1 }
      let found = items.firstIndex { $0.row == row }
      if place < items.count - it.rules.count { #expect(found == place) }
      if let found {
        #expect(items[found].effects == [.pinned(rule: resolved.rule.id, position: found + 1)])
      }
    }
    for item in items {
      #expect(item.score == item.effects.reduce(it.scores[item.row]) { $0 + $1.term })
    }
  }

  @Test(arguments: UInt64(0)..<400)
  func `without diversity and exploration the rest is in the order of scores`(seed: UInt64) {
    var it = Case(seed: seed)
    (it.options.diversity, it.options.exploration) = (0, 0)
    let rest = it.list(limit: .max, offset: 0).filter { item in
      !item.effects.contains { if case .pinned = $0 { true } else { false } }
    }
    func isBuried(_ item: SteeredItem) -> Bool {
      item.effects.contains { if case .buried = $0 { true } else { false } }
    }
    for (one, next) in zip(rest, rest.dropFirst()) {
      if isBuried(one) == isBuried(next) {
        #expect(one.score > next.score || (one.score == next.score && one.row < next.row))
      } else {
        #expect(isBuried(next))
      }
    }
  }
}
