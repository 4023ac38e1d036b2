import Domain
import Glibc
import Support
import Synchronization

/// What the bot derives from the records, kept from message to message.
final class SupportCache: Sendable {
  private struct Extractor {
    var catalogue: Int
    var generation: Int
    var builtAt: Int
    var extractor: EntityExtractor
  }

  /// How many seconds the forms of order numbers are kept while records come in: new
  /// orders look like those before them.
  private static let patience = 600

  private let extractor = Mutex<Extractor?>(nil)
  private let book = Mutex<(model: String, catalogue: Int, book: AnswerBook)?>(nil)

  /// Forgets everything.
  func forget() {
    extractor.withLock { $0 = nil }
    book.withLock { $0 = nil }
  }

  /// The finder of entities: made again when the catalogue changes, and at most every
  /// ten minutes when other records do.
  ///
  /// Those who ask at once wait for one.
  func extractor(
    catalogue: Int, generation: Int, _ make: () throws -> EntityExtractor
  ) throws -> EntityExtractor {
    let now = Int(time(nil))
    return try extractor.withLock { kept in
      if let kept, kept.catalogue == catalogue,
        kept.generation == generation || now - kept.builtAt < Self.patience
      {
        return kept.extractor
      }
      let made = try make()
      kept = Extractor(
        catalogue: catalogue, generation: generation, builtAt: now, extractor: made)
      return made
    }
  }

  /// The answers of a model with what the store says they need and lead to: made again
  /// with another model and after each import.
  func book(
    of model: String, catalogue: Int, _ make: () throws -> AnswerBook
  ) throws -> AnswerBook {
    try book.withLock { kept in
      if let kept, kept.model == model, kept.catalogue == catalogue { return kept.book }
      let made = try make()
      kept = (model, catalogue, made)
      return made
    }
  }
}
