import Engine
import Testing

@testable import Models

@Suite struct LinearSVMTests {
  private static let features = ReferenceData.features
  private static let labels: [Float] = (0..<30).map { i in (i * i + i / 4) % 3 > 0 ? 1 : 0 }

  // Reference/linear_models.py, "svm C=0.5".
  @Test func `parameters equal scikit-learn's`() throws {
    let cases: [(weights: [Float]?, expected: [Double])] = [
      (
        nil,
        [0.4825014759, 0.1023330567, 0.4656132545, 0.0025049035, 0.0688395797, 0.2125917102]
      ),
      (
        ReferenceData.sampleWeights,
        [0.4391295144, -0.0021646551, 0.3816606015, -0.0515512608, -0.0843351678, 0.1786271986]
      ),
    ]
    for (weights, expected) in cases {
      let model = try LinearSVM.fit(
        Self.features, labels: Self.labels, sampleWeights: weights,
        configuration: .init(l2: 2, penalizesIntercept: true))
      for (value, expected) in zip(model.weights + [model.intercept], expected) {
        #expect(abs(value - expected) < 1e-5 * abs(expected))
      }
      #expect(model.iterations > 0 && model.iterations < 20)
    }
  }

  @Test(arguments: [false, true])
  func `the gradient vanishes at the solution`(penalizesIntercept: Bool) throws {
    let weights = ReferenceData.sampleWeights
    let model = try LinearSVM.fit(
      Self.features, labels: Self.labels, sampleWeights: weights,
      configuration: .init(l2: 0.3, penalizesIntercept: penalizesIntercept))
    var gradient = model.weights.map { 0.3 * $0 } + [penalizesIntercept ? 0.3 * model.intercept : 0]
    for (row, score) in model.scores(Self.features).enumerated() {
      let sign: Double = Self.labels[row] > 0 ? 1 : -1
      let pull = 2 * Double(weights[row]) * sign * max(0, 1 - sign * score)
      for index in 0..<5 { gradient[index] -= pull * Double(Self.features[row, index]) }
      gradient[5] -= pull
    }
    #expect(gradient.allSatisfy { abs($0) < 1e-7 })
  }

  @Test func `gradient and Hessian equal central differences`() throws {
    let examples = try DenseExamples(
      Self.features, Self.labels, ReferenceData.sampleWeights, model: "test")
    let objective = LinearObjective(
      examples: examples, loss: .squaredHinge, l2: 0.7, penalizesIntercept: true)
    var generator = SplitMix64(seed: 3)
    let point = (0..<6).map { _ in generator.normal() }
    var gradient = point
    var (above, below) = (point, point)
    _ = objective.evaluate(point, &gradient)
    let hessian = objective.hessian(point)
    for index in 0..<6 {
      var shifted = point
      shifted[index] += 1e-6
      let high = objective.evaluate(shifted, &above)
      shifted[index] -= 2e-6
      let low = objective.evaluate(shifted, &below)
      #expect(abs((high - low) / 2e-6 - gradient[index]) < 1e-6)
      for row in 0...index {
        let curvature = (above[row] - below[row]) / 2e-6
        #expect(abs(curvature - hessian[row * 6 + index]) < 1e-6)
      }
    }
  }

  @Test func `separable data are split in the middle and stay finite`() throws {
    let features = Tensor(rows: (0..<20).map { [Float($0) - 9.5] }, columns: 1)
    let labels = (0..<20).map { Float($0 < 10 ? 0 : 1) }
    for l2 in [1, 1e-6, 0] {
      let model = try LinearSVM.fit(features, labels: labels, configuration: .init(l2: l2))
      #expect(model.weights[0] > 0 && model.weights[0].isFinite)
      #expect(abs(model.intercept) < 1e-6)
      for row in 0..<20 { #expect((model.scores(features)[row] > 0) == (labels[row] > 0)) }
    }
  }

  @Test func `dependent and constant columns and none are no obstacle`() throws {
    let rows = (0..<30).map { [Float($0 % 5), Float($0 % 5), 1, 0] }
    for l2 in [0.0, 1.0] {
      let model = try LinearSVM.fit(
        Tensor(rows: rows, columns: 4), labels: Self.labels, configuration: .init(l2: l2))
      #expect(model.weights.allSatisfy { $0.isFinite } && model.intercept.isFinite)
      #expect(model.warnings == [.constantColumn(2), .constantColumn(3)])
    }
    // Σ over three rows above and one below: 3·(1 − b)² + (1 + b)² is least at ½.
    let constant = try LinearSVM.fit(Tensor(zeros: [4, 0]), labels: [1, 1, 1, 0])
    #expect(abs(constant.score(of: []) - 0.5) < 1e-9)
  }

  @Test func `a saved model is read back equal`() throws {
    let model = LinearSVM(weights: [0.25, -3], intercept: .pi, iterations: 4)
    var checkpoint = Checkpoint(kind: "test")
    model.save(to: &checkpoint, as: "svm")
    let copy = try Checkpoint(decoding: checkpoint.encoded())
    #expect(try LinearSVM(copy, as: "svm") == model)
    #expect(throws: CheckpointError.self) { try LinearSVM(copy, as: "other") }
  }

  @Test func `one, two and fifty threads give the same bits`() throws {
    let models = try [1, 2, 50].map {
      try LinearSVM.fit(Self.features, labels: Self.labels, configuration: .init(threads: $0))
    }
    #expect(models[0] == models[1] && models[0] == models[2])
  }

  @Test func `what is not finite is found where it lies`() {
    var features = Self.features
    features[29, 4] = .infinity
    let error = #expect(throws: ModelError.self) {
      try LinearSVM.fit(features, labels: Self.labels)
    }
    #expect(error?.code == .notFinite)
    #expect(error?.message.contains("row 29, column 4") == true)
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ rows: [[Float]], _ labels: [Float], weights: [Float]? = nil, l2: Double = 1,
      iterations: Int = 100, cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try LinearSVM.fit(
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
    #expect(code([[1], [2]], [1, 0.5]) == .outOfRange)
    #expect(code([[1], [2]], [0, 0]) == .oneClass)
    #expect(code([[1], [2]], [0, 1], weights: [1, 0]) == .oneClass)
    #expect(code([[.nan], [2]], [0, 1]) == .notFinite)
    #expect(code([[1], [2]], [0, 1], l2: -1) == .outOfRange)
    #expect(code([[1], [2]], [0, 1], iterations: 0) == .outOfRange)
    #expect(code([[1], [2]], [0, 1], cancellation: cancelled) == .cancelled)
    #expect(code([[1], [2]], [0, 1]) == nil)
  }
}
