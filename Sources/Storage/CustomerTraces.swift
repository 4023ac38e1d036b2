package import Domain

/// What of one customer stands, or may stand, outside the rows that refer to them.
package struct CustomerTraces: Sendable {
  /// The store's own row number.
  package var key: Customer.Key
  /// The record.
  package var customer: Customer
  /// The conversations that are theirs, and those of the same channel's sender that
  /// nobody else is known by.
  package var conversations: [Int64] = []
  /// By attribute, `country` included: the value where no other customer has it.
  package var ownValues: [String: AttributeValue] = [:]
  /// What they wrote that became examples of the bot and that nobody else wrote.
  package var examples: [String] = []

  /// Texts that say who the customer is: what notes of the shop may hold too.
  package var names: [String] {
    [customer.id.rawValue, customer.name, customer.email].compactMap(\.self).filter { name in
      let isNumber = name.utf8.allSatisfy { (48...57).contains($0) }
      return name.utf8.count >= (isNumber ? Self.shortestNumber : Self.shortestName)
    }
  }

  /// Below these, a text is found in others by chance: a year, an amount, a word.
  private static let shortestName = 4
  private static let shortestNumber = 6
}

extension Reader {
  /// The traces of a customer; nil where there is none of that id.
  package func traces(of id: Customer.ID) throws(StoreError) -> CustomerTraces? {
    guard let (key, customer) = try customer(id) else { return nil }
    var traces = CustomerTraces(key: key, customer: customer)
    traces.conversations = try conversationKeys(of: key)
    traces.ownValues = try ownValues(of: key, customer)
    traces.examples = try ownExamples(traces.conversations)
    return traces
  }

  private func conversationKeys(of customer: Customer.Key) throws(StoreError) -> [Int64] {
    try connection.all(
      """
      SELECT key FROM conversations WHERE customer_key = ?1
      UNION
      SELECT key FROM conversations WHERE customer_key IS NULL AND sender_sha256 IN (
        SELECT sender_sha256 FROM conversations AS own WHERE own.customer_key = ?1
          AND NOT EXISTS (
            SELECT 1 FROM conversations AS other WHERE other.sender_sha256 = own.sender_sha256
              AND other.customer_key <> ?1))
      """,
      bind: { $0.bind(1, customer.rawValue) }, row: { $0.integer(0) })
  }

  private func ownValues(
    of key: Customer.Key, _ customer: Customer
  ) throws(StoreError) -> [String: AttributeValue] {
    var values = customer.attributes
    try connection.forEach(
      """
      SELECT DISTINCT mine.key FROM customers AS o, json_each(o.attributes) AS theirs
        JOIN (SELECT e.key, e.value FROM customers AS c, json_each(c.attributes) AS e
              WHERE c.key = ?1) AS mine ON mine.key = theirs.key AND mine.value = theirs.value
      WHERE o.key <> ?1
      """,
      bind: { $0.bind(1, key.rawValue) }, row: { values[$0.text(0)] = nil })
    guard let country = customer.country, values["country"] == nil else { return values }
    let isShared = try connection.first(
      "SELECT 1 FROM customers WHERE country = ?2 AND key <> ?1 LIMIT 1",
      bind: {
        $0.bind(1, key.rawValue)
        $0.bind(2, country)
      }, row: { _ in true })
    if isShared == nil { values["country"] = .text(country) }
    return values
  }

  private func ownExamples(_ conversations: [Int64]) throws(StoreError) -> [String] {
    var examples: Set<String> = []
    for conversation in conversations {
      try connection.forEach(
        """
        SELECT m.text FROM messages AS m JOIN support_gaps AS g ON g.message_key = m.key
        WHERE m.conversation_key = ?1 AND g.resolution = 'added'
        """,
        bind: { $0.bind(1, conversation) }, row: { examples.insert($0.text(0)) })
    }
    let own = Set(conversations)
    var found: [String] = []
    for text in examples.sorted() {
      let authors = try connection.all(
        "SELECT conversation_key FROM messages WHERE author = 'customer' AND text = ?1",
        bind: { $0.bind(1, text) }, row: { $0.integer(0) })
      if authors.allSatisfy(own.contains) { found.append(text) }
    }
    return found
  }
}
