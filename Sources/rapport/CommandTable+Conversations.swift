import Terminal

extension CommandTable {
  /// The commands about what the bot was asked.
  static let conversations: [Command] = [
    Command(
      "chat", section: "Questions", abstract: "Talk with the support bot",
      discussion: """
        Type a question, or the number of one that is offered; Ctrl-D ends. /why says which words \
        decided, /good and /bad judge the last answer, /human asks for a person, /help lists all. \
        The conversation is kept, without personal data. In a pipe each line is one message.
        """,
      examples: [
        Command.Example("as a customer", "rapport chat --customer 17850"),
        Command.Example("a message from a script", "echo 'where is my order?' | rapport chat"),
      ],
      options: [Command.Option("customer", value: "ID", help: "Who asks")]),
    Command(
      "support", section: "Questions",
      abstract: "What the bot was asked, and what it should learn", isGroup: true),
    Command(
      "support stats", section: "Questions", abstract: "How conversations ended",
      discussion: """
        Resolved: answered, not handed over, and either called settled by the customer (thanks, a \
        thumb up) or over without a word against an answer. Handed over: to a person. Open: neither, \
        with a message in the last half hour. Unresolved: all others. The rates are shares of the \
        conversations that are not open.
        """,
      options: [
        Command.Option(
          "since", value: "DAY", help: "Only conversations begun from this day on (YYYY-MM-DD)")
      ]),
    Command(
      "support history", section: "Questions", abstract: "A customer's conversations",
      arguments: [Command.Argument("CUSTOMER", help: "The shop's own id of the customer")],
      options: [
        Command.Option(
          "limit", value: "N", help: "How many conversations at the most", default: "10")
      ]),
    Command(
      "support resolve", section: "Questions",
      abstract: "Say that a person has settled a conversation",
      discussion: "The sender's next message begins a new conversation with the bot.",
      arguments: [Command.Argument("CONVERSATION", help: "Its id")]),
  ]
}
