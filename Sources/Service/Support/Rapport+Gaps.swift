package import Domain
import Features
import Storage
import Support

extension Rapport {
  /// What customers ask and the bot cannot answer, the commonest first.
  ///
  /// - Parameters:
  ///   - limit: how many groups at the most.
  ///   - since: only groups asked for since, with the questions since; nil takes all.
  /// - Returns: the groups, and what the bot makes of them where it is trained.
  /// - Throws: errors of the store.
  package func gaps(limit: Int, since: Timestamp? = nil) throws -> GapsAnswer {
    let found = try gapClusters()
    let clusters = found.clusters.compactMap { $0.restricted(since: since) }
      .sorted { ($1.questions.count, $1.newest, $0.id) < ($0.questions.count, $0.newest, $1.id) }
    let model = try? supportModel()
    return GapsAnswer(
      gaps: clusters.prefix(limit).map { cluster in
        Self.gap(cluster, model.map { GapSuggestion(cluster, model: $0.model) })
      },
      totalGaps: clusters.count,
      totalQuestions: clusters.reduce(0) { $0 + $1.questions.count },
      wordlessQuestions: found.wordlessCount, model: model?.name)
  }

  /// Makes the questions of a gap examples of an intent.
  ///
  /// A new intent needs an answer, and its typical question becomes its question.
  ///
  /// - Throws: `unknownGap`; `invalidRequest` where the intent is new and has no
  ///   answer, where it is there and gets one, and where no text is fit to be an
  ///   example.
  package func addGap(
    _ id: String, intent: String, answer: String? = nil, actor: String = "cli",
    at time: Timestamp? = nil
  ) throws -> GapAddedAnswer {
    let time = clock()
    let cluster = try gapCluster(id)
    guard !cluster.examples.isEmpty else {
      throw ServiceError(
        .invalidRequest, "no text of gap \(id) is fit to be an example: they are mostly masks",
        hint: "dismiss it with 'rapport support dismiss \(id)'")
    }
    defer { faqDidChange() }
    return try store.write { writer in
      let result = try Self.add(
        Array(cluster.examples.prefix(Self.mostExamples)), intent: intent, answer: answer,
        to: writer)
      try writer.resolveGaps(
        cluster.questions.map(\.id), as: .added(intent: intent), at: time, by: actor)
      try writer.append(
        AuditRecord(
          occurredAt: time, actor: actor, action: "gap.add", subject: "\(id) to \(intent)"))
      var answer = result
      answer.messages = cluster.questions.count
      return answer
    }
  }

  /// Adds one example to an intent, masked.
  ///
  /// - Throws: `invalidRequest` as `addGap` does.
  package func addExample(
    _ text: String, intent: String, answer: String? = nil, actor: String = "cli",
    at time: Timestamp? = nil
  ) throws -> GapAddedAnswer {
    let masked = Masking.masked(text)
    guard GapCluster.isExample(masked) else {
      throw ServiceError(
        .invalidRequest, "\(quoted(masked)) is no example: it has no word that says anything",
        hint: "write what a customer would ask")
    }
    let time = clock()
    defer { faqDidChange() }
    return try store.write { writer in
      let result = try Self.add([masked], intent: intent, answer: answer, to: writer)
      try writer.append(
        AuditRecord(occurredAt: time, actor: actor, action: "example.add", subject: intent))
      return result
    }
  }

  /// Never lists the questions of a gap again, nor those like them.
  ///
  /// - Throws: `unknownGap`.
  package func dismissGap(
    _ id: String, actor: String = "cli"
  ) throws -> GapDismissedAnswer {
    let time = clock()
    let cluster = try gapCluster(id)
    try store.write { writer in
      try writer.resolveGaps(cluster.questions.map(\.id), as: .dismissed, at: time, by: actor)
      try writer.append(
        AuditRecord(occurredAt: time, actor: actor, action: "gap.dismiss", subject: id))
    }
    return GapDismissedAnswer(
      id: id, question: cluster.typical.text, messages: cluster.questions.count)
  }

  /// One gap adds so many examples at the most, the typical one first: more of
  /// the same would drown the intent's others.
  private static let mostExamples = 50

