import Engine
import Testing

@testable import Churn

@Suite struct FoldTests {
  @Test func `rows of one customer share a fold and classes are spread evenly`() {
    var generator = SplitMix64(seed: 8)
    let groups = (0..<900).map { _ in Int64.random(in: 0..<300, using: &generator) }
    let labels = groups.map { $0 % 4 == 0 ? 1 : 0 }
    let folds = StratifiedFolds.assign(strata: labels, groups: groups, count: 5, seed: 2)
    var known: [Int64: Int] = [:]
    for (group, fold) in zip(groups, folds) {
      #expect(known[group] ?? fold == fold)
      known[group] = fold
    }
    for fold in 0..<5 {
      let members = known.filter { $0.value == fold }
      #expect((known.count / 5 - 1...known.count / 5 + 1).contains(members.count))
      let leavers = members.count { $0.key % 4 == 0 }
      let all = known.count { $0.key % 4 == 0 }
      #expect((all / 5...all / 5 + 1).contains(leavers))
    }
    #expect(StratifiedFolds.assign(strata: labels, groups: groups, count: 5, seed: 2) == folds)
    #expect(StratifiedFolds.assign(strata: labels, groups: groups, count: 5, seed: 3) != folds)
  }
}

@Suite struct LogOddsShiftTests {
  @Test func `after the shift as many are expected to leave as left`() {
    var generator = SplitMix64(seed: 4)
    for count in [3, 50, 2000] {
      let scores = (0..<count).map { _ in Double.random(in: -3..<3, using: &generator) }
      let labels = (0..<count).map { $0 % 3 == 0 }
      let shift = LogOddsShift.best(scores, labels: labels)
      let expected = scores.reduce(0) { $0 + Logistic.sigmoid($1 + shift) }
      #expect(abs(expected - Double(labels.count { $0 })) < 1e-6)
    }
  }

  @Test func `all or none leaving gives a finite shift`() {
    for label in [true, false] {
      let shift = LogOddsShift.best([0.5, 0.1], labels: [label, label])
      #expect(shift.isFinite && abs(shift) <= 6)
    }
  }
}
