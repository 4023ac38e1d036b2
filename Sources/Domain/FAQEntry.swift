/// One answer of the support bot and the ways people ask for it.
package struct FAQEntry: Sendable, Hashable {
  /// The intent's name, such as `return_policy`; unique together with `language`.
  package var intent: String
  /// The canonical questions, shown to people; at least one.
  package var questions: [String]
  package var answer: String
  package var category: String?
  /// BCP 47, such as `en` or `zh`; nil where the source does not say.
  package var language: String?
  /// Further phrasings: training material, not shown.
  package var examples: [String]

  package init(
    intent: String, questions: [String], answer: String, category: String? = nil,
    language: String? = nil, examples: [String] = []
  ) {
    self.intent = intent
    self.questions = questions
    self.answer = answer
    self.category = category
    self.language = language
    self.examples = examples
  }
}

/// A known outcome: whether a customer had left, as the shop observed it.
package struct ChurnLabel: Sendable, Hashable {
  package var customer: Customer.ID
  package var hasChurned: Bool
  package var observedAt: Timestamp?

  package init(customer: Customer.ID, hasChurned: Bool, observedAt: Timestamp? = nil) {
    self.customer = customer
    self.hasChurned = hasChurned
    self.observedAt = observedAt
  }
}
