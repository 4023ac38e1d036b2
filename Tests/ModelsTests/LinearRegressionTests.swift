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

  // Reference/linear_models.py, "ridge alpha=2".
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

  // Reference/linear_models.py, "least squares".
  @Test func `parameters without a penalty equal scikit-learn's`() throws {
    let cases: [(weights: [Float]?, expected: [Double])] = [
      (
        nil,
        [
          1.3632632397, -1.7078124250, 0.8342453545, 0.2051691710, 3.3851969526, 0.3740168610,
        ]
      ),
      (
        ReferenceData.sampleWeights,
        [
          1.4128074271, -1.6712440354, 0.9229228537, 0.1659373538, 3.4585691532, 0.3991477830,
        ]
      ),
    ]
    for (weights, expected) in cases {
      let model = try LinearRegression.fit(
        Self.features, targets: Self.targets, sampleWeights: weights, configuration: .init(l2: 0))
      for (value, expected) in zip(model.weights + [model.intercept], expected) {
        #expect(abs(value - expected) < 1e-5 * abs(expected))
      }
      #expect(model.warnings.isEmpty)
    }
  }

  @Test func `nearly dependent columns keep their weights without a penalty`() throws {
    // The columns differ by 2⁻²⁰ at most: squared, that is lost in Double.
    let rows = (0..<600).map { row -> [Float] in
      let difference = Float(row * 7 % 5) / 4 / 1_048_576
      return [1 + Float(row % 2), 1 + Float(row % 2) + difference]
    }
    let targets = rows.map { ($0[1] - $0[0]) * 1_048_576 }
    let model = try LinearRegression.fit(
      Tensor(rows: rows, columns: 2), targets: targets, configuration: .init(l2: 0))
    #expect(abs(model.weights[0] / -1_048_576 - 1) < 1e-6)
    #expect(abs(model.weights[1] / 1_048_576 - 1) < 1e-6)
  }

  @Test func `dependent columns need a penalty and are named`() throws {
    let rows = (0..<9).map { [Float($0), Float($0 * $0), 3 * Float($0)] }
    let features = Tensor(rows: rows, columns: 3)
    let targets = rows.map { $0[0] }
    let error = #expect(throws: ModelError.self) {
      try LinearRegression.fit(features, targets: targets, configuration: .init(l2: 0))
    }
    #expect(error?.code == .singular)
    #expect(error?.message.contains("column 2") == true)
    let model = try LinearRegression.fit(features, targets: targets)
    for (row, value) in zip(rows, model.predict(features)) {
      #expect(abs(value - Double(row[0])) < 0.1)
    }
    #expect(throws: ModelError.self) {
      try LinearRegression.fit(
        Tensor(rows: [[1, 2], [3, 5]], columns: 2), targets: [1, 2], configuration: .init(l2: 0))
    }
  }

  @Test(arguments: [0, 1.0])
  func `a constant column has no weight and is named`(l2: Double) throws {
    for constant: Float in [0.1, 0] {
      let rows = (0..<9).map { [constant, Float($0)] }
      let features = Tensor(rows: rows, columns: 2)
      let model = try LinearRegression.fit(
        features, targets: rows.map { 2 * $0[1] }, configuration: .init(l2: l2))
      #expect(model.weights[0] == 0)
      #expect(model.warnings == [.constantColumn(0)])
      if l2 == 0 { #expect(abs(model.weights[1] - 2) < 1e-12) }
    }
  }

  @Test func `what is not finite is found where it lies`() {
    var features = Self.features
    features[0, 2] = .nan
    let error = #expect(throws: ModelError.self) {
      try LinearRegression.fit(features, targets: Self.targets)
    }
    #expect(error?.code == .notFinite)
    #expect(error?.message.contains("row 0, column 2") == true)
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
