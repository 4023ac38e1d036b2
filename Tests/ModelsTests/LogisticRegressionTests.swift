import Engine
import Testing

@testable import Models

@Suite struct LogisticRegressionTests {
  private static let features = ReferenceData.features
  private static let labels: [Float] = (0..<30).map { i in (i * i + i / 4) % 3 > 0 ? 1 : 0 }
  private static let sampleWeights = ReferenceData.sampleWeights

  // Reference/linear_models.py, "logistic C=0.5".
  @Test(arguments: [LogisticRegression.Solver.newton, .lbfgs])
  func `parameters equal scikit-learn's`(solver: LogisticRegression.Solver) throws {
    let configuration = LogisticRegression.Configuration(
      l2: 2, solver: solver, tolerance: 1e-10)
    let cases: [(weights: [Float]?, expected: [Double])] = [
      (
        nil,
        [
          0.4707456576, 0.0656251162, 0.4867010658, -0.1484062573, -0.0343574066, 0.4328661094,
        ]
      ),
      (
        Self.sampleWeights,
        [
          0.5666473230, 0.0335762964, 0.5179779085, -0.1790479011, -0.1731547752, 0.3704131560,
        ]
      ),
    ]
    for (weights, expected) in cases {
      let model = try LogisticRegression.fit(
        Self.features, labels: Self.labels, sampleWeights: weights, configuration: configuration)
      for (value, expected) in zip(model.weights + [model.intercept], expected) {
        #expect(abs(value - expected) < 1e-6 * abs(expected))
      }
      #expect(model.iterations > 0 && model.iterations < 30)
      #expect(model.warnings.isEmpty)
    }
  }

  // Reference/linear_models.py, "logistic l1 C=2".
  @Test func `an absolute penalty leaves scikit-learn's weights, the same ones zero`() throws {
    let cases: [(weights: [Float]?, expected: [Double])] = [
      (nil, [0.8554052570, 0, 0.8365749443, 0, 0, 0.4666364067]),
      (
        Self.sampleWeights,
        [0.9196528077, 0, 0.7724260370, 0, -0.0495635280, 0.4009604548]
      ),
    ]
    for (weights, expected) in cases {
      let model = try LogisticRegression.fit(
        Self.features, labels: Self.labels, sampleWeights: weights,
        configuration: .init(l2: 0, l1: 0.5, tolerance: 1e-10))
      for (value, expected) in zip(model.weights + [model.intercept], expected) {
        #expect(abs(value - expected) <= 1e-5 * abs(expected), "\(value) for \(expected)")
      }
      #expect(model.warnings.isEmpty)
    }
  }

  /// Rows of eight features whose labels depend on them by chance, and what a
  /// sample of them is drawn from.
  private static let manyRows: (features: Tensor, labels: [Float]) = {
    let count = 140_000
    var generator = SplitMix64(seed: 9)
    var features = Tensor(zeros: [count, 8])
    var labels = [Float](repeating: 0, count: count)
    for row in 0..<count {
      var score = 0.3
      for column in 0..<8 {
        features[row, column] = Float(generator.normal())
        score += Double(column - 3) / 4 * Double(features[row, column])
      }
      labels[row] = generator.uniform() < Logistic.sigmoid(score) ? 1 : 0
    }
    return (features, labels)
  }()

  @Test func `a start from a sample of many rows ends at the same optimum`() throws {
    let (features, labels) = Self.manyRows
    let objective = LinearObjective(
      examples: try DenseExamples(features, labels, nil, model: "test"), loss: .logLoss, l2: 1)
    #expect(RowSample(objective, cancellation: nil) != nil)
    let models = try [LogisticRegression.Solver.newton, .lbfgs].map {
      try LogisticRegression.fit(
        features, labels: labels, configuration: .init(solver: $0, tolerance: 1e-9))
    }
    var gradient = [Double](repeating: 0, count: 9)
    for model in models {
      _ = objective.evaluate(model.weights + [model.intercept], &gradient)
      #expect(gradient.allSatisfy { abs($0) <= 1e-9 * 140_000 })
      #expect(model.iterations <= 6)
    }
    #expect(abs(models[0].weights[0] - models[1].weights[0]) < 1e-7)
  }

