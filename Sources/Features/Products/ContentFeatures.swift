package import Domain
import Glibc

/// Turns what a product's record says into a sparse vector of length 1, so that
/// the inner product of two says how alike the products are.
///
/// A vector has three blocks: words of title and description, character trigrams of
/// the same, and labels (category and attributes). An n-gram weighs
/// (1 + ln count) · rarity, each block is scaled to length 1, and the blocks that
/// the record has are joined with their shares. Columns are hashes, so an n-gram
/// never seen before has its column too.
///
/// - Source: Salton & Buckley 1988, "Term-weighting approaches in automatic text
///   retrieval", Information Processing & Management 24(5); rarity as in Robertson &
///   Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.1, kept above 0.
package struct ContentFeatures: Sendable, Equatable {
  /// What becomes a feature.
  package struct Configuration: Sendable, Hashable, Codable {
    /// Shares of the squared length, by block; a record without a block gives its share
    /// to the others.
    package var wordShare: Float
    package var characterShare: Float
    package var labelShare: Float
    /// What an n-gram of the description counts beside one of the title.
    package var descriptionShare: Float
    /// What more products have than this says nothing; at least 100 of them.
    package var commonestShare: Float

    /// The defaults, chosen on purchases of UCI Online Retail from 2011-08-11 to
    /// 2011-10-10; it has neither labels nor descriptions.
    package init(
      wordShare: Float = 0.5, characterShare: Float = 0.2, labelShare: Float = 0.3,
      descriptionShare: Float = 0.3, commonestShare: Float = 0.3
    ) {
      self.wordShare = wordShare
      self.characterShare = characterShare
      self.labelShare = labelShare
      self.descriptionShare = descriptionShare
      self.commonestShare = commonestShare
    }
  }

  package let configuration: Configuration
  /// How many products the frequencies were counted over.
  package let productCount: Int
  /// In how many products each n-gram is that is in more than one, by its column.
  let frequencies: [Int32: Int32]
  /// Attributes that tell a product's identity, such as an order number: their values are
  /// nearly all different.
  let ignoredAttributes: Set<String>

  init(
    configuration: Configuration, productCount: Int, frequencies: [Int32: Int32],
    ignoredAttributes: Set<String>
  ) {
    self.configuration = configuration
    self.productCount = productCount
    self.frequencies = frequencies
    self.ignoredAttributes = ignoredAttributes
  }

  /// Learns how common each n-gram is.
  package static func fit(
    _ products: [Product], configuration: Configuration = Configuration()
  ) -> ContentFeatures {
    let ignored = identifyingAttributes(of: products)
    var frequencies: [Int32: Int32] = [:]
    for product in products {
      let grams = ProductGrams(
        product, descriptionShare: configuration.descriptionShare, ignoredAttributes: ignored)
      for gram in grams.blocks.joined() { frequencies[gram.column, default: 0] += 1 }
    }
    return ContentFeatures(
      configuration: configuration, productCount: products.count,
      frequencies: frequencies.filter { $0.value > 1 }, ignoredAttributes: ignored)
  }

  /// What a product's record says.
  ///
  /// - Returns: columns ascending, length 1; empty where the record says nothing.
  package func vector(of product: Product) -> TextVector {
    let grams = ProductGrams(
      product, descriptionShare: configuration.descriptionShare,
      ignoredAttributes: ignoredAttributes)
    let shares = [
      configuration.wordShare, configuration.characterShare, configuration.labelShare,
    ]
    var entries: [(column: Int32, value: Float)] = []
    var total: Float = 0
    for (kind, share) in zip(ProductGrams.Block.allCases, shares) {
      let block = grams.blocks[kind.rawValue]
      var values = block.map {
        (1 + log(max(1, $0.count))) * min(1, $0.count) * rarity($0.column, in: kind)
      }
      let squares = values.reduce(0) { $0 + $1 * $1 }
      guard squares > 0, share > 0 else { continue }
      let scale = (share / squares).squareRoot()
      for index in values.indices { values[index] *= scale }
      total += share
      for (gram, value) in zip(block, values) where value > 0 {
        entries.append((gram.column, value))
      }
    }
    // A column of two blocks has both of its values.
    entries.sort { ($0.column, $0.value) < ($1.column, $1.value) }
    guard total > 0 else { return TextVector() }
    let scale = 1 / total.squareRoot()
    var vector = TextVector()
    for entry in entries {
      if vector.columns.last == entry.column {
        vector.values[vector.count - 1] += entry.value * scale
      } else {
        vector.columns.append(entry.column)
        vector.values.append(entry.value * scale)
      }
    }
    return vector
  }

  /// So many products can share a label that still says something, and so many an n-gram
  /// of a text: beyond it there are rarer ones that say more, and the search for neighbours
  /// would take its time from comparing everything with everything.
  private func most(_ block: ProductGrams.Block) -> Float {
    let most = max(100, configuration.commonestShare * Float(productCount))
    return block == .labels ? most : min(most, Self.mostWithText)
  }

  private static let mostWithText: Float = 2000

  /// ln of the odds against a product having the n-gram; 0 for one of the commonest.
  private func rarity(_ column: Int32, in block: ProductGrams.Block) -> Float {
    let count = Float(max(1, productCount))
    let frequency = Float(frequencies[column] ?? 1)
    if frequency > most(block) { return 0 }
    return log(1 + max(0, count - frequency + 0.5) / (frequency + 0.5))
  }

  private static let fewestToJudge = 10

  private static func identifyingAttributes(of products: [Product]) -> Set<String> {
    var values: [String: (count: Int, distinct: Set<String>)] = [:]
    for product in products {
      for (name, value) in product.attributes {
        guard let text = ProductGrams.judged(value) else { continue }
        values[name, default: (0, [])].count += 1
        values[name, default: (0, [])].distinct.insert(text)
      }
    }
    return Set(
      values.filter { $1.count >= fewestToJudge && 2 * $1.distinct.count > $1.count }.keys)
  }
}
