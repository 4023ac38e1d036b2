import Engine
import Features
import Testing

@testable import Support

@Suite struct LinearLegTests {
  private static let examples: [(text: String, label: Int)] = [
    ("where is my order", 0), ("track my parcel", 0), ("when will my package arrive", 0),
    ("cancel my order", 1), ("I want to cancel", 1), ("please cancel the purchase", 1),
    ("return an item", 2), ("how do I send this back", 2), ("Rückgabe möglich?", 2),
    ("怎么退货", 2), ("can I pay by card", 3), ("do you take paypal", 3),
  ]
  private static let texts = examples.map { TextTokens($0.text) }

  private static func fit(_ change: (inout LinearLeg.Configuration) -> Void = { _ in }) throws
    -> LinearLeg
  {
    var configuration = LinearLeg.Configuration(threads: 2)
    change(&configuration)
    return try LinearLeg.fit(
      texts, labels: examples.map(\.label), classCount: 4, configuration: configuration)
  }

  /// Texts of known and unknown words in several scripts.
  private static func randomText(seed: UInt64) -> String {
    let parts = [
      "cancel", "ORDER", "Rückgabe", "cafe\u{301}", "ｐａｙ", "can't", "退货", "怎么", "parcel", "zzz",
      "👍", "where", "my", "l'adresse", "cancel cancel", "?",
    ]
    var generator = SplitMix64(seed: seed)
    return (0..<(1 + generator.index(below: 9)))
      .map { _ in parts[generator.index(below: parts.count)] }.joined(separator: " ")
  }

  @Test func `every example is given its own class`() throws {
    let leg = try Self.fit()
    for (text, label) in Self.examples {
      let margins = leg.margins(TextTokens(text))
      #expect(margins.firstIndex(of: margins.max() ?? 0) == label, "\(text)")
    }
  }

  @Test func `a typing mistake changes no answer`() throws {
    let leg = try Self.fit()
    for (text, label) in [("cancle my odrer", 1), ("trakc my parcell", 0), ("retrun an itme", 2)] {
      let margins = leg.margins(TextTokens(text))
      #expect(margins.firstIndex(of: margins.max() ?? 0) == label, "\(text)")
    }
  }

