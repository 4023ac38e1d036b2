import Engine
import Features
import Glibc
import Testing

@testable import Support

@Suite struct NeuralLegTests {
  private static let texts: [(text: String, label: Int)] = [
    ("Where is my order?", 0), ("track my parcel", 0), ("when will my package arrive", 0),
    ("my order has not arrived yet", 0), ("how do I follow my delivery", 0), ("我的订单在哪里？", 0),
    ("How do I return an item?", 1), ("I want to send this back", 1), ("return a product", 1),
    ("can I return shoes that do not fit", 1), ("start a return", 1), ("怎么退货？", 1),
    ("Which payment methods do you accept?", 2), ("can I pay by credit card", 2),
    ("do you take paypal", 2), ("pay with a bank transfer", 2), ("payment options", 2),
    ("可以用信用卡付款吗？", 2),
  ]

  private static func fit(
    _ kind: NeuralLeg.Kind, threads: Int = 2, seed: UInt64 = 1
  ) throws -> NeuralLeg {
    try NeuralLeg.fit(
      texts.map { TextTokens($0.text) }, labels: texts.map(\.label), classCount: 3,
      configuration: .init(kind: kind, seed: seed, threads: threads))
  }

  private static func best(_ values: [Float]) -> Int? {
    values.indices.max { values[$0] < values[$1] }
  }

  @Test(arguments: NeuralLeg.Kind.allCases)
  func `a leg learns its texts and forgives a slip`(kind: NeuralLeg.Kind) throws {
    let leg = try Self.fit(kind)
    for (text, label) in Self.texts {
      let answer = leg.logProbabilities(TextTokens(text))
      #expect(answer.count == 3 && Self.best(answer) == label, "\(kind): \(text)")
    }
    #expect(Self.best(leg.logProbabilities(TextTokens("trakc my parcell"))) == 0)
  }

  @Test(arguments: NeuralLeg.Kind.allCases)
  func `any text gets probabilities`(kind: NeuralLeg.Kind) throws {
    let leg = try Self.fit(kind)
    let long = String(repeating: "where is my order ", count: 6_000)
    for text in ["", " \t\n", "😀😀", "12345", "\u{0}\u{7}", "order 订单 заказ ordre", long] {
      let values = leg.logProbabilities(TextTokens(text))
      let sum = values.reduce(0.0) { $0 + exp(Double($1)) }
      #expect(values.allSatisfy(\.isFinite) && abs(sum - 1) < 1e-4, "\(kind): \(sum)")
    }
  }

  @Test func `one seed gives the same bits with any threads, another one others`() throws {
    let text = TextTokens("where is the thing I paid for")
    let one = try Self.fit(.transformer, threads: 1).logProbabilities(text)
    #expect(try Self.fit(.transformer, threads: 3).logProbabilities(text) == one)
    #expect(try Self.fit(.transformer, seed: 2).logProbabilities(text) != one)
  }

  @Test(arguments: NeuralLeg.Kind.allCases)
  func `a stored leg answers bit for bit as before`(kind: NeuralLeg.Kind) throws {
    let leg = try Self.fit(kind)
    var checkpoint = Checkpoint(kind: "test")
    leg.encode(into: &checkpoint, prefix: "neural.")
    checkpoint = try Checkpoint(decoding: checkpoint.encoded())
    let copy = try NeuralLeg(checkpoint: checkpoint, prefix: "neural.")
    #expect(copy.kind == kind)
    let texts = Self.texts.map { TextTokens($0.text) } + [TextTokens("")]
    let (before, after) = (
      leg.logProbabilities(texts, threads: 1), copy.logProbabilities(texts, threads: 3)
    )
    #expect(before == after && before.shape == [19, 3])
    #expect(Array(before.row(4)) == leg.logProbabilities(texts[4]))
    checkpoint.strings["neural.kind"] = ["oracle"]
    #expect(throws: CheckpointError.self) {
      try NeuralLeg(checkpoint: checkpoint, prefix: "neural.")
    }
    #expect(throws: CheckpointError.self) {
      try NeuralLeg(checkpoint: checkpoint, prefix: "other.")
    }
  }

  @Test func `two networks are averaged, and stored together`() throws {
    let step: UInt64 = 0x9E37_79B9
    func leg(_ networks: Int, _ seed: UInt64) throws -> NeuralLeg {
      try NeuralLeg.fit(
        Self.texts.map { TextTokens($0.text) }, labels: Self.texts.map(\.label), classCount: 3,
        configuration: .init(kind: .mlp, networks: networks, seed: seed, threads: 2))
    }
    let (one, other, both) = (try leg(1, 5), try leg(1, 5 + step), try leg(2, 5))
    var checkpoint = Checkpoint(kind: "test")
    both.encode(into: &checkpoint, prefix: "n.")
    let copy = try NeuralLeg(checkpoint: checkpoint, prefix: "n.")
    #expect(copy.classCount == 3)
    for text in ["send it back", "who takes cards", ""].map({ TextTokens($0) }) {
      let (a, b) = (one.logProbabilities(text), other.logProbabilities(text))
      let mean = both.logProbabilities(text)
      for index in 0..<3 {
        let expected = (exp(Double(a[index])) + exp(Double(b[index]))) / 2
        #expect(abs(exp(Double(mean[index])) - expected) < 1e-6)
      }
      #expect(copy.logProbabilities(text) == mean)
    }
    checkpoint.integers["n.networks"] = [0]
    #expect(throws: CheckpointError.self) { try NeuralLeg(checkpoint: checkpoint, prefix: "n.") }
    checkpoint.integers["n.networks"] = [3]
    #expect(throws: CheckpointError.self) { try NeuralLeg(checkpoint: checkpoint, prefix: "n.") }
  }

  @Test func `texts without labels teach a transformer, and no other network`() throws {
    let texts = ["my parcel is late", "send the shoes back", "a card was charged twice", ""]
    for (kind, differs) in [(NeuralLeg.Kind.transformer, true), (.mlp, false)] {
      let with = try NeuralLeg.fit(
        Self.texts.map { TextTokens($0.text) }, labels: Self.texts.map(\.label), classCount: 3,
        unlabelled: texts.map { TextTokens($0) }, configuration: .init(kind: kind, threads: 2))
      let probe = TextTokens("where is my order")
      let without = try Self.fit(kind).logProbabilities(probe)
      #expect((with.logProbabilities(probe) != without) == differs, "\(kind)")
      #expect(Self.best(with.logProbabilities(probe)) == 0)
    }
  }

  @Test func `what cannot be learned from is refused, and a request to stop obeyed`() {
    func code(
      _ texts: [String], _ labels: [Int], classes: Int, cancellation: Cancellation? = nil
    ) -> SupportError.Code? {
      do throws(SupportError) {
        _ = try NeuralLeg.fit(
          texts.map { TextTokens($0) }, labels: labels, classCount: classes,
          configuration: .init(threads: 1), cancellation: cancellation)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code(["a", "b"], [0, 0], classes: 1) == .tooFewIntents)
    #expect(code([], [], classes: 2) == .tooFewTexts)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(code(["a", "b"], [0, 1], classes: 2, cancellation: cancellation) == .cancelled)
    #expect(code(["", ""], [0, 1], classes: 2) == nil)
  }

  @Test func `progress rises to one`() throws {
    var parts: [Double] = []
    _ = try NeuralLeg.fit(
      Self.texts.map { TextTokens($0.text) }, labels: Self.texts.map(\.label), classCount: 3,
      configuration: .init(kind: .mlp)
    ) { parts.append($0) }
    #expect(parts == parts.sorted() && parts.last == 1)
  }
}
