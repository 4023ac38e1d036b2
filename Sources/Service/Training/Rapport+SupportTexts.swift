import Domain
import Storage
import Support

/// What the bot learns from.
struct SupportTexts: Sendable {
  /// The entry with this intent holds texts that no intent covers.
  static let outOfScopeIntent = "out_of_scope"

  /// Without the one of texts out of scope.
  var entries: [FAQEntry]
  var outOfScope: [String]
  /// What customers wrote.
  var unlabelled: [String]
}

extension Rapport {
  /// The most stored messages that the bot reads.
  private static let mostMessages = 20_000

  /// The stored entries and messages.
  func supportTexts() throws -> SupportTexts {
    let (entries, messages) = try store.read { reader in
      (try reader.faqEntries(), try reader.customerTexts(limit: Self.mostMessages))
    }
    guard !entries.isEmpty else {
      throw ServiceError(
        .nothingToLearn, "there are no FAQ entries to learn from",
        hint: "import some with 'rapport import faq FILE'")
    }
    let foreign = entries.filter { $0.intent == SupportTexts.outOfScopeIntent }
    return SupportTexts(
      entries: entries.filter { $0.intent != SupportTexts.outOfScopeIntent },
      outOfScope: foreign.flatMap { $0.questions + $0.examples }, unlabelled: messages)
  }

  /// The bot in use; nil where there is none yet or it cannot be read any more.
  func formerSupportModel() throws -> SupportModel? {
    do {
      return try supportModel().model
    } catch let error as ServiceError
      where error.code == .notTrained || error.code == .damagedModel
    {
      return nil
    }
  }
}
