import Terminal

extension CommandTable {
  /// The commands about what the support bot could not answer.
  static let gaps: [Command] = [
    Command(
      "support gaps", section: "Questions",
      abstract: "List unanswered and badly rated questions by subject",
      discussion: """
        Questions that were handed over, that were offered choices of which none was taken, and \
        whose answer was rated unhelpful; those that ask for the same stand together, the \
        commonest first. A gap keeps its name until it is added or dismissed.
        """,
      examples: [
        Command.Example(
          "what was asked in vain this month", "rapport support gaps --since 2026-11-01")
      ],
      options: [
        Command.Option("limit", value: "N", help: "How many gaps", default: "20"),
        Command.Option("since", value: "DAY", help: "Only questions from this day (UTC) on"),
        Command.Option("csv", value: "FILE", help: "Also write them to a new CSV file"),
      ]),
    Command(
      "support add", section: "Questions", abstract: "Make questions examples of an intent",
      discussion: """
        The questions of the gap become examples of the intent, and the bot is trained on them. \
        With --answer they make an intent of their own, whose question is the typical one. What \
        is masked stays masked; texts that are mostly masks are left out.
        """,
      examples: [
        Command.Example(
          "more ways to ask for what the bot knows",
          "rapport support add g4k2p9x --intent order_tracking"),
        Command.Example(
          "a new subject",
          "rapport support add g4k2p9x --intent gift_receipt "
            + "--answer \"We put a receipt without prices in.\""),
        Command.Example(
          "one example of your own",
          "rapport support add --intent order_tracking --text \"wheres my stuff\""),
      ],
      arguments: [
        Command.Argument("GAP", help: "As 'rapport support gaps' names it", isRequired: false)
      ],
      options: [
        Command.Option("intent", value: "NAME", help: "The intent", isRequired: true),
        Command.Option("answer", value: "TEXT", help: "Makes the intent, with this answer"),
        Command.Option("text", value: "TEXT", help: "One example instead of a gap"),
        Command.Option(flag: "no-train", help: "Leave the bot as it is until 'rapport train'"),
        Command.Option("seed", value: "N", help: "Seed of everything random", default: "1"),
      ]),
    Command(
      "support dismiss", section: "Questions",
      abstract: "Never list a gap again, nor questions like it",
      arguments: [Command.Argument("GAP", help: "As 'rapport support gaps' names it")]),
  ]
}
