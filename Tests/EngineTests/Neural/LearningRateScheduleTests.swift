import Testing

@testable import Engine

@Suite struct LearningRateScheduleTests {
  @Test func `the rate rises to the peak at the end of the warm-up`() {
    let schedule = LearningRateSchedule(peak: 0.2, warmUpSteps: 4, totalSteps: 10)
    #expect((0..<4).map(schedule.rate) == [0.05, 0.1, 0.15, 0.2].map { Float($0) })
  }

  // PyTorch: CosineAnnealingLR(lr=0.2, T_max=8, eta_min=0.01), in
  // Reference/optimisers.py.
  @Test(arguments: [0, 5])
  func `the rate falls along half a cosine`(warmUpSteps: Int) {
    let expected: [Float] = [
      0.2, 0.19276856, 0.17217514, 0.14135493, 0.105, 0.068645074, 0.037824856, 0.017231444, 0.01,
    ]
    let schedule = LearningRateSchedule(
      peak: 0.2, floor: 0.01, warmUpSteps: warmUpSteps, totalSteps: warmUpSteps + 8)
    for (step, rate) in expected.enumerated() {
      #expect(abs(schedule.rate(at: warmUpSteps + step) - rate) < 1e-7, "step \(step)")
    }
  }

  @Test func `the rate stays at the floor after the last step`() {
    let schedule = LearningRateSchedule(peak: 1, floor: 0.25, warmUpSteps: 1, totalSteps: 3)
    #expect(schedule.rate(at: 3) == 0.25 && schedule.rate(at: 1_000_000) == 0.25)
    #expect(LearningRateSchedule(peak: 1, warmUpSteps: 2, totalSteps: 2).rate(at: 2) == 0)
  }
}
