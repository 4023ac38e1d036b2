import Engine
import Testing

@testable import Models

@Suite struct SoftmaxRegressionTests {
  private static let features = SparseMatrix(
    rows: ReferenceData.rows.map { row in
      row.indices.filter { row[$0] != 0 }.map { (column: $0, value: row[$0]) }
    }, columnCount: 5)
  private static let labels = (0..<30).map { ($0 * $0 + $0 / 4) % 3 }

  private static func configuration(threads: Int = 1) -> SoftmaxRegression.Configuration {
    SoftmaxRegression.Configuration(
      l2: 2, maximumIterations: 500, tolerance: 1e-7, threads: threads)
  }

  // Reference/linear_models.py, "softmax C=0.5", by classes.
  @Test func `parameters equal scikit-learn's`() throws {
    let expected: [Float] = [
      -0.39870364, 0.51036607, -0.11166244, -0.0499877, -0.14409126, 0.19407897, -0.41049432,
      0.34866263, 0.06183169, 0.09343973, 0.21827587, -0.3117156, 0.01567806, -0.20856838,
      0.19289032,
    ]
    let model = try SoftmaxRegression.fit(
      Self.features, labels: Self.labels, classCount: 3, configuration: Self.configuration())
    // Solved in Float32: relative to the greatest weight, as the rounding of the
    // sums is.
    for (value, expected) in zip(model.weights.values, expected) {
      #expect(abs(value - expected) < 1e-5 * 0.51036607)
    }
    for (value, expected) in zip(model.intercepts, [0.18570506, -0.22080704, 0.03510198]) {
      #expect(abs(value - Float(expected)) < 1e-5 * 0.22080704)
    }
  }

  @Test(arguments: [1, 5, 16, 17])
  func `the gradient equals central differences`(classCount: Int) {
    let objective = SoftmaxObjective(
      features: Self.features, labels: Self.labels.map { $0 % classCount },
      classCount: classCount, l2: 3, threads: 2)
    var generator = SplitMix64(seed: 5)
    let stride = Kernels.padded(classCount)
    var point = [Float](repeating: 0, count: objective.parameterCount)
    for index in point.indices where index % stride < classCount {
      point[index] = Float(generator.normal())
    }
    var gradient = point
    _ = objective.evaluate(point, &gradient)
    var ignored = point
    for index in point.indices {
      guard index % stride < classCount else {
        #expect(gradient[index] == 0, "padding at \(index)")
        continue
      }
      // A step of 2⁻⁶ balances Float32 rounding against the third derivative.
      let step: Float = 1 / 64
      var shifted = point
      shifted[index] += step
      let above = objective.evaluate(shifted, &ignored)
      shifted[index] -= 2 * step
      let below = objective.evaluate(shifted, &ignored)
      let difference = (above - below) / Double(2 * step)
      #expect(abs(difference - Double(gradient[index])) < 1e-3, "entry \(index)")
    }
  }

  @Test func `one, two and four threads give the same bits`() throws {
    var generator = SplitMix64(seed: 1)
    let rows = (0..<700).map { _ in
      (0..<12).map { _ in
        (column: generator.index(below: 3000), value: Float(generator.uniform()))
      }
    }
    let features = SparseMatrix(rows: rows, columnCount: 3000)
    let labels = (0..<700).map { _ in generator.index(below: 19) }
    let models = try [1, 2, 4].map { threads in
      var configuration = Self.configuration(threads: threads)
      configuration.maximumIterations = 30
      return try SoftmaxRegression.fit(
        features, labels: labels, classCount: 19, configuration: configuration)
    }
    #expect(models[0] == models[1])
    #expect(models[0] == models[2])
    #expect(models[0].weights.values.contains { $0 != 0 })
  }

  @Test func `separable data are learned and stay finite`() throws {
    let features = SparseMatrix(
      rows: (0..<40).map { [(column: $0 % 4, value: 1)] }, columnCount: 6)
    let labels = (0..<40).map { $0 % 4 }
    let model = try SoftmaxRegression.fit(features, labels: labels, classCount: 5)
    let logits = model.logits(features)
    #expect(logits.isFinite && model.weights.isFinite)
    for row in 0..<40 {
      #expect(logits.row(row).firstIndex(of: logits.row(row).max() ?? 0) == labels[row])
    }
    // Features never seen and classes never seen say nothing.
    #expect(model.weights.row(4) == [0, 0, 0, 0, 0])
  }

