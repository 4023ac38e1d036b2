import Terminal

extension CommandTable {
  private static let seed = Command.Option(
    "seed", value: "N", help: "Seed of everything random", default: "1")
  private static let horizon = Command.Option(
    "horizon", value: "DAYS",
    help:
      "Days without a purchase that count as leaving, and days of spend for value; read off the "
      + "gaps between purchases where not given")

  private static let budget = Command.Option(
    "budget", value: "TIME",
    help: "recommender: how long training may take, as 60s or 10m; more tries more", default: "30s")

  private static let modelArgument = Command.Argument(
    "MODEL", help: "Which; all there is data for, where not given",
    allowed: ["recommender", "churn", "value", "support"], isRequired: false, isRepeating: true)

  /// The commands that train models, measure them and choose between versions.
  static let learning: [Command] = [
    Command(
      "train", section: "Learning", abstract: "Learn from what is stored",
      discussion: """
        A model that lacks the data is passed over with a warning, and the others are trained all \
        the same. The exit code is 69 where that was a model named here, or no model was trained.
        """,
      examples: [
        Command.Example("everything there is data for", "rapport train"),
        Command.Example("churn within 60 days", "rapport train churn --horizon 60"),
        Command.Example(
          "recommendations, with time for a sequence transformer",
          "rapport train recommender --budget 10m"),
      ],
      arguments: [modelArgument],
      options: [
        seed,
        Command.Option(
          "as-of", value: "DATE", help: "Use only what happened before this day (YYYY-MM-DD)"),
        horizon, budget,
        Command.Option(
          flag: "quick",
          help: "support: learn new entries and examples in seconds, keeping the networks"),
      ]),
    Command(
      "evaluate", section: "Learning",
      abstract: "Measure a model on data it has not seen, beside its baseline",
      discussion: """
        recommender: trained before a date, tested on purchases after it, all products ranked; \
        each model alone beside the blend, and the settings that were tried. \
        churn: trained on earlier cut-offs, tested on the last horizon; 5-fold where labels are \
        imported. value: trained on earlier cut-offs, tested on what customers spent in the \
        last horizon. support: 5-fold over the phrasings; accuracy, calibration, what is confused, \
        texts out of scope, labels that may be wrong and texts that occur twice. Or on files, \
        importing nothing: --train and --test with the columns customer_id, product_id and \
        occurred_at, or text and intent; --data and --label for churn. Every figure comes with its 95% bootstrap interval.
        """,
      examples: [
        Command.Example("recommendations", "rapport evaluate recommender"),
        Command.Example(
          "with a page of curves", "rapport evaluate churn --report churn.html"),
        Command.Example(
          "intents on files", "rapport evaluate support --train train.csv --test test.csv"),
        Command.Example(
          "every model and what went wrong",
          "rapport evaluate support --models all --learning-curve --errors errors.csv"),
        Command.Example(
          "churn on a file", "rapport evaluate churn --data telco.csv --label Churn"),
      ],
      arguments: [
        Command.Argument(
          "MODEL", help: "Which", allowed: ["recommender", "churn", "value", "support"])
      ],
      options: [
        seed,
        Command.Option(
          "as-of", value: "DATE",
          help: "recommender: where the test part begins; churn, value: where it ends"),
        horizon, budget,
        Command.Option(
          flag: "leave-last-out",
          help: "recommender: leave out each customer's last event instead of a time"),
        Command.Option(
          "train", value: "FILE",
          help: "recommender, support: learn from this file instead of the database"),
        Command.Option("test", value: "FILE", help: "recommender, support: measure on this file"),
        Command.Option(
          "data", value: "FILE", help: "churn: cross-validate on this file's attributes"),
        Command.Option("label", value: "COLUMN", help: "churn: the column that says who left"),
        Command.Option(
          "label-positive", value: "VALUE", help: "churn: the label that means the customer left"),
        Command.Option(
          "out-of-scope", value: "LABEL",
          help: "support: the label of texts that no intent covers"),
        Command.Option(
          "validation", value: "FILE",
          help: "support: choose thresholds for texts out of scope on this file"),
        Command.Option(
          "models", value: "WHICH",
          help: "support: all puts every kind of model beside the bot, which takes minutes",
          allowed: ["usual", "all"]),
        Command.Option(
          flag: "learning-curve",
          help: "support: learn from parts of the texts too; with --models all also the whole bot"),
        Command.Option(
          "errors", value: "FILE",
          help: "support: write the texts that went wrong to this file, as CSV"),
        Command.Option(
          "groups", value: "ATTRIBUTE",
          help: "churn: compare selection and errors between the groups of this attribute"),
        Command.Option(
          "report", value: "FILE",
          help: "Write curves, tables and their explanation to this file too, as one HTML page"),
      ]),
    Command(
      "models", section: "Learning", abstract: "List the kept versions of each model"),
    Command(
      "models rollback", section: "Learning", abstract: "Use an earlier version of a model",
      discussion: """
        The version is verified first, and the present one stays in use where it is not sound.
        """,
      examples: [
        Command.Example("the version before", "rapport models rollback recommender")
      ],
      arguments: [
        Command.Argument("KIND", help: "recommender, churn, value or support"),
        Command.Argument(
          "VERSION",
          help: "The version's number; the newest sound one before that in use, where not given",
          isRequired: false),
      ]),
  ]
}
