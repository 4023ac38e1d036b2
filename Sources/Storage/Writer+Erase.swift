package import Domain

/// How many rows an erasure took, by what they are.
package struct ErasedRows: Sendable, Hashable {
  /// Interactions that went.
  package var interactions = 0
  /// How many labels of churn went.
  package var labels = 0
  /// Conversations that went.
  package var conversations = 0
  /// How many messages went.
  package var messages = 0
  /// How many impressions went.
  package var exposures = 0
  /// Clicks that went.
  package var clicks = 0
  /// Examples of the bot that the customer had written.
  package var examples = 0
  /// Notes, rules and records of imports that named the customer.
  package var mentions = 0
}

extension Writer {
  /// Removes a customer with everything that refers to them and everything else that
  /// names them; records of shown products that bear one of the customer's sessions
  /// go too.
  ///
  /// The bytes leave the disk with ``Store/purge()``. Models are not touched.
  ///
  /// - Parameter traces: of the customer, read in the same transaction.
  /// - Returns: what went.
  /// - Throws: `StoreError` where the database cannot be written.
  package func erase(_ traces: CustomerTraces) throws(StoreError) -> ErasedRows {
    var rows = ErasedRows()
    let key = traces.key
    rows.interactions = try delete("DELETE FROM interactions WHERE customer_key = ?1", key)
    rows.labels = try delete("DELETE FROM churn_labels WHERE customer_key = ?1", key)
    for conversation in traces.conversations {
      let key = Customer.Key(conversation)
      _ = try delete(
        """
        DELETE FROM support_gaps
        WHERE message_key IN (SELECT key FROM messages WHERE conversation_key = ?1)
        """, key)
      rows.messages += try delete("DELETE FROM messages WHERE conversation_key = ?1", key)
      rows.conversations += try delete("DELETE FROM conversations WHERE key = ?1", key)
    }
    try eraseExposures(of: key, counting: &rows)
    for text in traces.examples { rows.examples += try eraseExample(text) }
    rows.mentions = try eraseMentions(traces)
    _ = try delete("DELETE FROM customers WHERE key = ?1", key)
    customers[traces.customer.id] = nil
    return rows
  }

  /// Erases the customer of an id; false where there is none.
  package func erase(_ id: Customer.ID) throws(StoreError) -> Bool {
    guard let traces = try reading.traces(of: id) else { return false }
    _ = try erase(traces)
    return true
  }

  private func delete(_ sql: StaticString, _ key: Customer.Key) throws(StoreError) -> Int {
    try connection.run(sql) { $0.bind(1, key.rawValue) }
    return connection.changes
  }

  private func eraseExposures(
    of key: Customer.Key, counting rows: inout ErasedRows
  ) throws(StoreError) {
    rows.clicks = try delete(
      """
      DELETE FROM clicks WHERE exposure_key IN (
        SELECT key FROM exposures WHERE customer_key = ?1
        UNION
        SELECT e.key FROM exposures AS e WHERE e.customer_key IS NULL AND e.session IN (
          SELECT session FROM exposures AS own WHERE own.customer_key = ?1 AND NOT EXISTS (
            SELECT 1 FROM exposures AS other
            WHERE other.session = own.session AND other.customer_key <> ?1)))
      """, key)
    rows.exposures = try delete(
      """
      DELETE FROM exposures WHERE customer_key IS NULL AND session IN (
        SELECT session FROM exposures AS own WHERE own.customer_key = ?1 AND NOT EXISTS (
          SELECT 1 FROM exposures AS other
          WHERE other.session = own.session AND other.customer_key <> ?1))
      """, key)
    rows.exposures += try delete("DELETE FROM exposures WHERE customer_key = ?1", key)
  }

  /// Drops an example of the bot; the question of an entry, which cannot go, becomes
  /// the name of its intent in words.
  ///
  /// The bot may have shown a question to others, so it stands in their conversations.
  private func eraseExample(_ text: String) throws(StoreError) -> Int {
    let literal = try connection.encode([text]).dropFirst(2).dropLast(2)
    try connection.run(
      "UPDATE messages SET question = NULL WHERE question = ?1"
    ) { $0.bind(1, text) }
    try connection.run(
      """
      UPDATE messages SET text = replace(text, ?1, '[erased]')
      WHERE author = 'bot' AND instr(text, ?1) > 0
      """
    ) { $0.bind(1, text) }
    try connection.run(
      "UPDATE conversations SET state = replace(state, ?1, '[erased]') WHERE instr(state, ?1) > 0"
    ) { $0.bind(1, String(literal)) }
    try connection.run("DELETE FROM faq_examples WHERE text = ?1 AND is_question = 0") {
      $0.bind(1, text)
    }
    var count = connection.changes
    try connection.run(
      """
      UPDATE OR REPLACE faq_examples SET text = (
        SELECT replace(intent, '_', ' ') FROM faq_entries WHERE key = entry_key)
      WHERE text = ?1
      """
    ) { $0.bind(1, text) }
    count += connection.changes
    return count
  }

  /// Takes the customer out of what the shop wrote itself.
  private func eraseMentions(_ traces: CustomerTraces) throws(StoreError) -> Int {
    var count = 0
    for name in traces.names {
      try connection.run(
        "UPDATE imports SET source = 'erased' WHERE instr(source, ?1) > 0"
      ) { $0.bind(1, name) }
      count += connection.changes
      // Such rows were this customer's alone, so the import is not to be taken for done.
      try connection.run(
        """
        UPDATE imports SET options = 'erased', state = 'abandoned'
        WHERE instr(replace(options, ';', ',') || ',', '=' || ?1 || ',') > 0
        """
      ) { $0.bind(1, name) }
      count += connection.changes
      try connection.run(
        "UPDATE rules SET note = replace(note, ?1, '[erased]') WHERE instr(note, ?1) > 0"
      ) { $0.bind(1, name) }
      count += connection.changes
      try connection.run(
        "UPDATE audit_log SET subject = 'erased' WHERE subject = ?1"
      ) { $0.bind(1, name) }
      count += connection.changes
      try connection.run(
        """
        DELETE FROM idempotency_keys
        WHERE instr(id, ?1) > 0 OR instr(CAST(answer AS TEXT), ?1) > 0
        """
      ) { $0.bind(1, name) }
      count += connection.changes
    }
    for case (let name, .text(let value)) in traces.ownValues {
      // Nobody is left whom such a rule could be for.
      try connection.run(
        """
        UPDATE rules SET customer_attribute_value = '[erased]'
        WHERE customer_attribute_name = ?1 AND customer_attribute_value = ?2
        """
      ) {
        $0.bind(1, name)
        $0.bind(2, value)
      }
      count += connection.changes
    }
    return count
  }
}
