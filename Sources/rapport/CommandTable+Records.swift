import Ingest
import Terminal

extension CommandTable {
  /// The commands that make the database and fill it.
  static let records: [Command] = [
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
          "set", value: "FIELD=VALUE",
          help: "A constant for a field without a column; once for each field",
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
      (["  \(kind.rawValue):"] + kind.fields.flatMap(lines)).joined(separator: "\n")
    }
    return """
      Reads CSV (RFC 4180), TSV or JSON lines, as a stream. A column feeds the field of its name; \
      --map names the others. Lines that make no sense are refused and counted by reason; the rest \
      is stored. Importing the same file again with the same options adds nothing; where lines have \
      no event_id it is known by its content, so change neither the old lines nor the options.

      Fields (* required):

      \(kinds.joined(separator: "\n\n"))
      """
  }()

  /// A field and what it means, in lines that fit a narrow terminal.
  private static func lines(of field: ImportField) -> [String] {
    let name = padded("    \(field.name)\(field.isRequired ? "*" : "")", to: 19)
    let meaning = wrapped(field.meaning, width: 78, indent: 19).split(separator: "\n")
    return meaning.enumerated().map { index, line in
      index == 0 ? name + line.dropFirst(19) : String(line)
    }
  }
}
