import Engine
import Testing

@testable import Models

@Suite struct OneVsRestSVMTests {
  private static let features = SparseMatrix(
    rows: ReferenceData.rows.map { row in
      row.indices.filter { row[$0] != 0 }.map { (column: $0, value: row[$0]) }
    }, columnCount: 5)
  private static let labels = (0..<30).map { ($0 * $0 + $0 / 4) % 3 }

  /// Rows like those of texts: unit length, few of many columns.
  private static func texts(
    _ count: Int, columns: Int, classes: Int, seed: UInt64
  ) -> (features: SparseMatrix, labels: [Int]) {
    var generator = SplitMix64(seed: seed)
    let labels = (0..<count).map { _ in generator.index(below: classes) }
    let rows = labels.map { label in
      (0..<8).map { word in
        let column = word < 3 ? (label * 7 + word) % columns : generator.index(below: columns)
        return (column: column, value: Float(0.35 * (0.5 + generator.uniform())))
      }
    }
    return (SparseMatrix(rows: rows, columnCount: columns), labels)
  }

  // Reference/linear_models.py, "one-vs-rest svm C=0.5".
  @Test func `parameters equal scikit-learn's`() throws {
    let cases: [(weights: [Float]?, expected: [Float])] = [
      (
        nil,
        [
          -0.4825014860, -0.1023330680, -0.4656132686, -0.0025049397, -0.0688395913, 0.6155105035,
          -0.1229853001, 0.3815448600, 0.3616313085, -0.1525854551, -0.1204790798, 0.2323039532,
          0.0907186131, -0.3517177589, 0.2293867104, -0.2125917116, -0.4374414265, -0.3187709441,
        ]
      ),
      (
        ReferenceData.sampleWeights,
        [
          -0.4391295282, 0.0021646332, -0.3816606228, 0.0515512173, 0.0843351410, 0.7256076700,
          -0.2716620433, 0.4126161706, 0.3774884919, -0.2278296679, -0.2501455734, 0.2750028661,
          -0.0195083941, -0.4168621608, 0.1504166432, -0.1786272014, -0.4078441786, -0.4006049698,
        ]
      ),
    ]
    for (weights, expected) in cases {
      let model = try OneVsRestSVM.fit(
        Self.features, labels: Self.labels, classCount: 3, sampleWeights: weights,
        configuration: .init(l2: 2, maximumIterations: 10_000, tolerance: 1e-6))
      #expect(model.warnings.isEmpty)
      for label in 0..<3 {
        for feature in 0..<5 {
          #expect(abs(model.weights[feature, label] - expected[label * 5 + feature]) < 2e-5)
        }
        #expect(abs(model.intercepts[label] - expected[15 + label]) < 2e-5)
      }
    }
  }

  @Test(arguments: [2, 15, 16, 17, 33])
  func `the gradient vanishes at the solution, whatever the number of classes`(
    classes: Int
  ) throws {
    let (features, labels) = Self.texts(120, columns: 40, classes: classes, seed: 3)
    let model = try OneVsRestSVM.fit(
      features, labels: labels, classCount: classes,
      configuration: .init(l2: 0.5, maximumIterations: 10_000, tolerance: 1e-6))
    let margins = model.margins(features)
    for label in 0..<classes {
      var gradient = (0..<40).map { 0.5 * Double(model.weights[$0, label]) }
      gradient.append(0.5 * Double(model.intercepts[label]))
      for row in 0..<120 {
        let sign: Double = labels[row] == label ? 1 : -1
        let pull = 2 * sign * max(0, 1 - sign * Double(margins[row, label]))
        for entry in features.entries(ofRow: row) {
          gradient[Int(features.columns[entry])] -= pull * Double(features.values[entry])
        }
        gradient[40] -= pull
      }
      #expect(gradient.allSatisfy { abs($0) < 1e-3 }, "class \(label) of \(classes)")
    }
  }

  @Test func `a weight of two is the row twice, a weight of zero no row`() throws {
    let (features, labels) = Self.texts(60, columns: 30, classes: 4, seed: 9)
    let weights = (0..<60).map { Float($0 % 3) }
    var rows: [[(column: Int, value: Float)]] = []
    var repeated: [Int] = []
    for row in 0..<60 {
      for _ in 0..<(row % 3) {
        rows.append(
          features.entries(ofRow: row).map {
            (column: Int(features.columns[$0]), value: features.values[$0])
          })
        repeated.append(labels[row])
      }
    }
    let configuration = OneVsRestSVM.Configuration(maximumIterations: 10_000, tolerance: 1e-6)
    let weighted = try OneVsRestSVM.fit(
      features, labels: labels, classCount: 4, sampleWeights: weights,
      configuration: configuration)
    let twice = try OneVsRestSVM.fit(
      SparseMatrix(rows: rows, columnCount: 30), labels: repeated, classCount: 4,
      configuration: configuration)
    for (left, right) in zip(weighted.weights.values, twice.weights.values) {
      #expect(abs(left - right) < 1e-4)
    }
  }

  @Test func `one, two and four threads give the same bits`() throws {
    let (features, labels) = Self.texts(400, columns: 900, classes: 50, seed: 1)
    let models = try [1, 2, 4].map {
      try OneVsRestSVM.fit(
        features, labels: labels, classCount: 50, configuration: .init(threads: $0))
    }
    #expect(models[0] == models[1] && models[0] == models[2])
    #expect(models[0].weights.values.contains { $0 != 0 })
  }

  @Test func `a class without rows is taken for nothing`() throws {
    let model = try OneVsRestSVM.fit(Self.features, labels: Self.labels, classCount: 5)
    let margins = model.margins(Self.features)
    for row in 0..<30 { #expect(margins[row, 3] < 0 && margins[row, 4] < 0) }
  }

  @Test func `an end before convergence is told`() throws {
    let model = try OneVsRestSVM.fit(
      Self.features, labels: Self.labels, classCount: 3,
      configuration: .init(maximumIterations: 1, tolerance: 1e-6))
    #expect(model.warnings == [.notConverged])
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ rows: [[(column: Int, value: Float)]], _ labels: [Int], weights: [Float]? = nil,
      l2: Double = 1, threads: Int = 1, cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try OneVsRestSVM.fit(
          SparseMatrix(rows: rows, columnCount: 2), labels: labels, classCount: 2,
          sampleWeights: weights, configuration: .init(l2: l2, threads: threads),
          cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    #expect(code([], []) == .noData)
    #expect(code([[], []], [1, 1]) == .oneClass)
    #expect(code([[], []], [0, 1], weights: [1, 0]) == .oneClass)
    #expect(code([[], []], [0, 1], weights: [1]) == .shapeMismatch)
    #expect(code([[], []], [0, 1], weights: [1, -1]) == .outOfRange)
    #expect(code([[], []], [0]) == .shapeMismatch)
    #expect(code([[], []], [0, 2]) == .outOfRange)
    #expect(code([[(0, .nan)], []], [0, 1]) == .notFinite)
    #expect(code([[(0, 1e30)], [(0, -1e30)]], [0, 1]) == .notFinite)
    #expect(code([[(0, 1)], []], [0, 1], l2: 0) == .outOfRange)
    #expect(code([[(0, 1)], []], [0, 1], threads: 0) == .outOfRange)
    #expect(code([[(0, 1)], []], [0, 1], cancellation: cancelled) == .cancelled)
    #expect(code([[], []], [0, 1]) == nil)
  }
}
