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
  /// Offered after the answer: intents or stored questions.
  package var prompts: [String]
  /// What the customer has to name before the intent can be answered: kinds of
  /// entities such as `order_number`; `person` where a person has to see to it.
  package var requires: [String]

  /// What `requires` may hold.
  package static let requirements = [
    "order_number", "product", "email", "phone", "date", "amount", "person",
  ]

  package init(
    intent: String, questions: [String], answer: String, category: String? = nil,
    language: String? = nil, examples: [String] = [], prompts: [String] = [],
    requires: [String] = []
  ) {
    self.intent = intent
    self.questions = questions
    self.answer = answer
    self.category = category
    self.language = language
    self.examples = examples
    self.prompts = prompts
    self.requires = requires
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
