import Engine
import Testing

@testable import Models

@Suite struct TemperatureScalingTests {
  private static let logits = Tensor(
    rows: (0..<40).map { i in (0..<3).map { Float((i * 5 + $0 * 3) % 7) - 3 } }, columns: 3)
  private static let labels = (0..<40).map { i in
    let row = logits.row(i)
    return i % 3 > 0 ? row.firstIndex(of: row.max() ?? 0) ?? 0 : i % 2
  }

  // scipy 1.17: L[i, j] = (5i + 3j) % 7 - 3, y = argmax if i % 3 else i % 2,
  // minimize_scalar of -mean(log_softmax(L / T)[i, y[i]]) over log T.
  @Test func `the temperature equals a direct minimisation`() throws {
    let scaling = try TemperatureScaling.fit(logits: Self.logits, labels: Self.labels)
    #expect(abs(scaling.temperature - 1.95018872) < 1e-5)
  }

  @Test func `logits twice as large need twice the temperature`() throws {
    let doubled = Tensor(shape: [40, 3], values: Self.logits.values.map { $0 * 2 })
    let scaling = try TemperatureScaling.fit(logits: Self.logits, labels: Self.labels)
    let other = try TemperatureScaling.fit(logits: doubled, labels: Self.labels)
    #expect(abs(other.temperature - 2 * scaling.temperature) < 1e-5)
  }

  @Test func `probabilities sum to one and keep the order of the logits`() {
    let scaling = TemperatureScaling(temperature: 0.37)
    let probabilities = scaling.probabilities(Self.logits)
    for row in 0..<40 {
      let values = probabilities.row(row)
      #expect(abs(values.reduce(0, +) - 1) < 1e-6)
      for (i, j) in [(0, 1), (1, 2), (0, 2)] {
        #expect((values[i] < values[j]) == (Self.logits[row, i] < Self.logits[row, j]))
      }
      #expect(scaling.probabilities(Self.logits.row(row)) == values)
    }
  }

  @Test func `logits that are always right or always wrong stop at the range`() throws {
    let logits = Tensor(shape: [2, 2], values: [1, 0, 0, 1])
    #expect(try TemperatureScaling.fit(logits: logits, labels: [0, 1]).temperature == 0.01)
    #expect(try TemperatureScaling.fit(logits: logits, labels: [1, 0]).temperature == 100)
  }

  @Test func `unusable input is refused`() {
    let empty = Tensor(zeros: [0, 2])
    #expect(throws: ModelError.self) { try TemperatureScaling.fit(logits: empty, labels: []) }
    let broken = Tensor(shape: [1, 2], values: [.nan, 0])
    #expect(throws: ModelError.self) { try TemperatureScaling.fit(logits: broken, labels: [0]) }
    let short = Tensor(zeros: [2, 2])
    #expect(throws: ModelError.self) { try TemperatureScaling.fit(logits: short, labels: [0]) }
    #expect(throws: ModelError.self) { try TemperatureScaling.fit(logits: short, labels: [0, 2]) }
  }
}
