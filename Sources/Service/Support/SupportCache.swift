import Storage
import Support
import Synchronization

/// What the bot derives from the records, kept from message to message.
final class SupportCache: Sendable {
  /// The event ids of purchases, from which the form of order numbers is learned.
  struct OrderNumbers: Sendable {
    /// The newest first.
    var ids: [String] = []
    /// The greatest key of an interaction among those looked through.
    var lastKey: Int64 = 0

    /// How many are looked at.
    static let most = 20_000

    /// Adds those of interactions that came since.
    mutating func update(_ reader: Reader) throws {
      let key = try reader.lastInteractionKey()
      guard key > lastKey else { return }
      let new = try reader.newestPurchaseEventIDs(after: lastKey, limit: Self.most)
      ids = Array((new + ids).prefix(Self.most))
      lastKey = key
    }
  }

  private struct Extractor {
    var catalogueGeneration: Int
    var generation: Int
    var madeAt: ContinuousClock.Instant
    var extractor: EntityExtractor
  }

  private struct Finding {
    var extractor: Extractor?
    var orderNumbers = OrderNumbers()
  }

  private struct Book {
    var reading: Int
    var faqGeneration: Int
    var book: AnswerBook
  }

  /// How long the forms of order numbers are kept while records come in: new orders look
  /// like those before them.
  private static let patience = Duration.seconds(600)

  private let finding = Mutex(Finding())
  private let book = Mutex<Book?>(nil)

  /// Forgets everything.
  func forget() {
    finding.withLock { $0 = Finding() }
    book.withLock { $0 = nil }
  }

  /// The finder of entities: made again when the catalogue changes, and at most every
  /// ten minutes when other records do.
  ///
  /// Those who ask at once wait for one.
  func extractor(
    catalogueGeneration: Int, generation: Int,
    _ make: (inout OrderNumbers) throws -> EntityExtractor
  ) throws -> EntityExtractor {
    let now = ContinuousClock.now
    return try finding.withLock { finding in
      if let kept = finding.extractor, kept.catalogueGeneration == catalogueGeneration,
        kept.generation == generation || now - kept.madeAt < Self.patience
      {
        return kept.extractor
      }
      let made = try make(&finding.orderNumbers)
      finding.extractor = Extractor(
        catalogueGeneration: catalogueGeneration, generation: generation, madeAt: now,
        extractor: made)
      return made
    }
  }

  /// The answers of a model with what the store says they need and lead to: made again
  /// with another reading of a model and when FAQ entries change.
  func book(
    of reading: Int, faqGeneration: Int, _ make: () throws -> AnswerBook
  ) throws -> AnswerBook {
    try book.withLock { kept in
      if let kept, kept.reading == reading, kept.faqGeneration == faqGeneration {
        return kept.book
      }
      let made = try make()
      kept = Book(reading: reading, faqGeneration: faqGeneration, book: made)
      return made
    }
  }
}
