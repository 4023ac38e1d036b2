package import Domain
import Ingest
package import Storage
import Support

extension Rapport {
  /// Stores interactions in one transaction: all of them, or none where it throws.
  ///
  /// They create the customers and products they name, and count from the next
  /// question on.
  package func record(
    _ interactions: [Interaction], options: RecordOptions = RecordOptions()
  ) throws -> RecordedRows {
    var hasNewProduct = false
    let result = try store.write { writer in
      var result = RecordedRows()
      for interaction in interactions {
        let customer = try writer.customerKey(
          for: interaction.customer, firstSeen: interaction.occurredAt)
        let known = try writer.existingProductKey(for: interaction.product)
        if known == nil { hasNewProduct = true }
        let product = try known ?? writer.productKey(for: interaction.product)
        let isNew = try writer.insertInteraction(
          customer: customer, product: product, kind: interaction.kind,
          quantity: interaction.quantity, value: interaction.value,
          occurredAt: interaction.occurredAt, eventID: interaction.eventID)
        if isNew { result.added += 1 } else { result.known += 1 }
      }
      if let keep = options.keep { try writer.keep(keep(result)) }
      return result
    }
    if result.added > 0 || hasNewProduct {
      customersDidChange(
        Set(interactions.map(\.customer)),
        newestPurchase: interactions.filter { $0.kind == .purchase }.map(\.occurredAt).max(),
        hasNewProduct: hasNewProduct)
    }
    return result
  }

  /// Stores customers in one transaction: new ones are added, known ones take over the
  /// fields and attributes that are given.
  package func record(
    _ customers: [Customer], options: RecordOptions = RecordOptions()
  ) throws -> RecordedRows {
    let result = try store.write { writer in
      var result = RecordedRows()
      for customer in customers {
        let isKnown = try writer.existingCustomerKey(for: customer.id) != nil
        try writer.upsert(customer)
        if isKnown { result.known += 1 } else { result.added += 1 }
      }
      if let keep = options.keep { try writer.keep(keep(result)) }
      return result
    }
    customersDidChange(customers.map(\.id))
    return result
  }

  /// Stores products in one transaction, as ``record(_:options:)`` of customers does.
  ///
  /// - Throws: ``RefusedRow`` for a price below zero, unless such are passed over.
  package func record(
    _ products: [Product], options: RecordOptions = RecordOptions()
  ) throws -> RecordedRows {
    let result = try store.write { writer in
      var result = RecordedRows()
      for (index, product) in products.enumerated() {
        do throws(Refusal) {
          try product.checkPrice()
        } catch {
          try result.refuse(error, at: index, options)
          continue
        }
        let isKnown = try writer.existingProductKey(for: product.id) != nil
        try writer.upsert(product)
        if isKnown { result.known += 1 } else { result.added += 1 }
      }
      if let keep = options.keep { try writer.keep(keep(result)) }
      return result
    }
    catalogueDidChange()
    return result
  }

  /// Stores entries of the support bot in one transaction: new ones are added, those of a
  /// known intent and language take over the answer and get the questions added.
  ///
  /// An entry without an intent is named after its first question.
  ///
  /// - Throws: ``RefusedRow`` as the import refuses entries, unless such are passed over.
  package func record(
    _ entries: [FAQEntry], options: RecordOptions = RecordOptions()
  ) throws -> RecordedRows {
    let result = try store.write { writer in
      var result = RecordedRows()
      let stored = try writer.reading.faqEntries()
      var known = Set(stored.map { EntryID($0) })
      var review = FAQReview(stored: stored)
      var names = IntentNames()
      for entry in stored { names.take(entry.intent, question: entry.questions.first) }
      for (index, given) in entries.enumerated() {
        var entry = given
        if entry.intent.isEmpty {
          entry.intent = names.name(for: entry.questions.first ?? "")
        } else {
          names.take(entry.intent)
        }
        do throws(Refusal) {
          try entry.checkRequirements()
          do throws(FAQReview.Fault) {
            try review.check(&entry, line: index + 1)
          } catch {
            throw error.refusal(of: entry.intent)
          }
        } catch {
          try result.refuse(error, at: index, options)
          continue
        }
        try writer.upsert(entry)
        if known.insert(EntryID(entry)).inserted { result.added += 1 } else { result.known += 1 }
      }
      result.notes = try review.notes(writer.reading).map { ($0.code, $0.text, $0.count) }
      if let keep = options.keep { try writer.keep(keep(result)) }
      return result
    }
    faqDidChange()
    return result
  }

  private struct EntryID: Hashable {
    var intent: String
    var language: String?

    init(_ entry: FAQEntry) {
      intent = entry.intent
      language = entry.language
    }
  }

  /// What came of a request that was sent before with the same key; nil where it counts no
  /// more.
  package func idempotencyRecord(
    _ id: IdempotencyRecord.ID, at time: Timestamp
  ) throws -> IdempotencyRecord? {
    let start = Timestamp(seconds: time.seconds - IdempotencyRecord.lifetime)
    return try store.read { try $0.idempotencyRecord(id, since: start) }
  }
}

extension RecordedRows {
  fileprivate mutating func refuse(
    _ refusal: Refusal, at index: Int, _ options: RecordOptions
  ) throws {
    let reason = [refusal.reason.text, refusal.detail].compactMap(\.self).joined(separator: ": ")
    let row = RefusedRow(index: index, field: refusal.field, reason: reason)
    guard options.skipsRefused else { throw row }
    refusals.append(row)
  }
}
