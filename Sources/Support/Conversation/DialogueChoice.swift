/// Something a customer may pick: a button in a chat window, a number in a
/// terminal.
package struct DialogueChoice: Sendable, Hashable, Codable {
  package var intent: String
  /// What it reads: a stored question.
  package var title: String

  package init(intent: String, title: String) {
    self.intent = intent
    self.title = title
  }

  /// What a button sends in place of a text: the intent after a slash.
  package var payload: String { "/" + intent }
}
