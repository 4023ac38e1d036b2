import Domain
import Glibc

/// What a product's record says, as counted n-grams in three blocks.
///
/// The price is no part of it: whether it suits a customer depends on more than
/// likeness.
struct ProductGrams {
  /// Kinds of n-grams that are weighed apart.
  enum Block: Int, CaseIterable {
    /// Words and runs of two, in unspaced scripts of up to three characters.
    case words
    /// Three characters inside a word, its borders included.
    case characters
    /// The category and `attribute=value`.
    case labels
  }

  /// An n-gram and how often it occurs.
  struct Gram {
    /// The upper 31 bits of the n-gram's hash, salted by block.
    var column: Int32
    var count: Float
  }

  /// One list for each block, by ascending column, each column once.
  private(set) var blocks: [[Gram]]

  /// - Parameters:
  ///   - product: the record.
  ///   - descriptionShare: what an n-gram of the description counts beside one of
  ///     the title.
  ///   - ignoredAttributes: names of attributes to leave out.
  init(_ product: Product, descriptionShare: Float, ignoredAttributes: Set<String>) {
    var found = Block.allCases.map { _ in [Gram]() }
    func add(_ hash: UInt64, _ block: Block, _ count: Float) {
      let salted = NGramHash.sequence(hash, UInt64(block.rawValue))
      found[block.rawValue].append(Gram(column: Int32(salted >> 33), count: count))
    }
    func read(_ text: String, _ count: Float) {
      let tokens = TextTokens(text)
      for gram in TextNGrams.words(of: tokens) { add(gram, .words, count) }
      for gram in TextNGrams.trigrams(of: tokens) { add(gram, .characters, count) }
    }
    if let title = product.title { read(title, 1) }
    if let description = product.description { read(description, descriptionShare) }
    for label in product.category.map(Self.path) ?? [] {
      add(Self.label("", label), .labels, 1)
    }
    for (name, value) in product.attributes where !ignoredAttributes.contains(name) {
      switch value {
      case .flag(let flag):
        if flag { add(Self.label(name, "true"), .labels, 1) }
      case .number(let number):
        add(Self.label(name, Self.rounded(number)), .labels, 1)
      case .text(let text) where Self.isProse(text):
        read(text, descriptionShare)
      case .text(let text):
        for part in text.split(whereSeparator: { ",;|、，；".contains($0) }) {
          add(Self.label(name, String(part)), .labels, 1)
        }
      }
    }
    blocks = found.map(Self.merged)
  }

  private static func merged(_ grams: [Gram]) -> [Gram] {
    var result: [Gram] = []
    for gram in grams.sorted(by: { ($0.column, $0.count) < ($1.column, $1.count) }) {
      if result.last?.column == gram.column {
        result[result.count - 1].count += gram.count
      } else {
        result.append(gram)
      }
    }
    return result
  }

  private static func label(_ name: String, _ value: String) -> UInt64 {
    func hash(_ text: String) -> UInt64 {
      NGramHash.word(TextNormalizer.comparisonKey(of: text).unicodeScalars.map(\.value)[...])
    }
    return NGramHash.sequence(hash(name), hash(value))
  }

  /// A category and those above it: "Home > Kitchen" is also "Home".
  private static func path(_ category: String) -> [String] {
    var path: [String] = []
    for part in category.split(whereSeparator: { ">/|›».".contains($0) }) {
      path.append(
        (path.last.map { $0 + ">" } ?? "") + TextNormalizer.comparisonKey(of: String(part)))
    }
    return path
  }

  /// The number to two significant digits, so that 1.98 and 2.01 meet.
  private static func rounded(_ number: Double) -> String {
    guard number != 0, number.isFinite else { return "\(number)" }
    let step = pow(10, log10(number.magnitude).rounded(.down) - 1)
    return "\((number / step).rounded() * step)"
  }

  /// The value as a label; nil where it is no one label.
  static func judged(_ value: AttributeValue) -> String? {
    switch value {
    case .flag(let flag): flag ? "true" : nil
    case .number(let number): rounded(number)
    case .text(let text): isProse(text) ? nil : TextNormalizer.comparisonKey(of: text)
    }
  }

  private static let longestLabel = 40

  /// Whether a text is read word by word rather than as names.
  private static func isProse(_ text: String) -> Bool {
    text.split(whereSeparator: { ",;|、，；".contains($0) })
      .contains { $0.unicodeScalars.count > longestLabel }
  }
}

extension TextNGrams {
  /// The hashes of the words and runs of two, in unspaced runs of up to three
  /// characters.
  static func words(of tokens: TextTokens) -> [UInt64] {
    wordNGrams(tokens).map(\.hash)
  }

  /// The hashes of three neighbouring characters inside each spaced word, its
  /// borders included.
  static func trigrams(of tokens: TextTokens) -> [UInt64] {
    var found: [UInt64] = []
    for token in tokens.tokens where token.run == nil {
      let padded = [0x20] + tokens.scalars[token.start..<token.end] + [0x20]
      for start in 0..<max(0, padded.count - 2) {
        found.append(NGramHash.word(padded[start..<(start + 3)]))
      }
    }
    return found
  }
}
