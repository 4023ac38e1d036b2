import Engine
import Glibc
import Testing

@testable import Models

/// Reference values by Reference/purchases.py.
@Suite struct BGNBDTests {
  /// The parameters that the paper finds on a tenth of CDNOW's customers.
  private let published = BGNBD(r: 0.243, alpha: 4.414, a: 0.793, b: 2.426)

  @Test func `the fit reaches the maximum of the likelihood`() throws {
    let model = try BGNBD.fit(PurchaseData.histories)
    let count = Double(PurchaseData.histories.count)
    #expect(model.isConverged)
    #expect(abs(model.logLikelihood(of: PurchaseData.histories) / count + 8.141204656587) < 1e-8)
    // a and b lie on a ridge: their ratio is what the data tell.
    #expect(abs(model.r / 0.93122564 - 1) < 2e-3)
    #expect(abs(model.alpha / 4.90951403 - 1) < 2e-3)
    #expect(abs((model.a / model.b) / (19.11234831 / 79.60473184) - 1) < 2e-2)
  }

  @Test func `the likelihood at a point`() {
    let model = BGNBD(r: 0.5, alpha: 8, a: 0.7, b: 2.5)
    let found = model.logLikelihood(of: PurchaseData.histories) / 80
    #expect(abs(found + 8.521278098417174) < 1e-12)
  }

  @Test func `the gradient is that of central differences`() {
    let likelihood = BGNBDLikelihood(PurchaseData.histories)
    let point = [-0.3, 1.7, 0.2, 0.9]
    var gradient = [0.0, 0, 0, 0]
    var ignored = gradient
    _ = likelihood.negativeMean(at: point, gradient: &gradient)
    for index in point.indices {
      var (low, high) = (point, point)
      low[index] -= 1e-5
      high[index] += 1e-5
      let slope =
        (likelihood.negativeMean(at: high, gradient: &ignored)
          - likelihood.negativeMean(at: low, gradient: &ignored)) / 2e-5
      #expect(abs(slope - gradient[index]) < 1e-8, "parameter \(index)")
    }
  }

  @Test(arguments: [
    (0.243, 4.414, 0.793, 2.426, 2, 30.43, 38.86, 39, 1.22602817476714),
    (0.243, 4.414, 0.793, 2.426, 0, 0, 38.86, 39, 0.195098052011263),
    (0.243, 4.414, 0.793, 2.426, 29, 37.71, 38.0, 500, 98.4487010783355),
    (0.5, 8, 0.3, 0.45, 0, 0, 2, 1000, 11.7497894612325),
    (0.5, 8, 1.0001, 2.5, 3, 10, 20, 26, 1.23266311123989),
    (2, 10, 300, 700, 5, 20, 30, 52, 0.719474886091857),
    (0.4, 6, 1e-6, 0.5, 4, 20, 30, 52, 6.35554420886152),
  ])
  func `expected purchases are those of the hypergeometric function`(
    r: Double, alpha: Double, a: Double, b: Double, repeats: Int, last: Double, age: Double,
    time: Double, expected: Double
  ) {
    let model = BGNBD(r: r, alpha: alpha, a: a, b: b)
    let history = PurchaseHistory(repeats: repeats, lastRepeat: last, age: age)
    let found = model.expectedPurchases(history, within: time)
    #expect(abs(found / expected - 1) < 1e-10, "\(found)")
  }

  @Test func `more time brings more purchases, and none brings none`() {
    let history = PurchaseHistory(repeats: 3, lastRepeat: 10, age: 20)
    let found = [0, 1, 10, 100, 1000].map {
      published.expectedPurchases(history, within: $0)
    }
    #expect(found[0] == 0)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func `a long silence lowers the chance to be alive, but not after one purchase`() {
    func alive(_ repeats: Int, _ last: Double) -> Double {
      published.probabilityAlive(
        PurchaseHistory(repeats: repeats, lastRepeat: last, age: 40))
    }
    #expect(alive(5, 38) > 0.8)
    #expect(alive(5, 5) < 0.1)
    #expect(alive(0, 0) == 1)
  }

  @Test func `what cannot be fitted says why`() {
    let once = PurchaseHistory(repeats: 0, lastRepeat: 0, age: 3)
    for histories in [[], [once, once]] {
      #expect {
        try BGNBD.fit(histories)
      } throws: {
        ($0 as? ModelError)?.code == .noData
      }
    }
    #expect {
      try BGNBD.fit([once, PurchaseHistory(repeats: 1, lastRepeat: 5, age: 3)])
    } throws: {
      ($0 as? ModelError)?.code == .outOfRange && "\($0)".contains("customer 1")
    }
  }
}

extension BGNBD {
  /// The log-likelihood of histories: equation 6 of the paper.
  fileprivate func logLikelihood(of histories: [PurchaseHistory]) -> Double {
    var gradient = [0.0, 0, 0, 0]
    return -BGNBDLikelihood(histories).negativeMean(
      at: [log(r), log(alpha), log(a), log(b)], gradient: &gradient) * Double(histories.count)
  }
}
