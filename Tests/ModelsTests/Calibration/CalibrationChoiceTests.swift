import Engine
import Testing

@testable import Models

@Suite struct CalibrationChoiceTests {
  /// Log-odds that a curve makes of the true ones.
  private func rows(
    _ count: Int, seed: UInt64, _ curve: (Double) -> Double
  ) -> (logOdds: [Double], labels: [Bool]) {
    var generator = SplitMix64(seed: seed)
    let truth = (0..<count).map { _ in 1.5 * generator.normal() - 1 }
    return (truth.map(curve), truth.map { generator.uniform() < Logistic.sigmoid($0) })
  }

  private func choose(
    _ rows: (logOdds: [Double], labels: [Bool])
  ) throws -> CalibrationChoice {
    try CalibrationChoice.choose(logOdds: rows.logOdds, labels: rows.labels, seed: 1)
  }

  @Test func `right log-odds are mostly left as they are`() throws {
    var kept = 0
    for seed in 0..<20 as Range<UInt64> {
      let choice = try choose(rows(1500, seed: seed) { $0 })
      if choice.calibration == .none {
        kept += 1
        #expect(choice.reason.hasPrefix("not calibrated: Platt scaling would "))
      }
    }
    // One standard error lets about one in six of nothing pass, a little fewer as
    // the held-out loss counts the cost of fitting.
    #expect(kept >= 15, "\(kept) of 20")
  }

  @Test func `log-odds that are twice too large are scaled back`() throws {
    let choice = try choose(rows(4000, seed: 3) { 2 * $0 + 1 })
    guard case .platt(let scaling) = choice.calibration else {
      Issue.record("\(choice.reason)")
      return
    }
    #expect(abs(scaling.slope - 0.5) < 0.05 && abs(scaling.intercept + 0.5) < 0.1)
    #expect(
      choice.reason.hasPrefix("calibrated by Platt scaling: Platt scaling lowers the held-out"))
    #expect(choice.losses[1] < choice.losses[0])
  }

  @Test func `a bend that no line follows is taken by isotonic regression`() throws {
    let choice = try choose(rows(8000, seed: 4) { $0 < 0 ? 0.1 * $0 : 4 * $0 })
    guard case .isotonic(let curve) = choice.calibration else {
      Issue.record("\(choice.reason)")
      return
    }
    #expect(abs(curve.probability(-0.2) - Logistic.sigmoid(-2)) < 0.03)
  }

  @Test func `few rows and one class are left as they are, with a word why`() throws {
    let few = try choose(([0, 1, 2], [true, false, true]))
    #expect(few.calibration == .none && few.losses.isEmpty)
    #expect(few.reason.contains("2 of 3 rows"))
    #expect(try choose(([0, 1], [true, true])).calibration == .none)
    #expect(throws: ModelError.self) { try choose(([], [])) }
    #expect(throws: ModelError.self) { try choose(([1], [true, false])) }
  }

  @Test func `the choice repeats with its seed`() throws {
    let rows = rows(300, seed: 7) { 1.2 * $0 }
    let (a, b) = (try choose(rows), try choose(rows))
    #expect(a.calibration == b.calibration && a.losses == b.losses && a.reason == b.reason)
  }
}
