import Terminal

extension CommandTable {
  private static let options = [
    Command.Option("limit", value: "N", help: "How many products", default: "10"),
    Command.Option(
      "category", value: "NAME", help: "Only products of this category", isRepeating: true),
  ]

  /// Lists of products for anybody.
  static let discovery: [Command] = [
    Command(
      "trending", section: "Questions",
      abstract: "Products that more customers meet now than usually",
      discussion: """
        Compares the last 7 days with the 90 before them; each customer counts once a day, a \
        purchase more than a view. Up to the last interaction stored.
        """,
      options: options),
    Command(
      "popular", section: "Questions", abstract: "What customers meet most",
      discussion: """
        Each customer counts once a day, half as much after 30 days. A segment is a country, or a \
        customer attribute of at most 30 values.
        """,
      examples: [
        Command.Example("in one country", "rapport popular --country France"),
        Command.Example("with one kind of customer", "rapport popular --segment plan=plus"),
      ],
      options: options + [
        Command.Option("country", value: "NAME", help: "Count only customers of this country"),
        Command.Option(
          "segment", value: "NAME=VALUE", help: "Count only customers with this attribute value"),
      ]),
    Command(
      "new", section: "Questions", abstract: "The products that came last",
      options: options),
    Command(
      "similar-customers", section: "Questions", abstract: "Customers of like taste",
      discussion: "Each with products that weigh in both histories.",
      arguments: [Command.Argument("CUSTOMER", help: "The shop's own id of the customer")],
      options: [Command.Option("limit", value: "N", help: "How many customers", default: "10")]),
  ]
}