  @Test(arguments: [LogisticRegression.Solver.newton, .lbfgs])
  func `one, two and fifty threads give the same bits`(
    solver: LogisticRegression.Solver
  ) throws {
    for (features, labels) in [(Self.features, Self.labels), Self.manyRows] {
      let models = try [1, 2, 50].map {
        try LogisticRegression.fit(
          features, labels: labels, configuration: .init(solver: solver, threads: $0))
      }
      #expect(models[0] == models[1] && models[0] == models[2])
    }
  }

  @Test func `gradient and Hessian equal central differences`() throws {
    let objective = LinearObjective(
      examples: try DenseExamples(Self.features, Self.labels, Self.sampleWeights, model: "test"),
      loss: .logLoss, l2: 0.7)
    var generator = SplitMix64(seed: 3)
    let point = (0..<6).map { _ in generator.normal() }
    var gradient = point
    var (above, below) = (point, point)
    _ = objective.evaluate(point, &gradient)
    let hessian = objective.hessian(point)
    for index in 0..<6 {
      var shifted = point
      shifted[index] += 1e-5
      let high = objective.evaluate(shifted, &above)
      shifted[index] -= 2e-5
      let low = objective.evaluate(shifted, &below)
      let slope = (high - low) / 2e-5
      #expect(abs(slope - gradient[index]) < 1e-7)
      for row in 0...index {
        let curvature = (above[row] - below[row]) / 2e-5
        #expect(abs(curvature - hessian[row * 6 + index]) < 1e-7)
      }
    }
  }

  @Test func `at the optimum of the intercept the mean probability is the share of ones`() throws {
    let model = try LogisticRegression.fit(Self.features, labels: Self.labels)
    let mean = model.probabilities(Self.features).reduce(0, +) / 30
    #expect(abs(mean - Double(Self.labels.reduce(0, +)) / 30) < 1e-8)
  }

  @Test(arguments: [LogisticRegression.Solver.newton, .lbfgs])
  func `separable data stay finite`(solver: LogisticRegression.Solver) throws {
    let features = Tensor(rows: (0..<20).map { [Float($0) - 9.5] }, columns: 1)
    let labels = (0..<20).map { Float($0 < 10 ? 0 : 1) }
    for l2 in [1, 1e-6, 0] {
      let model = try LogisticRegression.fit(
        features, labels: labels, configuration: .init(l2: l2, solver: solver))
      #expect(model.weights[0].isFinite && model.weights[0] > 0)
      #expect(model.probability(of: [-9]) < 0.5 && model.probability(of: [9]) > 0.5)
      // Only a penalty bounds the weights.
      #expect(model.warnings.contains(.separable) == (l2 == 0))
    }
  }

  @Test func `dependent and constant columns and none are no obstacle`() throws {
    let rows = (0..<30).map { [Float($0 % 5), Float($0 % 5), 1, 0] }
    for l2 in [0.0, 1.0] {
      let model = try LogisticRegression.fit(
        Tensor(rows: rows, columns: 4), labels: Self.labels, configuration: .init(l2: l2))
      #expect(model.weights.allSatisfy { $0.isFinite } && model.intercept.isFinite)
      #expect(model.warnings == [.constantColumn(2), .constantColumn(3)])
    }
    let constant = try LogisticRegression.fit(Tensor(zeros: [4, 0]), labels: [1, 1, 1, 0])
    #expect(abs(constant.probability(of: []) - 0.75) < 1e-9)
  }

  @Test func `features of very different sizes are fitted`() throws {
    let rows: [[Float]] = (0..<30).map { i in
      let (large, small) = (Float(i * 7 % 11), Float(i * 5 % 13))
      return [large * 1e6, small * 1e-6]
    }
    let model = try LogisticRegression.fit(
      Tensor(rows: rows, columns: 2), labels: Self.labels, configuration: .init(l2: 1e-3))
    #expect(model.probabilities(Tensor(rows: rows, columns: 2)).allSatisfy { $0.isFinite })
    #expect(model.iterations < 100)
  }

