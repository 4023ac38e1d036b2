import Ingest
import Service
import Terminal

extension CommandTable {
  /// The commands of `rapport`: parser, help, completions and reference page all
  /// come from here.
  static let rapport = CommandTable(
    program: "rapport", version: Program.version,
    abstract: "Know and keep your customers: recommendations, churn and support answers",
    discussion: """
      Everything lives in one SQLite file. Import what your shop exports, train, and ask: what \
      should this customer see next, who is about to leave and why, what do we answer.
      """,
    examples: [
      Command.Example("see it work on a small made-up shop", "rapport demo"),
      Command.Example("begin with your own data", "rapport init"),
    ],
    globalOptions: [
      Command.Option(
        "db", value: "FILE", help: "The database", default: "rapport.db",
        environment: "RAPPORT_DB"),
      .json, .quiet, .noColor,
    ],
    commands: records + learning + experiments + questions + value + discovery + rules
      + gaps + people + serving + operations + conversations)

  private static let limit = Command.Option(
    "limit", value: "N", help: "How many products", default: "10")
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

  // MARK: - Records

  private static let records: [Command] = [
    Command(
      "init", section: "Data", abstract: "Create the database",
      discussion: "An existing database is kept and brought up to date."),
    Command(
      "import", section: "Data", abstract: "Import customers, products, interactions, FAQ, labels",
      discussion: importDiscussion,
      examples: [
        Command.Example(
          "a file whose columns have the fields' names", "rapport import products products.csv"),
        Command.Example(
          "a shop's export with its own column names",
          "zcat export.csv.gz | rapport import interactions - --format csv "
            + "--map customer_id=CustomerID,product_id=StockCode,occurred_at=InvoiceDate "
            + "--set kind=purchase --rejects rejects.csv"),
      ],
      arguments: [
        Command.Argument(
          "KIND", help: "What it holds", allowed: ImportKind.allCases.map(\.rawValue)),
        Command.Argument("FILE", help: "The file, or - for standard input"),
      ],
      options: [
        Command.Option(
          "format", value: "FORMAT", help: "Layout of the file; else by its name",
          allowed: ImportFormat.allCases.map(\.rawValue)),
        Command.Option(
          "map", value: "FIELD=COLUMN,…", help: "Columns whose names are not the fields'",
          isRepeating: true),
        Command.Option(
          "set", value: "FIELD=VALUE", help: "A constant for a field without a column",
          isRepeating: true),
        Command.Option(
          "timezone", value: "ZONE",
          help: "Zone of times without an offset: UTC, +01:00, Europe/Berlin", default: "UTC"),
        Command.Option(
          "date-format", value: "FORMAT",
          help: "How dates are written, as %d/%m/%Y %H:%M; usual forms need none"),
        Command.Option(
          "rejects", value: "FILE", help: "Where to write refused lines, with number and reason"),
        Command.Option(
          "label-positive", value: "VALUE", help: "The label that means the customer left"),
        durability,
      ]),
  ]

  private static let importDiscussion: String = {
    let kinds = ImportKind.allCases.map { kind in
      let fields = kind.fields.map { $0.isRequired ? "\($0.name)*" : $0.name }
      return "  \(kind.rawValue): \(fields.joined(separator: ", "))"
    }
    return """
      Reads CSV (RFC 4180), TSV or JSON lines, as a stream. A column feeds the field of its name; \
      --map names the others. Lines that make no sense are refused and counted by reason; the rest \
      is stored. Importing the same file again with the same options adds nothing; where lines have \
      no event_id it is known by its content, so change neither the old lines nor the options.

      Fields (* required):

      \(kinds.joined(separator: "\n"))
      """
  }()

  // MARK: - Learning

  private static let modelArgument = Command.Argument(
    "MODEL", help: "Which; all there is data for, where not given",
    allowed: ["recommender", "churn", "value", "support"], isRequired: false, isRepeating: true)

  private static let learning: [Command] = [
    Command(
      "train", section: "Learning", abstract: "Learn from what is stored",
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
        texts out of scope, labels that may be wrong and texts that occur twice. Or on files, importing nothing: --train and \
        --test with the columns customer_id, product_id and occurred_at, or text and intent; \
        --data and --label for churn. Every figure comes with its 95 % bootstrap interval.
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

  // MARK: - Questions

  private static let questions: [Command] = [
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

  // MARK: - Operations

  private static let operations: [Command] = [
    Command("status", section: "Operations", abstract: "What the database holds"),
    Command(
      "check", section: "Operations",
      abstract: "Check the database: integrity, references, migrations, every kept model"),
    Command(
      "backup", section: "Operations", abstract: "Copy the database while it is in use",
      discussion: """
        The copy is of one moment, verified and on the disk when the command ends. Its SHA-256 goes \
        into FILE.sha256, as sha256sum writes it.
        """,
      arguments: [Command.Argument("FILE", help: "The copy; must not exist")]),
    Command(
      "restore", section: "Operations", abstract: "Put a backup in the place of the database",
      discussion: """
        Verifies the backup first: checksum, pages, references, migrations, models. Refuses where a \
        process writes the database: stop the service before. The database that is there is kept \
        beside it as NAME.replaced-TIME.
        """,
      examples: [
        Command.Example("the copy of last night", "rapport restore /backup/monday.db")
      ],
      arguments: [Command.Argument("FILE", help: "The backup")]),
    Command(
      "demo", section: "Operations",
      abstract: "Load a small made-up shop into a temporary database and tell its story",
      options: [
        Command.Option(
          "keep", value: "FILE", help: "Keep the database there instead of deleting it")
      ]),
    Command(
      "completions", section: "Operations", abstract: "Print a shell's completion script",
      arguments: [
        Command.Argument("SHELL", help: "Which shell", allowed: Shell.allCases.map(\.rawValue))
      ]),
    Command(
      "man", section: "Operations", abstract: "Print the manual page",
      examples: [Command.Example("read it", "rapport man | man -l -")]),
  ]
}
