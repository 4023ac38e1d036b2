import Engine
import Glibc

extension TextVectorizer {
  /// The vocabulary of the texts.
  ///
  /// - Parameters:
  ///   - texts: what the n-grams are counted in.
  ///   - configuration: which n-grams are kept, and what they weigh.
  ///   - threads: does not change the result.
  /// - Returns: the vectorizer of the n-grams kept.
  package static func fit(
    _ texts: [TextTokens], configuration: Configuration = Configuration(),
    threads: Int = Parallel.coreCount
  ) -> TextVectorizer {
    let minimum =
      configuration.minimumDocumentFrequency ?? (texts.count >= 1_000 ? 2 : 1)
    let tables = documentFrequencies(
      texts, pairReach: configuration.scheme.pairReach, threads: threads)
    var kept: [(block: Int, hash: UInt64, frequency: Int32)] = []
    for (block, table) in tables.enumerated() {
      for (hash, frequency) in table.entries where frequency >= minimum {
        kept.append((block, hash, frequency))
      }
    }
    if kept.count > configuration.maximumFeatures {
      kept.sort { ($1.frequency, $0.block, $0.hash) < ($0.frequency, $1.block, $1.hash) }
      kept.removeLast(kept.count - configuration.maximumFeatures)
    }
    kept.sort { ($0.block, $0.hash) < ($1.block, $1.hash) }
    let total = Float(1 + texts.count)
    return TextVectorizer(
      hashes: kept.map(\.hash), wordCount: kept.count { $0.block == 0 },
      inverseDocumentFrequencies: kept.map {
        pow(log(total / Float(1 + $0.frequency)) + 1, configuration.frequencyPower)
      }, scheme: configuration.scheme)
  }

  /// How many texts are cut into n-grams before these are counted.
  private static let batch = 4_096

  /// The number of texts that hold each n-gram, by block.
  private static func documentFrequencies(
    _ texts: [TextTokens], pairReach: Int, threads: Int
  ) -> [NGramTable] {
    var (words, characters) = (NGramTable(), NGramTable())
    for start in stride(from: 0, to: texts.count, by: batch) {
      let found = Parallel.map(count: min(batch, texts.count - start), threads: threads) {
        let grams = TextNGrams(texts[start + $0], pairReach: pairReach)
        return (distinct(grams.words + grams.pairs), distinct(grams.characters))
      }
      for text in found {
        for hash in text.0 { words.increment(hash) }
        for hash in text.1 { characters.increment(hash) }
      }
    }
    return [words, characters]
  }

  private static func distinct(_ occurrences: [TextNGrams.Occurrence]) -> [UInt64] {
    var hashes = occurrences.map(\.hash)
    hashes.sort()
    var kept = 0
    for hash in hashes where kept == 0 || hash != hashes[kept - 1] {
      hashes[kept] = hash
      kept += 1
    }
    hashes.removeLast(hashes.count - kept)
    return hashes
  }
}
