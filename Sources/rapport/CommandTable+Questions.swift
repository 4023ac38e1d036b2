import Service
import Terminal

extension CommandTable {
  private static let limit = Command.Option(
    "limit", value: "N", help: "How many products", default: "10")

  /// The commands that ask the models about a customer, a product or a question.
  static let questions: [Command] = [
    Command(
      "recommend", section: "Questions", abstract: "What a customer should see next",
      discussion: """
        A customer's newest interactions count at once, without training. A customer nobody knows \
        gets what is popular, and the answer says so.
        """,
      examples: [
        Command.Example("with the reasons", "rapport recommend 17850 --explain"),
        Command.Example(
          "one category, nothing bought before", "rapport recommend 17850 --category Garden --new"),
        Command.Example(
          "the second page, varied, up to 20",
          "rapport recommend 17850 --offset 10 "
            + "--diversity 0.3 --max-price 20"),
      ],
      arguments: [Command.Argument("CUSTOMER", help: "The shop's own id of the customer")],
      options: [
        limit,
        Command.Option(
          "category", value: "NAME", help: "Only products of this category", isRepeating: true),
        Command.Option("exclude", value: "ID", help: "Leave out this product", isRepeating: true),
        Command.Option("min-price", value: "PRICE", help: "Only products from this price on"),
        Command.Option("max-price", value: "PRICE", help: "Only products up to this price"),
        Command.Option(
          "attribute", value: "NAME=VALUE", help: "Only products with this attribute",
          isRepeating: true),
        Command.Option(flag: "new", help: "Only products the customer has not bought"),
        Command.Option(
          "bought", value: "POLICY",
          help: "Products bought before: leave them out, allow them, or raise those due again",
          default: "allow", allowed: RecommendationOptions.policies),
        Command.Option(
          "offset", value: "N", help: "Pass over so many products: the pages of a list",
          default: "0"),
        Command.Option(
          "diversity", value: "SHARE", help: "From 0, by score alone, to 1, as unlike as can be",
          default: "0"),
        Command.Option(
          "explore", value: "SHARE", help: "The share of places for products shown little",
          default: "0"),
        Command.Option(flag: "explain", help: "Say why; the terms sum to the score"),
      ]),
    Command(
      "similar", section: "Questions", abstract: "Products most like one",
      arguments: [Command.Argument("PRODUCT", help: "The shop's own id of the product")],
      options: [limit]),
    Command(
      "churn", section: "Questions", abstract: "Who is about to leave, and why",
      examples: [
        Command.Example("one customer, with all reasons", "rapport churn 17850"),
        Command.Example("the twenty most at risk", "rapport churn --top 20"),
        Command.Example(
          "whom to call first, for a campaign tool",
          "rapport churn --top 100 --by profit --csv > calls.csv"),
      ],
      arguments: [
        Command.Argument(
          "CUSTOMER", help: "The shop's own id of the customer", isRequired: false)
      ],
      options: [
        Command.Option("top", value: "N", help: "The first N customers of the list"),
        Command.Option(
          "by", value: "ORDER",
          help: "With --top: risk, profit (of a contact, by the settings) or value",
          default: "risk"),
        Command.Option(
          flag: "csv", help: "With --top: as CSV for a campaign tool, e-mail and name included"),
        Command.Option(
          flag: "pairs", help: "For one customer: show what two measures do together as one term"),
        Command.Option(flag: "all", help: "With --top: also those who have left already"),
      ]),
    Command(
      "ask", section: "Questions", abstract: "Ask the support bot",
      examples: [
        Command.Example(
          "as a customer", "rapport ask \"how do I return something?\" --customer 17850")
      ],
      arguments: [Command.Argument("TEXT", help: "The question; quote it", isRepeating: true)],
      options: [
        Command.Option("customer", value: "ID", help: "Who asks"),
        Command.Option(flag: "explain", help: "Say which words decided"),
      ]),
  ]
}
