import Engine
import Testing

@testable import Models

@Suite struct KernelSVMTests {
  private static let features = ReferenceData.features
  private static let labels: [Float] = (0..<30).map { i in (i * i + i / 4) % 3 > 0 ? 1 : 0 }

  /// Values of Reference/kernel_svm.py.
  struct Reference: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kernel: KernelFunction?
    let cost: Double
    var weights: [Float]?
    let objective: Double
    let vectors: Int
    let intercept: Double
    let scores: [Double]

    static let all: [Reference] = [
      Reference(
        testDescription: "linear", kernel: .linear, cost: 0.7, objective: -16.142_618_7,
        vectors: 27, intercept: 0.373_539_84,
        scores: [-0.023042654, 1, 0.19121148, -0.14207266, 0.85508714, -0.093500424]),
      Reference(
        testDescription: "polynomial",
        kernel: .polynomial(degree: 3, gamma: 0.4, constant: 1), cost: 0.7,
        objective: -13.486_081_19, vectors: 27, intercept: 0.149_991_77,
        scores: [-0.51036527, 1.0548198, 1, -0.61674519, 1, 0.41353119]),
      Reference(
        testDescription: "radial", kernel: .radial(gamma: 0.5), cost: 2,
        objective: -36.857_674_83, vectors: 27, intercept: 0.513_357_49,
        scores: [-1, 1.0048225, 1, -0.87111607, 1, 0.3782741]),
      Reference(
        testDescription: "radial, gamma by the features", kernel: nil, cost: 1,
        objective: -19.985_365_4, vectors: 29, intercept: 0.552_633_45,
        scores: [-0.53254002, 1, 1, -0.36297004, 1.0130639, 0.55117568]),
      Reference(
        testDescription: "radial, weighted", kernel: .radial(gamma: 0.5), cost: 1.5,
        weights: ReferenceData.sampleWeights, objective: -44.307_614_12, vectors: 28,
        intercept: 0.349_940_72, scores: [-1, 1, 1, -0.78320759, 1.0114298, 0.44440466]),
    ]
  }

  /// ½·βᵀKβ − Σ|β|, where Kβ is the score less the intercept.
  private func dualObjective(_ model: KernelSVM) -> Double {
    let scores = model.scores(model.supportVectors)
    return zip(model.coefficients, scores).reduce(0) {
      $0 + $1.0 * ($1.1 - model.intercept) / 2 - abs($1.0)
    }
  }

  @Test(arguments: Reference.all, [2, 1 << 20])
  func `objective and scores equal scikit-learn's`(reference: Reference, cacheBytes: Int) throws {
    let model = try KernelSVM.fit(
      Self.features, labels: Self.labels, sampleWeights: reference.weights,
      configuration: .init(
        kernel: reference.kernel, cost: reference.cost, tolerance: 1e-6, cacheBytes: cacheBytes))
    #expect(abs(dualObjective(model) - reference.objective) < 1e-5 * -reference.objective)
    #expect(model.coefficients.count == reference.vectors)
    #expect(abs(model.intercept - reference.intercept) < 1e-4)
    for (score, expected) in zip(model.scores(Self.features), reference.scores) {
      #expect(abs(score - expected) < 1e-4)
    }
    #expect(model.iterations > 0 && model.iterations < 100_000)
  }

  @Test(arguments: 1...12)
  func `random problems meet the optimality conditions`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let (n, columns) = (10 + generator.index(below: 60), 1 + generator.index(below: 20))
    // Far from zero, where squared distances would drown in rounding.
    let rows = (0..<n).map { _ in (0..<columns).map { _ in Float(100 + generator.normal()) } }
    let features = Tensor(rows: rows, columns: columns)
    let labels = (0..<n).map { $0 < 2 ? Float($0) : Float(generator.index(below: 2)) }
    let cost = 0.1 + 3 * generator.uniform()
    let model = try KernelSVM.fit(
      features, labels: labels, configuration: .init(cost: cost, tolerance: 1e-5))
    #expect(abs(model.coefficients.reduce(0, +)) < 1e-9 * cost * Double(n), "seed \(seed)")
    var coefficients: [[Float]: Double] = [:]
    for (index, beta) in model.coefficients.enumerated() {
      coefficients[model.supportVectors.row(index)] = beta
    }
    for (row, score) in model.scores(features).enumerated() {
      let margin = labels[row] > 0 ? score : -score
      let alpha = abs(coefficients[rows[row]] ?? 0)
      #expect(alpha <= cost, "seed \(seed), row \(row)")
      if alpha < cost { #expect(margin > 1 - 1e-3, "seed \(seed), row \(row)") }
      if alpha > 0 { #expect(margin < 1 + 1e-3, "seed \(seed), row \(row)") }
    }
  }

  @Test func `two points are split in the middle`() throws {
    // w = 2/‖x₁ − x₀‖² · (x₁ − x₀) with the score ±1 at the points.
    let model = try KernelSVM.fit(
      Tensor(rows: [[0, 0], [3, 4]], columns: 2), labels: [0, 1],
      configuration: .init(kernel: .linear, cost: 10, tolerance: 1e-9))
    #expect(model.coefficients.allSatisfy { abs(abs($0) - 2.0 / 25) < 1e-9 })
    let scores = model.scores(Tensor(rows: [[0, 0], [3, 4], [1.5, 2]], columns: 2))
    for (score, expected) in zip(scores, [-1.0, 1, 0]) { #expect(abs(score - expected) < 1e-6) }
  }

  @Test(arguments: [
    KernelFunction.radial(gamma: 2), .polynomial(degree: 2, gamma: 1, constant: 1),
  ])
  func `what no line can split is learned by heart`(kernel: KernelFunction) throws {
    let features = Tensor(rows: [[0, 0], [0, 1], [1, 0], [1, 1]], columns: 2)
    let labels: [Float] = [0, 1, 1, 0]
    let model = try KernelSVM.fit(
      features, labels: labels, configuration: .init(kernel: kernel, cost: 1e6, tolerance: 1e-6))
    for (score, label) in zip(model.scores(features), labels) {
      #expect(abs(score - (label > 0 ? 1 : -1)) < 1e-3)
    }
  }

  @Test func `equal rows of both labels, constant columns and none are no obstacle`() throws {
    let features = Tensor(rows: [[1, 5], [1, 5], [2, 5], [0, 5]], columns: 2)
    for kernel in [KernelFunction.linear, .radial(gamma: 1)] {
      let model = try KernelSVM.fit(
        features, labels: [0, 1, 1, 0], configuration: .init(kernel: kernel, cost: 100))
      let scores = model.scores(features)
      #expect(scores.allSatisfy { $0.isFinite } && scores[2] > 0.9 && scores[3] < -0.9)
    }
    let empty = try KernelSVM.fit(Tensor(zeros: [3, 0]), labels: [1, 1, 0])
    #expect(empty.scores(Tensor(zeros: [2, 0])).allSatisfy { $0.isFinite })
  }

  @Test(arguments: [
    KernelFunction.linear, .radial(gamma: 0.25), .polynomial(degree: 3, gamma: 0.5, constant: 2),
  ])
  func `a saved model is read back equal`(kernel: KernelFunction) throws {
    let model = try KernelSVM.fit(
      Self.features, labels: Self.labels, configuration: .init(kernel: kernel))
    var checkpoint = Checkpoint(kind: "test")
    model.save(to: &checkpoint, as: "svm")
    var copy = try Checkpoint(decoding: checkpoint.encoded())
    #expect(try KernelSVM(copy, as: "svm") == model)
    #expect(throws: CheckpointError.self) { try KernelSVM(copy, as: "other") }
    copy.strings["svm.kernel"] = ["cosine"]
    #expect(throws: CheckpointError.self) { try KernelSVM(copy, as: "svm") }
    copy.strings["svm.kernel"] = ["polynomial"]
    for degree in [0, 65, Int64.max] {
      copy.integers["svm.counts"] = [1, degree]
      #expect(throws: CheckpointError.self) { try KernelSVM(copy, as: "svm") }
    }
    copy.strings["svm.kernel"] = ["linear"]
    copy.doubles["svm.coefficients"] = [1]
    #expect(throws: CheckpointError.self) { try KernelSVM(copy, as: "svm") }
  }

  @Test func `constant columns and an end before convergence are told`() throws {
    let features = Tensor(
      rows: (0..<30).map { Self.features.row($0) + [7] }, columns: Self.features.columns + 1)
    let whole = try KernelSVM.fit(features, labels: Self.labels)
    #expect(whole.warnings == [.constantColumn(Self.features.columns)])
    let exact = try KernelSVM.fit(
      features, labels: Self.labels, configuration: .init(maximumIterations: whole.iterations))
    #expect(exact == whole)
    let short = try KernelSVM.fit(
      Self.features, labels: Self.labels, configuration: .init(maximumIterations: 2))
    #expect(short.warnings == [.notConverged] && short.iterations == 2)
  }

  @Test func `unusable input is refused by name`() {
    func code(
      _ rows: [[Float]], _ labels: [Float], weights: [Float]? = nil,
      _ configuration: KernelSVM.Configuration = .init(), cancellation: Cancellation? = nil
    ) -> ModelError.Code? {
      do {
        _ = try KernelSVM.fit(
          Tensor(rows: rows, columns: 1), labels: labels, sampleWeights: weights,
          configuration: configuration, cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    let good: [[Float]] = [[1], [2]]
    #expect(code([], []) == .noData)
    #expect(code(good, [1]) == .shapeMismatch)
    #expect(code(good, [1, 0.5]) == .outOfRange)
    #expect(code(good, [0, 0]) == .oneClass)
    #expect(code(good, [0, 1], weights: [1, 0]) == .oneClass)
    #expect(code([[.nan], [2]], [0, 1]) == .notFinite)
    #expect(code([[1e30], [2]], [0, 1]) == .notFinite)
    #expect(code([[1e10], [2]], [0, 1], .init(kernel: .linear)) == nil)
    let steep = KernelFunction.polynomial(degree: 9, gamma: 1, constant: 0)
    #expect(code([[1e10], [2]], [0, 1], .init(kernel: steep)) == .notFinite)
    #expect(code(good, [0, 1], .init(cost: 0)) == .outOfRange)
    #expect(code(good, [0, 1], .init(tolerance: 0)) == .outOfRange)
    #expect(code(good, [0, 1], .init(maximumIterations: 0)) == .outOfRange)
    #expect(code(good, [0, 1], .init(kernel: .radial(gamma: -1))) == .outOfRange)
    let flat = KernelFunction.polynomial(degree: 0, gamma: 1, constant: 0)
    #expect(code(good, [0, 1], .init(kernel: flat)) == .outOfRange)
    let high = KernelFunction.polynomial(degree: 65, gamma: 1, constant: 0)
    #expect(code(good, [0, 1], .init(kernel: high)) == .outOfRange)
    #expect(code(good, [0, 1], cancellation: cancelled) == .cancelled)
    #expect(code(good, [0, 1]) == nil)
  }
}
