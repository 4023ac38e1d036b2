import Domain
import Storage
import Support

extension Rapport {
  /// Answers a question, without a conversation.
  ///
  /// Fields of the answer are filled from the records of the customer who asks.
  package func ask(_ text: String, customer id: String? = nil) throws -> SupportAnswer {
    let active = try supportModel()
    let reply = try modelReply(to: text, active)
    let found = try id.map { try customer($0) }
    let record = try found.map { try customerRecord($0.key, $0.customer) }
    let entities = try entities(in: text)
    var facts = record?.facts
    if let number = entities.first(where: { $0.kind == .orderNumber })?.value {
      switch record?.lookUp(number) ?? .unknownCustomer {
      case .found(let own): facts = own
      case .notFound: break
      case .unknownCustomer: facts = CustomerFacts(order: CustomerFacts.Order(number: number))
      }
    }
    var answer = SupportAnswer(text: text, reply: reply, model: active.name)
    answer.entities = entities.map { SupportAnswer.FoundEntity($0) }
    if let answered = reply.answer {
      answer.answer = Dialogue.filled(answered, facts, language: reply.language)
      // An answer of which nothing can be said is none.
      if answer.answer == nil, reply.action == .answer { answer.action = "handoff" }
    }
    answer.customer = try id.flatMap { id in
      try found.map { try context(id, key: $0.key) }
    }
    return answer
  }

  /// What the model makes of a text, by the preset that is set; the answer is the one that is
  /// stored now.
  func modelReply(to text: String, _ active: Active<SupportModel>) throws -> SupportReply {
    let preset: SupportPolicy.Preset =
      switch try supportPreset() {
      case .strict: .strict
      case .balanced: .balanced
      case .open: .open
      }
    var reply = active.model.reply(to: text, policy: SupportPolicy(preset))
    if let learned = reply.answer,
      let row = active.model.entries.firstIndex(where: {
        $0.intent == reply.intent && $0.answer == learned
      })
    {
      reply.answer = try answerBook(active)[row].answer
    }
    return reply
  }

  /// What a text names.
  func entities(in text: String) throws -> [Entity] {
    try entityExtractor().entities(in: text, now: now())
  }

  /// The finder of the shop's order numbers and products, and of all else.
  func entityExtractor() throws -> EntityExtractor {
    try supportCache.extractor(catalogue: catalogueGeneration, generation: generation) {
      let catalogue = try catalogue()
      let products = catalogue.byKey.values.compactMap { product in
        product.title.map { (id: product.id.rawValue, title: $0) }
      }.sorted { $0.id < $1.id }
      return EntityExtractor(
        orderNumbers: try store.read { try $0.newestPurchaseEventIDs(limit: 20_000) },
        products: products, currency: catalogue.commonestCurrency)
    }
  }

  /// The entries that the model learned, in its order, with the answers, and what these need
  /// and lead to, as they are stored now.
  func answerBook(_ active: Active<SupportModel>) throws -> AnswerBook {
    try supportCache.book(of: active.name, catalogue: catalogueGeneration) {
      let stored = try store.read { try $0.faqEntries() }
      var byName: [String: FAQEntry] = [:]
      for entry in stored { byName["\(entry.intent)\n\(entry.language ?? "")"] = entry }
      return AnswerBook(
        active.model.entries.map { entry in
          guard let current = byName["\(entry.intent)\n\(entry.language ?? "")"] else {
            return entry
          }
          var entry = entry
          entry.answer = current.answer
          entry.prompts = current.prompts
          entry.requires = current.requires
          return entry
        })
    }
  }

  func context(_ id: String, key: Customer.Key) throws -> SupportAnswer.CustomerContext {
    let log = try store.read { try $0.history(of: key, limit: .max) }
    let purchases = (0..<log.count).filter { log.kinds[$0] == .purchase }
    guard let newest = purchases.first else {
      return SupportAnswer.CustomerContext(customerId: id)
    }
    let day = log.occurredAt[newest].date
    let lines = purchases.filter { log.occurredAt[$0].date == day }
    let value = lines.reduce(0.0) { $0 + Double(log.values[$1]) }
    return SupportAnswer.CustomerContext(
      customerId: id, lastOrderDate: day, lastOrderLines: lines.count,
      lastOrderValue: (value * 100).rounded() / 100)
  }
}

extension SupportAnswer {
  /// What a model makes of a text, before any conversation.
  init(text: String, reply: SupportReply, model: String) {
    // What nobody is sure of is no intent: the ranking says what came nearest.
    let isUnsure = reply.action == .handoff
    self.init(
      text: text, intent: isUnsure ? nil : reply.intent, confidence: reply.confidence,
      action: reply.action.rawValue, answer: reply.answer,
      matchedQuestion: isUnsure ? nil : reply.question,
      suggestions: reply.suggestions.map {
        Suggestion(intent: $0.intent, question: $0.question, confidence: $0.confidence)
      },
      intentRanking: reply.ranking.map {
        RankedIntent(name: $0.intent, probability: $0.probability)
      },
      explanation: reply.explanation.words.map { Word($0) },
      nGrams: reply.explanation.nGrams.map { Word($0) },
      outOfScopeScore: reply.outOfScopeScore, model: model)
  }
}

extension SupportAnswer.Word {
  fileprivate init(_ contribution: SupportReply.Explanation.Contribution) {
    self.init(
      word: contribution.text, contribution: contribution.contribution,
      start: contribution.start, end: contribution.end)
  }
}