  private func gapClusters() throws -> GapClusters {
    GapClusters(
      try store.read { try $0.unresolvedMessages() }.map { message in
        GapQuestion(
          id: message.id, text: message.text,
          asker: message.customer.map { "\($0.rawValue)" } ?? message.conversation,
          intent: message.intent,
          reason: GapQuestion.Reason(rawValue: message.reason.rawValue) ?? .handoff,
          askedAt: message.createdAt, isDismissed: message.isDismissed)
      })
  }

  private func gapCluster(_ id: String) throws -> GapCluster {
    let clusters = try gapClusters().clusters
    guard let cluster = clusters.first(where: { $0.id == id }) else {
      throw ServiceError(
        .unknownGap, "there is no gap \(quoted(id))",
        hint: "'rapport support gaps' lists those there are")
    }
    return cluster
  }

  private static func add(
    _ texts: [String], intent: String, answer: String?, to writer: Writer
  ) throws -> GapAddedAnswer {
    let entries = try writer.reading.faqEntries()
    let own = entries.filter { $0.intent == intent }
    guard !own.isEmpty else {
      guard let answer, !answer.allSatisfy(\.isWhitespace) else {
        throw ServiceError(
          .invalidRequest, "there is no intent \(quoted(intent))",
          hint: didYouMean(similar(to: intent, among: entries))
            ?? "give it an answer with '--answer TEXT' to make it one")
      }
      try check(newIntent: intent)
      try writer.upsert(
        FAQEntry(
          intent: intent, questions: [texts[0]], answer: answer, language: language(of: texts),
          examples: Array(texts.dropFirst())))
      return GapAddedAnswer(intent: intent, isNewIntent: true, added: texts, messages: 0)
    }
    guard answer == nil else {
      throw ServiceError(
        .invalidRequest, "intent \(quoted(intent)) has an answer",
        hint: "leave '--answer' out, or import the entry anew to change it")
    }
    let spoken = language(of: texts)
    var entry = own.first { $0.language == spoken } ?? own[0]
    let known = Set((entry.questions + entry.examples).map(TextNormalizer.comparisonKey))
    let added = texts.filter { !known.contains(TextNormalizer.comparisonKey(of: $0)) }
    entry.examples += added
    try writer.upsert(entry)
    return GapAddedAnswer(intent: intent, isNewIntent: false, added: added, messages: 0)
  }

  /// The language that the script of the texts names.
  private static func language(of texts: [String]) -> String? {
    WritingSystem.dominant(in: TextTokens(texts.joined(separator: "\n")))?.language
  }

  private static func check(newIntent name: String) throws {
    let isName =
      !name.isEmpty && name.utf8.count <= 100
      && name.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0.properties.generalCategory != .control
      }
    guard isName else {
      throw ServiceError(
        .invalidRequest, "\(quoted(name)) cannot name an intent",
        hint: "use a short name without spaces, such as gift_receipt")
    }
  }

  private static func similar(to name: String, among entries: [FAQEntry]) -> [String] {
    let parts = Set(name.lowercased().split { !$0.isLetter }.filter { $0.count > 2 })
    return Set(entries.map(\.intent)).sorted().filter { intent in
      !parts.isDisjoint(with: intent.lowercased().split { !$0.isLetter })
    }.prefix(3).map(\.self)
  }

  private static func gap(_ cluster: GapCluster, _ suggestion: GapSuggestion?) -> GapsAnswer.Gap {
    let reasons = cluster.reasons
    return GapsAnswer.Gap(
      id: cluster.id, question: cluster.typical.text, keywords: cluster.keywords,
      count: cluster.questions.count, customers: cluster.askerCount,
      newest: cluster.newest.date,
      reasons: GapsAnswer.Gap.Reasons(
        handoff: reasons[.handoff] ?? 0, unclear: reasons[.unclear] ?? 0,
        unhelpful: reasons[.unhelpful] ?? 0),
      nearestIntent: suggestion?.intent, confidence: suggestion?.confidence,
      suggestion: suggestion.map {
        GapsAnswer.Gap.Suggestion(kind: $0.kind.rawValue, text: text(of: $0))
      },
      examples: Array(cluster.examples.prefix(10)))
  }

  private static func text(of suggestion: GapSuggestion) -> String {
    let intent = suggestion.intent ?? ""
    return switch suggestion.kind {
    case .example: "likely an example of \(intent)"
    case .newSubject: "a new subject"
    case .wrongAnswer: "the answer to \(intent) does not help: mend it, or make a new subject"
    }
  }
}
