import Domain
import Storage
import Support

extension Rapport {
  /// Answers a question, without a conversation.
  ///
  /// Fields of the answer are filled from the records of the customer who asks.
  package func ask(_ text: String, customer id: String? = nil) throws -> SupportAnswer {
    let active = try supportModel()
    let context = try messageContext(at: ConversationPlace(customer: id), time: clock())
    let record = context.record
    let reply = try modelReply(to: text, active, context.settings)
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
      answer.answer = try answerBook(active).filled(answered, facts, language: reply.language)
      // An answer of which nothing can be said is none.
      if answer.answer == nil, reply.action == .answer { answer.action = "handoff" }
    }
    answer.customer = record?.context
    return answer
  }

  /// What the model makes of a text, by the preset that is set; the answer is the one that is
  /// stored now.
  func modelReply(
    to text: String, _ active: Active<SupportModel>, _ settings: SettingValues
  ) throws -> SupportReply {
    var reply = active.model.reply(to: text, policy: SupportPolicy(settings.supportPreset))
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
    try entityExtractor().entities(in: text, now: clock())
  }

  /// The finder of the shop's order numbers and products, and of all else.
  func entityExtractor() throws -> EntityExtractor {
    try supportCache.extractor(
      catalogueGeneration: catalogueGeneration, generation: generation
    ) { orderNumbers in
      let catalogue = try catalogue()
      let products = catalogue.byKey.values.compactMap { product in
        product.title.map { (id: product.id.rawValue, title: $0) }
      }.sorted { $0.id < $1.id }
      try store.read { try orderNumbers.update($0) }
      return EntityExtractor(
        orderNumbers: orderNumbers.ids,
        products: products, currency: catalogue.commonestCurrency)
    }
  }

  /// The entries that the model learned, in its order, with the answers, and what these need
  /// and lead to, as they are stored now.
  func answerBook(_ active: Active<SupportModel>) throws -> AnswerBook {
    try supportCache.book(of: active.reading, faqGeneration: faqGeneration) {
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
