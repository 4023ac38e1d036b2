import Terminal

extension CommandTable {
  /// The commands about what customers are worth and what a contact brings.
  static let value: [Command] = [
    Command(
      "value", section: "Questions", abstract: "What a customer will spend, and why",
      discussion: """
        The expected spend within the horizon trained for: the chance to buy anything times what \
        a customer like this spends who does. Beside it the interval that holds the spend four \
        times out of five, and what BG/NBD with gamma-gamma expects.
        """,
      examples: [
        Command.Example("one customer, with what it is made of", "rapport value 17850"),
        Command.Example("the twenty who will spend most", "rapport value --top 20"),
      ],
      arguments: [
        Command.Argument(
          "CUSTOMER", help: "The shop's own id of the customer", isRequired: false)
      ],
      options: [
        Command.Option("top", value: "N", help: "The N customers who will spend most")
      ]),
    Command(
      "settings", section: "Operations",
      abstract: "What contacts cost and save, which risk is high, how the bot decides",
      discussion: """
        A contact pays where churn probability × save.rate × margin × value if kept exceeds \
        contact.cost. Set the three to your own figures.
        """,
      isGroup: true),
    Command("settings list", section: "Operations", abstract: "List the settings"),
    Command(
      "settings set", section: "Operations", abstract: "Set a figure or a word; it counts at once",
      examples: [
        Command.Example("a contact costs 2.50", "rapport settings set contact.cost 2.5"),
        Command.Example(
          "call a risk high from 40%", "rapport settings set risk.high 0.4"),
      ],
      arguments: [
        Command.Argument(
          "NAME", help: "Such as margin, risk.high or support.preset: see 'rapport settings list'"),
        Command.Argument("VALUE", help: "The figure, such as 2.5, or the word"),
      ]),
    Command(
      "settings unset", section: "Operations", abstract: "Go back to the default of a setting",
      arguments: [Command.Argument("NAME", help: "The setting")]),
  ]
}
