package import Domain

extension Writer {
  /// Adds an entry or merges into the one of that intent and language.
  ///
  /// The answer is replaced, a nil category and empty prompts and requirements keep
  /// what is stored, and questions and examples are added to those stored. To replace an entry, delete it first.
  package func upsert(_ entry: FAQEntry) throws(StoreError) {
    let prompts = try connection.encode(entry.prompts)
    let requires = try connection.encode(entry.requires)
    let key = try connection.first(
      """
      INSERT INTO faq_entries (intent, answer, category, language, prompts, requires)
      VALUES (?1, ?2, ?3, coalesce(?4, ''), ?5, ?6)
      ON CONFLICT (intent, language) DO UPDATE SET
        answer = excluded.answer, category = coalesce(excluded.category, category),
        prompts = coalesce(nullif(excluded.prompts, '[]'), prompts),
        requires = coalesce(nullif(excluded.requires, '[]'), requires)
      RETURNING key
      """,
      bind: {
        $0.bind(1, entry.intent)
        $0.bind(2, entry.answer)
        $0.bind(3, entry.category)
        $0.bind(4, entry.language)
        $0.bind(5, prompts)
        $0.bind(6, requires)
      }, row: { $0.integer(0) })
    for text in entry.questions { try add(text, isQuestion: true, to: key) }
    for text in entry.examples { try add(text, isQuestion: false, to: key) }
  }

  private func add(_ text: String, isQuestion: Bool, to key: Int64?) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO faq_examples (entry_key, text, is_question) VALUES (?1, ?2, ?3)
      ON CONFLICT (entry_key, text) DO UPDATE SET
        is_question = max(is_question, excluded.is_question)
      """
    ) {
      $0.bind(1, key)
      $0.bind(2, text)
      $0.bind(3, isQuestion)
    }
  }

  /// Removes an intent's entries, in all languages, with their questions; false
  /// where there is none.
  @discardableResult
  package func deleteFAQEntry(intent: String) throws(StoreError) -> Bool {
    try connection.run("DELETE FROM faq_entries WHERE intent = ?1") { $0.bind(1, intent) }
    return connection.changes > 0
  }
}

extension Reader {
  /// Every entry, with questions and examples, in the order of arrival.
  package func faqEntries() throws(StoreError) -> [FAQEntry] {
    var entries: [FAQEntry] = []
    var indexByKey: [Int64: Int] = [:]
    try connection.forEach(
      """
      SELECT key, intent, answer, category, nullif(language, ''), prompts, requires
      FROM faq_entries ORDER BY key
      """
    ) { row throws(StoreError) in
      indexByKey[row.integer(0)] = entries.count
      entries.append(
        FAQEntry(
          intent: row.text(1), questions: [], answer: row.text(2), category: row.optionalText(3),
          language: row.optionalText(4), prompts: try connection.decodeTexts(row.text(5)),
          requires: try connection.decodeTexts(row.text(6))))
    }
    try connection.forEach("SELECT entry_key, text, is_question FROM faq_examples ORDER BY key") {
      row throws(StoreError) in
      guard let index = indexByKey[row.integer(0)] else { throw corrupt("a question of no entry") }
      if row.integer(2) != 0 {
        entries[index].questions.append(row.text(1))
      } else {
        entries[index].examples.append(row.text(1))
      }
    }
    return entries
  }
}
