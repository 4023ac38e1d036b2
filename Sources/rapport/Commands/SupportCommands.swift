import Service
import Storage
import Terminal
import Wording

/// `rapport support stats`, `history` and `resolve`.
enum SupportCommands {
  static func stats(_ context: Context) throws {
    let since = try context.invocation.day("since")
    try context.withRapport(.readOnly) { rapport in
      let stats = try rapport.supportStatistics(since: since)
      guard !context.isJSON else { return try context.printJSON(stats) }
      let console = context.console
      guard stats.conversations > 0 else {
        return console.line(
          "There are no conversations" + (stats.since.map { " since \($0)." } ?? " yet."))
      }
      func row(_ name: String, _ count: Int, _ rate: Double? = nil) {
        let share = rate.map { "  (\(percentage($0)) of those that are over)" } ?? ""
        console.line(padded(name, to: 15) + padded(grouped(count), to: 8, right: true) + share)
      }
      row("Conversations", stats.conversations)
      row("  resolved", stats.resolved, stats.resolutionRate)
      row("  handed over", stats.handedOver, stats.handoffRate)
      row("  unresolved", stats.unresolved)
      row("  open", stats.open)
      row("Messages", stats.messages)
      row("Answers", stats.answers)
      row("  helpful", stats.helpful)
      row("  not helpful", stats.unhelpful)
    }
  }

  static func history(_ context: Context) throws {
    let id = try context.invocation.requiredString("CUSTOMER")
    let limit = try context.invocation.requiredInt("limit", in: 1...1000)
    try context.withRapport(.readOnly) { rapport in
      let answer = try rapport.conversations(ofCustomer: id, limit: limit)
      guard !context.isJSON else { return try context.printJSON(answer) }
      let console = context.console
      guard !answer.conversations.isEmpty else {
        return console.line("Customer \(id) has not written to the bot.")
      }
      let width = min(console.width ?? 96, 96)
      for (index, conversation) in answer.conversations.enumerated() {
        if index > 0 { console.line() }
        let outcome = String(conversation.outcome.map { $0 == "_" ? " " : $0 })
        console.line(
          console.style.bold("\(conversation.startedAt.prefix(16))  \(outcome)")
            + console.style.dim("  \(conversation.conversationId)"))
        for message in conversation.messages where !message.text.isEmpty {
          let judged = message.helpful.map { $0 ? "  [helpful]" : "  [not helpful]" } ?? ""
          console.line("  \(message.author):")
          console.line(wrapped(message.text + judged, width: width, indent: 4))
        }
      }
    }
  }

  static func resolve(_ context: Context) throws {
    let id = try context.invocation.requiredString("CONVERSATION")
    try context.withRapport(.readWrite) { rapport in
      try rapport.resolve(conversation: id)
      context.console.line("Conversation \(id) is settled.")
    }
  }
}
