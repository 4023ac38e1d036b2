package import Domain

/// One message of a customer with what was found out about it.
package struct DialogueMessage: Sendable {
  /// As typed; it is read and never kept.
  package var text: String
  package var entities: [Entity]
  /// What the model makes of the text alone.
  package var reply: SupportReply
  /// The id that the reply to this message will have.
  package var replyID: String
  package var time: Timestamp

  package init(
    text: String, entities: [Entity], reply: SupportReply, replyID: String, time: Timestamp
  ) {
    self.text = text
    self.entities = entities
    self.reply = reply
    self.replyID = replyID
    self.time = time
  }
}
