import Domain
import Storage

extension Rapport {
  /// Everything that is stored about one person.
  ///
  /// - Throws: `unknownCustomer`.
  package func exportCustomer(_ id: String) throws -> CustomerExportAnswer {
    _ = try customer(id)
    let time = clock()
    return try store.read { reader in
      guard let traces = try reader.traces(of: Customer.ID(id)) else {
        throw ServiceError(.unknownCustomer, "there is no customer \(quoted(id))")
      }
      let (key, customer) = (traces.key, traces.customer)
      return CustomerExportAnswer(
        exportedAt: time.rfc3339,
        customer: CustomerExportAnswer.Person(
          id: customer.id.rawValue, name: customer.name, email: customer.email,
          country: customer.country, firstSeen: customer.firstSeen?.rfc3339,
          attributes: customer.attributes),
        interactions: try reader.storedInteractions(of: key, customer.id).map(
          CustomerExportAnswer.Interaction.init),
        labels: try reader.churnLabels(of: key, customer.id).map {
          CustomerExportAnswer.Label(
            hasChurned: $0.hasChurned, observedAt: $0.observedAt?.rfc3339)
        },
        conversations: try reader.conversations(of: traces).map {
          try CustomerExportAnswer.Conversation($0.conversation, sender: $0.sender, reader)
        },
        exposures: try reader.storedExposures(of: key).map(CustomerExportAnswer.Exposure.init),
        models: try reader.modelVersions().map { version in
          CustomerExportAnswer.Model(
            model: version.name, createdAt: version.createdAt.rfc3339, active: version.isActive,
            trainedWithCustomer: try hasSeen(version, traces, reader))
        },
        audit: try reader.auditLog(about: id).map {
          CustomerExportAnswer.AuditLine(
            occurredAt: $0.occurredAt.rfc3339, actor: $0.actor, action: $0.action)
        })
    }
  }
}

extension CustomerExportAnswer.Interaction {
  fileprivate init(_ stored: ExportedInteraction) {
    let interaction = stored.interaction
    self.init(
      productId: interaction.product.rawValue, title: stored.title, kind: interaction.kind.name,
      quantity: interaction.quantity, value: interaction.value,
      occurredAt: interaction.occurredAt.rfc3339, eventId: interaction.eventID)
  }
}

extension CustomerExportAnswer.Exposure {
  fileprivate init(_ stored: StoredExposure) {
    let exposure = stored.exposure
    self.init(
      productId: stored.product.rawValue, title: stored.title,
      model: "\(exposure.group.kind)-\(exposure.group.version)",
      recommendationId: exposure.listID, eventId: exposure.eventID, session: exposure.session,
      position: exposure.position, experiment: stored.experiment,
      arm: exposure.group.assignment?.arm.rawValue, shownAt: exposure.shownAt.rfc3339,
      clickedAt: stored.clickedAt?.rfc3339, clickEventId: stored.clickEventID)
  }
}

extension CustomerExportAnswer.Conversation {
  fileprivate init(_ conversation: Conversation, sender: String?, _ reader: Reader) throws {
    let gaps = try reader.gapResolutions(ofConversation: conversation.id)
    self.init(
      conversationId: conversation.id, startedAt: conversation.startedAt.rfc3339,
      lastMessageAt: conversation.lastMessageAt.rfc3339,
      handedOverAt: conversation.handedOverAt?.rfc3339,
      resolvedAt: conversation.resolvedAt?.rfc3339, state: conversation.state,
      senderSha256: sender,
      messages: try reader.messages(ofConversation: conversation.id, limit: .max).map {
        CustomerExportAnswer.Message($0, gap: gaps[$0.id])
      })
  }
}

extension CustomerExportAnswer.Message {
  fileprivate init(_ message: ConversationMessage, gap: String?) {
    self.init(
      messageId: message.id, author: message.author.rawValue, text: message.text,
      intent: message.intent, confidence: message.confidence, action: message.outcome,
      step: message.step, matchedQuestion: message.question,
      mentions: message.mentions.map {
        CustomerExportAnswer.Mention(kind: $0.kind, value: $0.value)
      },
      helpful: message.feedback.map { $0 == .helpful },
      feedbackAt: message.feedbackAt?.rfc3339, gap: gap, createdAt: message.createdAt.rfc3339)
  }
}