  @Test func `the logits of a row are those of the row alone`() throws {
    let model = try SoftmaxRegression.fit(Self.features, labels: Self.labels, classCount: 3)
    let logits = model.logits(Self.features)
    for row in 0..<30 {
      let entries = Self.features.entries(ofRow: row).map {
        (column: Int(Self.features.columns[$0]), value: Self.features.values[$0])
      }
      let alone = model.logits(SparseMatrix(rows: [entries], columnCount: 5))
      #expect(alone.row(0) == logits.row(row))
    }
  }

  @Test func `only a penalty bounds the weights of separable data`() throws {
    let features = SparseMatrix(
      rows: (0..<40).map { [(column: $0 % 4, value: 1)] }, columnCount: 4)
    let labels = (0..<40).map { $0 % 4 }
    for l2 in [0.0, 1] {
      let model = try SoftmaxRegression.fit(
        features, labels: labels, classCount: 4, configuration: .init(l2: l2))
      #expect(model.weights.isFinite)
      #expect(model.warnings.contains(.separable) == (l2 == 0))
    }
  }

  @Test func `features of very different frequency take few iterations`() throws {
    var generator = SplitMix64(seed: 4)
    let rows = (0..<2000).map { _ in
      (0..<10).map { _ -> (column: Int, value: Float) in
        let share = generator.uniform()
        return (column: Int(3000 * share * share * share), value: 1)
      }
    }
    let features = SparseMatrix(rows: rows, columnCount: 3000)
    let labels = rows.map { $0[0].column % 7 }
    let model = try SoftmaxRegression.fit(
      features, labels: labels, classCount: 7,
      configuration: .init(maximumIterations: 60, tolerance: 1e-5))
    #expect(model.warnings.isEmpty)
  }

  @Test func `an end before convergence is told`() throws {
    // At the limit, and where rounding leaves no step that decreases the loss.
    for (iterations, tolerance) in [(1, 1e-5), (10_000, 1e-30)] {
      let model = try SoftmaxRegression.fit(
        Self.features, labels: Self.labels, classCount: 3,
        configuration: .init(maximumIterations: iterations, tolerance: tolerance))
      #expect(model.warnings == [.notConverged])
    }
  }

  @Test func `a gradient with a NaN has no magnitude`() {
    let objective = SoftmaxObjective(
      features: Self.features, labels: Self.labels, classCount: 3, l2: 1, threads: 1)
    var gradient = [Float](repeating: 1, count: objective.parameterCount)
    #expect(objective.magnitude(gradient).isFinite)
    gradient[1] = .nan
    #expect(objective.magnitude(gradient).isNaN)
  }

  @Test func `what is not finite is found where it lies`() {
    let rows: [[(column: Int, value: Float)]] = [[(0, 1)], [], [(0, 2), (1, .infinity)]]
    let error = #expect(throws: ModelError.self) {
      try SoftmaxRegression.fit(
        SparseMatrix(rows: rows, columnCount: 2), labels: [0, 1, 0], classCount: 2)
    }
    #expect(error?.code == .notFinite)
    #expect(error?.message.contains("row 2, column 1 is inf") == true)
  }

  @Test func `unusable input is refused by name`() {
    func fit(
      _ rows: [[(column: Int, value: Float)]], _ labels: [Int], l2: Double = 1,
      threads: Int = 1, cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try SoftmaxRegression.fit(
          SparseMatrix(rows: rows, columnCount: 2), labels: labels, classCount: 2,
          configuration: .init(l2: l2, threads: threads), cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    #expect(fit([], []) == .noData)
    #expect(fit([[], []], [1, 1]) == .oneClass)
    #expect(fit([[], []], [0]) == .shapeMismatch)
    #expect(fit([[], []], [0, 2]) == .outOfRange)
    #expect(fit([[], []], [0, -1]) == .outOfRange)
    #expect(fit([[(0, .nan)], []], [0, 1]) == .notFinite)
    #expect(fit([[(0, 1)], []], [0, 1], l2: -1) == .outOfRange)
    #expect(fit([[(0, 1)], []], [0, 1], threads: 0) == .outOfRange)
    #expect(fit([[(0, 1)], []], [0, 1], cancellation: cancelled) == .cancelled)
    #expect(fit([[], []], [0, 1]) == nil)
  }
}
