import Terminal

extension CommandTable {
  /// The commands about what the shop itself wants shown.
  static let rules: [Command] = [
    Command(
      "rules", section: "Questions", abstract: "Steer recommendations: boost, pin, bury, exclude",
      discussion: """
        Rules count from the next recommendation on, and every product that one has moved says so. \
        Of several rules on one product exclude beats pin, pin beats bury, bury beats boost; of \
        two pins at one place the older wins and the other takes the next.
        """,
      isGroup: true),
    Command(
      "rules add", section: "Questions", abstract: "Add a rule",
      discussion: """
        boost adds (factor − 1) times the size of the score to it; a factor below 1 takes away. \
        pin puts one product at a place, if it may be shown at all. bury puts products behind all \
        others. exclude leaves them out. Of several conditions on products or customers all must \
        hold.
        """,
      examples: [
        Command.Example(
          "a category in December, in one country",
          "rapport rules add boost --category Gifts --factor 1.5 --country DE "
            + "--from 2026-12-01 --until 2026-12-24"),
        Command.Example("a product in the first place", "rapport rules add pin --product 22423"),
        Command.Example(
          "nothing above 100", "rapport rules add exclude --price-min 100.01"),
      ],
      arguments: [
        Command.Argument(
          "ACTION", help: "What happens to the products",
          allowed: ["boost", "pin", "bury", "exclude"])
      ],
      options: [
        Command.Option("product", value: "ID", help: "This product"),
        Command.Option("category", value: "NAME", help: "The products of this category"),
        Command.Option(
          "attribute", value: "NAME=VALUE", help: "The products with this attribute"),
        Command.Option("price-min", value: "PRICE", help: "The products of this price and above"),
        Command.Option("price-max", value: "PRICE", help: "The products up to this price"),
        Command.Option("factor", value: "FACTOR", help: "boost: how much; else 1.5"),
        Command.Option("position", value: "N", help: "pin: which place, 1 to 100; else 1"),
        Command.Option("country", value: "COUNTRY", help: "Only for customers of this country"),
        Command.Option(
          "customer-attribute", value: "NAME=VALUE",
          help: "Only for customers with this attribute"),
        Command.Option("from", value: "DATE", help: "The first day (UTC) on which it counts"),
        Command.Option("until", value: "DATE", help: "The last day (UTC) on which it counts"),
        Command.Option("note", value: "TEXT", help: "What it is for"),
      ]),
    Command(
      "rules list", section: "Questions", abstract: "List the rules",
      options: [Command.Option(flag: "all", help: "Also those that are over or were removed")]),
    Command(
      "rules remove", section: "Questions", abstract: "End a rule; --all still lists it",
      arguments: [Command.Argument("RULE", help: "The rule's number")]),
  ]
}
