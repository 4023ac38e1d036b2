import Testing

@testable import Support

@Suite struct LabelIssuesTests {
  @Test func `the joint of a table done by hand`() {
    // Means: intent 0 (0.9 + 0.8 + 0.1) / 3 = 0.6, intent 1 (0.7 + 0.9 + 0.35) / 3 = 0.65.
    let probabilities: [[Float]] = [
      [0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.3, 0.7], [0.1, 0.9], [0.65, 0.35],
    ]
    let found = LabelIssues(probabilities, labels: [0, 0, 0, 1, 1, 1], intentCount: 2)
    // The third is below 0.6 and 0.9 of the other; the last below 0.65 and 0.65 of it.
    #expect(found.issues.map(\.text) == [2, 5])
    #expect(found.issues.map(\.suggested) == [1, 0])
    #expect(found.issues.map { ($0.margin * 100).rounded() } == [80, 30])
  }

  @Test func `one below its mean with nothing else above is not suspected`() {
    let found = LabelIssues(
      [[0.9, 0.05, 0.05], [0.4, 0.35, 0.25], [0.1, 0.8, 0.1]], labels: [0, 0, 1], intentCount: 3)
    #expect(found.issues.isEmpty)
  }

  @Test func `a text nobody knows says nothing`() {
    let found = LabelIssues([[], [1, 0], [0, 1]], labels: [1, 0, 1], intentCount: 2)
    #expect(found.issues.isEmpty)
  }
}
