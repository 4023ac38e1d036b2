import Terminal

extension CommandTable {
  /// The commands about comparing versions on real customers.
  static let experiments: [Command] = [
    Command(
      "experiment", section: "Learning",
      abstract: "Compare two versions of the recommender on real customers",
      discussion: """
        Each customer is given one of two versions, always the same one. The shop tells what was \
        shown and clicked with POST /v1/recommendations/events; purchases are on record anyway.
        """,
      isGroup: true),
    Command(
      "experiment start", section: "Learning", abstract: "Show two versions, each to its customers",
      discussion: """
        Which version a customer gets depends on the customer's id and the experiment alone, so it \
        stays the same over restarts. People without an id get the active version. Both versions \
        are kept and stay fixed, whatever is trained or rolled back meanwhile.
        """,
      examples: [
        Command.Example(
          "a new version to a tenth of the customers",
          "rapport experiment start --a 3 --b 4 --share 0.1")
      ],
      options: [
        Command.Option(
          "a", value: "VERSION", help: "The version to compare with", isRequired: true),
        Command.Option("b", value: "VERSION", help: "The version to try", isRequired: true),
        Command.Option(
          "share", value: "SHARE", help: "The share of customers who get version b",
          default: "0.5"),
        Command.Option("name", value: "NAME", help: "What to call it; else experiment-1 and so on"),
      ]),
    Command(
      "experiment stop", section: "Learning",
      abstract: "End the experiment: everybody gets the active version",
      discussion: "To use the winner from then on: rapport models rollback recommender VERSION."),
    Command(
      "experiment report", section: "Learning", abstract: "What the experiment has found",
      discussion: """
        Click-through is clicked impressions of all; conversion is impressions after which the \
        customer bought the product, each purchase counted for the latest impression before it. \
        Intervals hold 95% and resample customers.
        """,
      arguments: [
        Command.Argument(
          "NAME", help: "Which; else the running one, else the last", isRequired: false)
      ]),
  ]
}
