import Testing

@testable import Models

/// Reference values by Reference/purchases.py.
@Suite struct GammaGammaTests {
  @Test func `the fit reaches the maximum of the likelihood`() throws {
    let model = try GammaGamma.fit(
      counts: PurchaseData.rows.map { $0.repeats + 1 }, means: PurchaseData.rows.map(\.mean))
    #expect(abs(model.p / 3.48912329 - 1) < 1e-3)
    #expect(abs(model.q / 4.25938907 - 1) < 1e-3)
    #expect(abs(model.gamma / 30.8848169 - 1) < 1e-3)
  }

  @Test func `few purchases are drawn to the mean of all, many are believed`() {
    let model = GammaGamma(p: 6, q: 4, gamma: 15)
    let overall = model.expectedSpend(count: 0, mean: 0)
    #expect(overall == 30)
    #expect(model.expectedSpend(count: 1, mean: 100) == 690.0 / 9)
    #expect(abs(model.expectedSpend(count: 10_000, mean: 100) - 100) < 0.1)
  }

  @Test func `equal spends of all customers are fitted, and nothing is refused`() throws {
    let model = try GammaGamma.fit(counts: [1, 2, 3], means: [10, 10, 10])
    #expect(abs(model.expectedSpend(count: 2, mean: 10) - 10) < 0.1)
    #expect {
      try GammaGamma.fit(counts: [1, 0], means: [0, 5])
    } throws: {
      ($0 as? ModelError)?.code == .noData
    }
  }

  @Test func `the digamma function`() {
    // 𝜓(1) = −γ, 𝜓(½) = −γ − 2 log 2.
    #expect(abs(digamma(1) + 0.577_215_664_901_532_9) < 1e-13)
    #expect(abs(digamma(0.5) + 1.963_510_026_021_423_5) < 1e-13)
    #expect(abs(digamma(1e6) - 13.815_510_057_964_19) < 1e-12)
  }
}