  @Test func `one row is scored as among others`() throws {
    let model = try LogisticRegression.fit(Self.features, labels: Self.labels)
    let scores = model.logOdds(Self.features)
    for row in 0..<30 { #expect(scores[row] == model.logOdds(of: Self.features.row(row))) }
  }

  @Test func `what is not finite is found where it lies`() {
    for (value, text) in [(Float.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")] {
      for solver in [LogisticRegression.Solver.newton, .lbfgs] {
        var features = Self.features
        features[17, 3] = value
        let error = #expect(throws: ModelError.self) {
          try LogisticRegression.fit(
            features, labels: Self.labels, configuration: .init(solver: solver))
        }
        #expect(error?.code == .notFinite)
        #expect(error?.message.contains("row 17, column 3 is \(text)") == true)
      }
    }
    var (features, manyLabels) = Self.manyRows
    features[70_001, 7] = .nan
    let far = #expect(throws: ModelError.self) {
      try LogisticRegression.fit(
        features, labels: manyLabels, configuration: .init(solver: .lbfgs))
    }
    #expect(far?.message.contains("row 70001, column 7 is nan") == true)
    manyLabels[139_999] = .infinity
    #expect(throws: ModelError.self) {
      try LogisticRegression.fit(Self.manyRows.features, labels: manyLabels)
    }
    var labels = Self.labels
    labels[4] = .nan
    let error = #expect(throws: ModelError.self) {
      try LogisticRegression.fit(Self.features, labels: labels)
    }
    #expect(error?.message.contains("label of row 4") == true)
  }

  @Test func `an end before convergence is told`() throws {
    let model = try LogisticRegression.fit(
      Self.features, labels: Self.labels, configuration: .init(maximumIterations: 1))
    #expect(model.warnings == [.notConverged])
    // Rounding ends the search before a gradient that small is reached.
    for solver in [LogisticRegression.Solver.newton, .lbfgs] {
      let strict = try LogisticRegression.fit(
        Self.features, labels: Self.labels,
        configuration: .init(solver: solver, maximumIterations: 10_000, tolerance: 1e-30))
      #expect(strict.warnings == [.notConverged] && strict.iterations < 10_000)
    }
  }

  @Test(arguments: [.nan, -1, 0, Double.infinity])
  func `a tolerance that nothing or everything meets is refused`(tolerance: Double) {
    let features = SparseMatrix(rows: [[(0, 1)], []], columnCount: 1)
    let dense = Tensor(rows: [[1], [0]], columns: 1)
    let errors: [ModelError?] = [
      #expect(throws: ModelError.self) {
        try LogisticRegression.fit(
          dense, labels: [0, 1], configuration: .init(tolerance: tolerance))
      },
      #expect(throws: ModelError.self) {
        try LinearSVM.fit(dense, labels: [0, 1], configuration: .init(tolerance: tolerance))
      },
      #expect(throws: ModelError.self) {
        try KernelSVM.fit(dense, labels: [0, 1], configuration: .init(tolerance: tolerance))
      },
      #expect(throws: ModelError.self) {
        try SoftmaxRegression.fit(
          features, labels: [0, 1], classCount: 2, configuration: .init(tolerance: tolerance))
      },
    ]
    for error in errors {
      #expect(error?.code == .outOfRange && error?.message.contains("tolerance is") == true)
    }
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ rows: [[Float]], _ labels: [Float], weights: [Float]? = nil, l2: Double = 1,
      iterations: Int = 100,
      cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try LogisticRegression.fit(
          Tensor(rows: rows, columns: 1), labels: labels, sampleWeights: weights,
          configuration: .init(l2: l2, maximumIterations: iterations),
          cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    #expect(code([], []) == .noData)
    #expect(code([[1], [2]], [1]) == .shapeMismatch)
    #expect(code([[1], [2]], [1, 2]) == .outOfRange)
    #expect(code([[1], [2]], [1, 1]) == .oneClass)
    #expect(code([[1], [2]], [0, 0]) == .oneClass)
    #expect(code([[1], [2]], [0, 1], weights: [1, 0]) == .oneClass)
    #expect(code([[1], [2]], [0, 1], weights: [0, 0]) == .noData)
    #expect(code([[1], [2]], [0, 1], weights: [1]) == .shapeMismatch)
    #expect(code([[1], [2]], [0, 1], weights: [1, -1]) == .outOfRange)
    #expect(code([[.nan], [2]], [0, 1]) == .notFinite)
    #expect(code([[1], [.infinity]], [0, 1]) == .notFinite)
    #expect(code([[1], [2]], [0, .nan]) == .notFinite)
    #expect(code([[1], [2]], [0, 1], l2: -1) == .outOfRange)
    #expect(code([[1], [2]], [0, 1], iterations: -1) == .outOfRange)
    #expect(code([[1], [2]], [0, 1], cancellation: cancelled) == .cancelled)
    #expect(code([[1], [2]], [0, 1]) == nil)
  }
}
