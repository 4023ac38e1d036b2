import Testing

@testable import Terminal

@Suite struct HelpTests {
  let table = CommandTable.sample

  @Test func `the program's help lists its commands`() {
    #expect(
      table.help(for: []) == """
        Answer questions about a shop.

        Usage: shop COMMAND [options]

        Examples:
          Start with an empty database:
            shop init

        Data:
          init       Create the database
          import     Read records from a file

        Answers:
          recommend  Rank products for a customer
          train      Train models
          models     List the models

        Service:
          keys       Work with API keys

        Global options:
          --db FILE    Database file (default: shop.db; environment: SHOP_DB)
          --json       Print JSON instead of text
          -q, --quiet  Print the result only: no notes, no progress
          -h, --help   Show this help
          --version    Show the version

        See 'shop COMMAND --help' for one command.

        """)
  }

  @Test func `a command's help starts with examples`() {
    #expect(
      table.help(for: ["import"], width: 60) == """
        Read records from a file.

        Usage: shop import KIND FILE [options]

        Examples:
          Import sales whose columns have other names:
            shop import sales old.csv --map customer=CustomerID

        Refused lines do not stop the import. They are counted by
        reason, and each of them can be kept with its line number.

          kind,file

        Arguments:
          KIND  What the file holds (customers, products or sales)
          FILE  The file, or - for the standard input

        Options:
          --format FORMAT         How the file is written (csv, tsv
                                  or jsonl)
          --map FIELD=COLUMN,...  Names of foreign columns
                                  (repeatable)
          --offset X              Added to each price

        Global options:
          --db FILE    Database file (default: shop.db; environment:
                       SHOP_DB)
          --json       Print JSON instead of text
          -q, --quiet  Print the result only: no notes, no progress
          -h, --help   Show this help
          --version    Show the version

        """)
  }

  @Test func `usage lines show what must be there`() {
    #expect(table.usage(of: []) == "shop COMMAND [options]")
    #expect(table.usage(of: ["keys"]) == "shop keys COMMAND [options]")
    #expect(table.usage(of: ["models"]) == "shop models [COMMAND] [options]")
    #expect(table.usage(of: ["train"]) == "shop train [MODEL...] [options]")
    #expect(
      table.usage(of: ["models", "rollback"])
        == "shop models rollback --reason TEXT VERSION [options]")
  }

  @Test func `no help page is wider than asked for, except its examples`() {
    for path in [[]] + table.commands.map(\.path) {
      for line in table.help(for: path, width: 60).split(separator: "\n")
      where !line.contains("shop ") {
        #expect(displayWidth(String(line)) <= 60)
      }
    }
  }

  @Test func `titles are bold on a terminal`() {
    let help = table.help(for: ["init"], style: Style(isEnabled: true))
    #expect(help.contains("\u{1B}[1mUsage:\u{1B}[0m shop init [options]"))
  }

  @Test func `the reference page holds every visible command and option`() {
    let page = table.reference
    #expect(page.hasPrefix("# shop\n\nAnswer questions about a shop.\n\n```\nshop COMMAND"))
    for command in table.commands where !command.isHidden {
      #expect(page.contains("`shop \(command.name)`\n\n\(command.abstract).\n"))
      for option in command.options {
        #expect(page.contains("| `\(option.label)` |") == !option.isHidden)
      }
    }
    #expect(!page.contains("debug"))
    #expect(page.contains("| `KIND` | What the file holds (customers, products or sales) |"))
    #expect(page.contains("\n\n### `shop keys create`\n\n"))
  }
}
