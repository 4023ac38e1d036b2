import Engine
import Testing

@testable import Models

@Suite struct LinearRegressionTests {
  private static let features = ReferenceData.features

  /// sin(i) for i in 0..<30 by the angle addition rule: no libm in tests.
  private static let sines: [Double] = {
    var (sine, cosine) = (0.0, 1.0)
    return (0..<30).map { _ in
      defer {
        (sine, cosine) = (
          sine * 0.5403023058681398 + cosine * 0.8414709848078965,
          cosine * 0.5403023058681398 - sine * 0.8414709848078965
        )
      }
      return sine
    }
  }()

  private static let targets: [Float] = ReferenceData.rows.indices.map { i in
    let row = ReferenceData.rows[i]
    let line: Float = row[0] - 2 * row[1] + row[2] / 2 + 3 * row[4]
    return line + 0.3 + Float(sines[i])
  }

  // scikit-learn 1.9: X as for the logistic tests,
  // t = X @ [1, -2, .5, 0, 3] + 0.3 + sin(arange(30)), w[i] = 1 + (i % 4)/2,
  // Ridge(alpha=2).fit(X, t[, w]).
  @Test func `parameters equal scikit-learn's ridge`() throws {
    let cases: [(weights: [Float]?, expected: [Double])] = [
      (
        nil,
        [
          0.899519817, -1.69740772, 0.467717509, -0.000172360791, 2.62526412,
          0.33633945545797217,
        ]
      ),
      (
        ReferenceData.sampleWeights,
        [1.08530803, -1.67117065, 0.67046962, 0.03062221, 2.94238727, 0.3781146735540776]
      ),
    ]
    for (weights, expected) in cases {
      let model = try LinearRegression.fit(
        Self.features, targets: Self.targets, sampleWeights: weights, configuration: .init(l2: 2))
      // Targets are Float32.
      for (value, expected) in zip(model.weights + [model.intercept], expected) {
        #expect(abs(value - expected) < 1e-6)
      }
    }
  }

  @Test func `an exact line is found without a penalty`() throws {
    let rows = (0..<9).map { [Float($0), Float($0 * $0)] }
    let model = try LinearRegression.fit(
      Tensor(rows: rows, columns: 2), targets: rows.map { 3 * $0[0] - $0[1] + 7 },
      configuration: .init(l2: 0))
    for (row, value) in zip(rows, model.predict(Tensor(rows: rows, columns: 2))) {
      #expect(abs(value - Double(3 * row[0] - row[1] + 7)) < 1e-9)
    }
  }

  @Test func `dependent columns need a penalty`() throws {
    for second: (Float) -> Float in [{ _ in 0.1 }, { _ in 0 }, { 3 * $0 }] {
      let rows = (0..<9).map { [Float($0), second(Float($0))] }
      let features = Tensor(rows: rows, columns: 2)
      let targets = rows.map { $0[0] }
      #expect(throws: ModelError.self) {
        try LinearRegression.fit(features, targets: targets, configuration: .init(l2: 0))
      }
      let model = try LinearRegression.fit(features, targets: targets)
      #expect(model.weights[1] == 0 || second(1) == 3)
      for (row, value) in zip(rows, model.predict(features)) {
        #expect(abs(value - Double(row[0])) < 0.1)
      }
    }
  }

  @Test func `unusable input is refused`() {
    #expect(throws: ModelError.self) {
      try LinearRegression.fit(Tensor(zeros: [0, 2]), targets: [])
    }
    #expect(throws: ModelError.self) {
      try LinearRegression.fit(Tensor(zeros: [2, 2]), targets: [1])
    }
    #expect(throws: ModelError.self) {
      try LinearRegression.fit(Tensor(zeros: [2, 2]), targets: [1, .infinity])
    }
  }
}