  @Test func `contributions and intercepts add up to the margin`() throws {
    let leg = try Self.fit()
    for seed in 0..<UInt64(100) {
      let text = Self.randomText(seed: seed)
      let tokens = TextTokens(text)
      let margins = leg.margins(tokens).map(Double.init)
      for second in [nil, 3] {
        for first in 0..<3 {
          let expected = margins[first] - (second.map { margins[$0] } ?? 0)
          let parts = leg.attribute(tokens, weightOf: first, against: second)
          let words = leg.explain(tokens, weightOf: first, against: second, nGrams: 0).words
          let baseline = leg.baseline(of: first, against: second)
          let scale = parts.reduce(1) { $0 + abs($1.contribution) }
          #expect(
            abs(parts.reduce(baseline) { $0 + $1.contribution } - expected) <= 1e-4 * scale,
            "seed \(seed)")
          #expect(
            abs(words.reduce(baseline) { $0 + $1.contribution } - expected) <= 1e-4 * scale,
            "seed \(seed)")
        }
      }
    }
  }

  @Test func `an n-gram names its place in the text as given`() throws {
    let leg = try Self.fit()
    let text = "¿Ｃancel my cafe\u{301} ORDER? 怎么退货"
    let given = Array(text.unicodeScalars)
    let parts = leg.attribute(TextTokens(text), weightOf: 1)
    func source(_ part: NGramContribution) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: given[part.start..<part.end])
      return String(view)
    }
    func found(_ text: String, _ kind: NGramContribution.Kind) -> [String] {
      parts.filter { $0.text == text && $0.kind == kind }.map(source)
    }
    // Once for itself, once for all words that mean the same.
    #expect(found("cancel", .words) == ["Ｃancel", "Ｃancel"])
    #expect(found("order", .words) == ["ORDER"])
    #expect(found(" canc", .characters) == ["Ｃanc"])
    #expect(found("er ", .characters) == ["ER"])
    #expect(found("退货", .words) == ["退货"])
    #expect(found("my … order", .pair) == ["my cafe\u{301} ORDER"])
    #expect(parts.contains { $0.text == "cancel" && $0.contribution > 0 })
    let words = leg.explain(TextTokens(text), weightOf: 1, against: nil, nGrams: 0).words
    #expect(words.map(\.word) == ["cancel", "my", "cafe", "order", "怎", "么", "退", "货"])
    #expect(words[2].start == 11 && words[2].end == 16)
  }

  @Test func `a stored leg gives the same bits`() throws {
    let leg = try Self.fit()
    var checkpoint = Checkpoint(kind: "test")
    leg.encode(into: &checkpoint, prefix: "linear")
    let copy = try LinearLeg(
      checkpoint: Checkpoint(decoding: checkpoint.encoded()), prefix: "linear")
    #expect(copy == leg)
    for seed in 0..<UInt64(50) {
      let tokens = TextTokens(Self.randomText(seed: seed))
      #expect(copy.margins(tokens) == leg.margins(tokens), "seed \(seed)")
    }
  }

  @Test func `parts that do not fit are refused`() throws {
    let leg = try Self.fit()
    var whole = Checkpoint(kind: "test")
    leg.encode(into: &whole, prefix: "linear")
    let breaks: [(inout Checkpoint) -> Void] = [
      { $0.integers["linear.hashes"]?.removeLast() },
      { $0.integers["linear.weights"]?.removeLast() },
      { $0.integers["linear.sizes"] = [-1, 0] },
      { $0.integers["linear.sizes"] = [0, 1 << 40] },
      { checkpoint in
        let first = checkpoint.integers["linear.hashes"]?[0] ?? 0
        checkpoint.integers["linear.hashes"]?[1] = first
      },
      { $0.tensors["linear.scales"] = Tensor(zeros: [1]) },
      { $0.tensors["linear.intercepts"] = nil },
    ]
    for (index, change) in breaks.enumerated() {
      var broken = whole
      change(&broken)
      #expect(throws: CheckpointError.self, "break \(index)") {
        try LinearLeg(checkpoint: broken, prefix: "linear")
      }
    }
  }

  @Test func `one, two and four threads give the same leg`() throws {
    let legs = try [1, 2, 4].map { threads in try Self.fit { $0.threads = threads } }
    #expect(legs[0] == legs[1] && legs[0] == legs[2])
  }

  @Test func `texts without a known n-gram get the intercepts`() throws {
    let leg = try Self.fit()
    for text in ["", "👍🏽 ?!", "щщщ", "\u{0}\u{1}"] {
      #expect(leg.margins(TextTokens(text)) == leg.intercepts)
      #expect(leg.attribute(TextTokens(text), weightOf: 0).isEmpty)
    }
  }

  @Test func `a message of 100 kB has finite margins`() throws {
    let leg = try Self.fit()
    for text in [
      String(repeating: "cancel my order ", count: 6_250), String(repeating: "a", count: 100_000),
      String(repeating: "退货", count: 16_000),
    ] {
      let margins = leg.margins(TextTokens(text))
      #expect(margins.allSatisfy { $0.isFinite })
    }
  }

  @Test func `unusable input is refused`() {
    #expect(throws: SupportError.self) {
      try LinearLeg.fit([], labels: [], classCount: 2)
    }
    #expect(throws: SupportError.self) {
      try LinearLeg.fit(Self.texts, labels: Self.texts.map { _ in 0 }, classCount: 1)
    }
    let cancelled = Cancellation()
    cancelled.cancel()
    let error = #expect(throws: SupportError.self) {
      try LinearLeg.fit(
        Self.texts, labels: Self.examples.map(\.label), classCount: 4, cancellation: cancelled)
    }
    #expect(error?.code == .cancelled)
  }
}
