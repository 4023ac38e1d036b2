import Engine
import Testing

@testable import Models

@Suite struct LogisticRegressionTests {
  private static let features = ReferenceData.features
  private static let labels: [Float] = (0..<30).map { i in (i * i + i / 4) % 3 > 0 ? 1 : 0 }
  private static let sampleWeights = ReferenceData.sampleWeights

  // scikit-learn 1.9: X[i, j] = ((7i + 13j) % 11)/5 - 1 if (i + j) % 3 else 0,
  // y[i] = (i*i + i//4) % 3 > 0, w[i] = 1 + (i % 4)/2,
  // LogisticRegression(C=0.5, tol=1e-12, max_iter=10000,
  //   solver="newton-cholesky").fit(X, y[, w]).
  @Test(arguments: [LogisticRegression.Solver.newton, .lbfgs])
  func `parameters equal scikit-learn's`(solver: LogisticRegression.Solver) throws {
    let configuration = LogisticRegression.Configuration(l2: 2, solver: solver)
    let cases: [(weights: [Float]?, expected: [Double])] = [
      (nil, [0.47074567, 0.06562511, 0.48670107, -0.14840627, -0.0343574, 0.43286611]),
      (
        Self.sampleWeights,
        [0.56664733, 0.0335763, 0.51797791, -0.17904791, -0.17315477, 0.37041316]
      ),
    ]
    for (weights, expected) in cases {
      let model = try LogisticRegression.fit(
        Self.features, labels: Self.labels, sampleWeights: weights, configuration: configuration)
      // The reference is printed to eight digits; the features are Float32.
      for (value, expected) in zip(model.weights + [model.intercept], expected) {
        #expect(abs(value - expected) < 2e-7)
      }
      #expect(model.iterations > 0 && model.iterations < 30)
    }
  }

  @Test func `gradient and Hessian equal central differences`() throws {
    let examples = try DenseExamples(
      Self.features, Self.labels, Self.sampleWeights, l2: 0.7, model: "test")
    let objective = LogisticObjective(examples, l2: 0.7)
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
    }
  }

  @Test func `dependent and constant columns and none are no obstacle`() throws {
    let rows = (0..<30).map { [Float($0 % 5), Float($0 % 5), 1, 0] }
    for l2 in [0.0, 1.0] {
      let model = try LogisticRegression.fit(
        Tensor(rows: rows, columns: 4), labels: Self.labels, configuration: .init(l2: l2))
      #expect(model.weights.allSatisfy { $0.isFinite } && model.intercept.isFinite)
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
