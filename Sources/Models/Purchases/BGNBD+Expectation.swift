import Glibc

extension BGNBD {
  /// The purchases expected of a customer in the time after their history.
  ///
  /// A customer who is still one has p ~ Beta(a, b + x) and λ ~ Gamma(r + x, α + T),
  /// so that the expectation is P(alive) · E[(1 − (1 + p·t/(α+T))^−(r+x)) / p] over p.
  /// The paper writes the mean over p as a Gauss hypergeometric function, which is
  /// singular at a = 1 and at a + b + x = 1; here the trapezoid rule over the
  /// log-odds of p takes it, whose terms are all positive and whose error falls
  /// exponentially with the number of points.
  ///
  /// - Parameters:
  ///   - history: what is known of the customer.
  ///   - time: t, in the unit of the history.
  /// - Returns: E[Y(t) | x, t_x, T].
  /// - Source: Fader, Hardie & Lee 2005, equation 10; L. N. Trefethen & J. A. C.
  ///   Weideman 2014, "The Exponentially Convergent Trapezoidal Rule", SIAM Review
  ///   56(3).
  package func expectedPurchases(_ history: PurchaseHistory, within time: Double) -> Double {
    guard time > 0 else { return 0 }
    let m = r + Double(history.repeats)
    let s = time / (alpha + history.age)
    let mean = meanOverBeta(a, b + Double(history.repeats)) { p in
      -expm1(-m * log1p(p * s)) / p
    }
    return probabilityAlive(history) * mean
  }

  /// The mean of a bounded smooth function of p ~ Beta(shape, other).
  private func meanOverBeta(
    _ shape: Double, _ other: Double, _ body: (Double) -> Double
  ) -> Double {
    // With y = log(p / (1 − p)) the density is p^shape · (1 − p)^other, which has one
    // peak; what lies within 1e-15 of its height counts.
    let peak = log(shape) - log(other)
    let width = ((shape + other) / (shape * other)).squareRoot()
    let step = min(0.3, width / 3)
    func logDensity(_ y: Double) -> Double {
      // log p and log (1 − p) without cancellation.
      let logP = y < 0 ? y - log1p(exp(y)) : -log1p(exp(-y))
      return shape * logP + other * (logP - y)
    }
    let top = logDensity(peak)
    var weights = 0.0
    var sum = 0.0
    func add(_ y: Double, height: Double, times: Double = 1) {
      let weight = exp(height) * times
      weights += weight
      sum += weight * body(1 / (1 + exp(-y)))
    }
    add(peak, height: 0)
    for (direction, decay) in [(1.0, other), (-1.0, shape)] {
      var y = peak + direction * step
      var height = logDensity(y) - top
      while height > -35 {
        // So far out p is 0 or 1 and the density a pure exponential: a small shape
        // would ask for a great many points, whose sum is geometric.
        guard direction * y < 40 else {
          add(y, height: height, times: -1 / expm1(-decay * step))
          break
        }
        add(y, height: height)
        y += direction * step
        height = logDensity(y) - top
      }
    }
    return sum / weights
  }
}
