import Engine
import Testing

@testable import Models

@Suite struct ModelCheckpointTests {
  private static func saved() throws -> Checkpoint {
    var checkpoint = Checkpoint(kind: "test")
    LogisticRegression(weights: [0.1, -2], intercept: .pi, iterations: 7)
      .save(to: &checkpoint, as: "logistic")
    LinearRegression(weights: [3], intercept: -1).save(to: &checkpoint, as: "linear")
    SoftmaxRegression(
      weights: Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]), intercepts: [0, 1, -1]
    ).save(to: &checkpoint, as: "softmax")
    TemperatureScaling(temperature: 1.7).save(to: &checkpoint, as: "scaling")
    return try Checkpoint(decoding: checkpoint.encoded())
  }

  @Test func `models are read back equal`() throws {
    let copy = try Self.saved()
    let logistic = try LogisticRegression(copy, as: "logistic")
    #expect(logistic == LogisticRegression(weights: [0.1, -2], intercept: .pi, iterations: 7))
    let linear = try LinearRegression(copy, as: "linear")
    #expect(linear == LinearRegression(weights: [3], intercept: -1))
    let softmax = try SoftmaxRegression(copy, as: "softmax")
    #expect(softmax.weights.values == [1, 2, 3, 4, 5, 6])
    #expect(softmax.intercepts == [0, 1, -1])
    #expect(try TemperatureScaling(copy, as: "scaling").temperature == 1.7)
  }

  @Test func `a model is read back with its warnings`() throws {
    let warnings: [FitWarning] = [
      .constantColumn(0), .constantColumn(12), .separable, .notConverged,
    ]
    let logistic = LogisticRegression(weights: [1], intercept: 2, warnings: warnings)
    let svm = LinearSVM(weights: [1], intercept: 2, warnings: warnings)
    let linear = LinearRegression(weights: [1], intercept: 2, warnings: warnings)
    let softmax = SoftmaxRegression(
      weights: Tensor(zeros: [1, 2]), intercepts: [1, 2], warnings: warnings)
    let kernel = KernelSVM(
      kernel: .linear, supportVectors: Tensor(zeros: [1, 2]), coefficients: [1], intercept: 0,
      warnings: warnings)
    var checkpoint = Checkpoint(kind: "test")
    logistic.save(to: &checkpoint, as: "logistic")
    svm.save(to: &checkpoint, as: "svm")
    linear.save(to: &checkpoint, as: "linear")
    softmax.save(to: &checkpoint, as: "softmax")
    kernel.save(to: &checkpoint, as: "kernel")
    var copy = try Checkpoint(decoding: checkpoint.encoded())
    #expect(try LogisticRegression(copy, as: "logistic") == logistic)
    #expect(try LinearSVM(copy, as: "svm") == svm)
    #expect(try LinearRegression(copy, as: "linear") == linear)
    #expect(try SoftmaxRegression(copy, as: "softmax") == softmax)
    #expect(try KernelSVM(copy, as: "kernel") == kernel)
    for unknown in ["", "constant-column", "constant-column x", "constant-column 1 "] {
      copy.strings["linear.warnings"] = [unknown]
      #expect(throws: CheckpointError.self) { try LinearRegression(copy, as: "linear") }
    }
  }

  @Test func `factors whose products overflow are refused`() throws {
    var checkpoint = Checkpoint(kind: "recommendation")
    ImplicitALS(itemFactors: Tensor(zeros: [2, 3]), configuration: .init(dimension: 3))
      .save(to: &checkpoint, as: "als")
    _ = try ImplicitALS(checkpoint, as: "als")
    checkpoint.tensors["als.itemFactors"] = Tensor(
      shape: [2, 3], values: [1, 1, 1e20, 1, 1, 1])
    #expect(throws: CheckpointError.self) { try ImplicitALS(checkpoint, as: "als") }
  }

  @Test(arguments: [true, false])
  func `a factorisation scores the same after saving`(includingUsers: Bool) throws {
    let matrix = SparseMatrix(
      rows: (0..<9).map { user in (0...user).map { (column: $0, value: 1) } }, columnCount: 9)
    let configuration = ImplicitALS.Configuration(
      dimension: 4, iterations: 3, penaltyExponent: includingUsers ? 0.5 : 1,
      solver: includingUsers ? .blocks : .conjugateGradient, blockSize: includingUsers ? 2 : 64,
      seed: .max)
    let model = try ImplicitALS.fit(matrix, configuration: configuration)
    var checkpoint = Checkpoint(kind: "recommendation")
    model.save(to: &checkpoint, as: "als", includingUsers: includingUsers)
    // What is usual is not written, as before there was a choice.
    #expect((checkpoint.doubles["als.penaltyExponent"] != nil) == includingUsers)
    #expect((checkpoint.integers["als.blockSize"] != nil) == includingUsers)
    let copy = try ImplicitALS(Checkpoint(decoding: checkpoint.encoded()), as: "als")
    #expect(copy.configuration == configuration)
    #expect(copy.userFactors.rows == (includingUsers ? 9 : 0))
    let foldIn = model.foldIn(items: [1, 5], confidences: [1, 3])
    let other = copy.foldIn(items: [1, 5], confidences: [1, 3])
    #expect(copy.scores(other) == model.scores(foldIn))
  }

  @Test func `models that are missing or do not fit are refused`() throws {
    var checkpoint = try Self.saved()
    #expect(throws: CheckpointError.self) { try LogisticRegression(checkpoint, as: "other") }
    #expect(throws: CheckpointError.self) { try ImplicitALS(checkpoint, as: "als") }
    checkpoint.tensors["softmax.intercepts"] = Tensor(zeros: [2])
    #expect(throws: CheckpointError.self) { try SoftmaxRegression(checkpoint, as: "softmax") }
    checkpoint.doubles["scaling.temperature"] = [0]
    #expect(throws: CheckpointError.self) { try TemperatureScaling(checkpoint, as: "scaling") }
    checkpoint.doubles["linear.intercept"] = []
    #expect(throws: CheckpointError.self) { try LinearRegression(checkpoint, as: "linear") }
  }
}
