import Service
import Storage
import Terminal

extension CommandTable {
  /// The commands about a person as a whole.
  static let people: [Command] = [
    Command(
      "overview", section: "Questions", abstract: "A customer on one page, with what to do next",
      discussion: """
        What to offer and why, how likely the customer is to leave and why, what they are expected \
        to spend, and what they last asked. What to do next is the first of these that holds: \
        answer a conversation that waits for a person; win back a customer who has left, or \
        contact one whose risk is medium or high, with an offer, where that brings more than it \
        costs ('rapport settings'); show what they would most likely take next.
        """,
      examples: [Command.Example("before a call", "rapport overview 17850")],
      arguments: [Command.Argument("CUSTOMER", help: "The shop's own id of the customer")]),
    Command(
      "customer", section: "Data", abstract: "Hand out or erase what is stored about a person",
      isGroup: true),
    Command(
      "customer export", section: "Data", abstract: "Write everything stored about a person",
      discussion: """
        One JSON object: the record with its attributes, interactions, labels, conversations, what \
        was recommended and clicked, which models were trained when the person was in the data.
        """,
      examples: [
        Command.Example(
          "for the person who asks", "rapport customer export 17850 --output 17850.json")
      ],
      arguments: [Command.Argument("ID", help: "The shop's own id of the customer")],
      options: [
        Command.Option(
          "output", value: "FILE", help: "Write it there, readable by you alone; must not exist")
      ]),
    Command(
      "customer erase", section: "Data", abstract: "Erase a person from records, models and disk",
      discussion: """
        Removes every row, what names the person in notes of the shop and what kept models hold of \
        them, then rewrites the file so that no byte is left in it or in its log. Models stay in \
        use: they learned from everybody together; train again to let the person's share go too. \
        Products stay, also those that only this person bought. Backups made before and imported \
        files are not reached; importing such a file again brings the person back. While 'rapport \
        serve' runs, erase over HTTP: DELETE /v1/customers/ID.
        """,
      examples: [
        Command.Example("what would go", "rapport customer erase 17850 --dry-run"),
        Command.Example("without being asked", "rapport customer erase 17850 --yes"),
      ],
      arguments: [Command.Argument("ID", help: "The shop's own id of the customer")],
      options: [
        Command.Option(flag: "yes", help: "Do not ask"),
        Command.Option(flag: "dry-run", help: "Say what would go, and change nothing"),
      ]),
    Command(
      "export", section: "Data", abstract: "Write records for analysts or another shop",
      discussion: """
        What is written imports again as it is; messages have no import. With --pseudonymise \
        customers, orders and conversations are named by a keyed hash (HMAC-SHA-256), names and \
        e-mail addresses are left out, texts are masked, and values of attributes that fewer than \
        five customers share become (rare). The same key gives the same names, so that exports can \
        be joined. That is no anonymity: keep both the export and the key to yourself.
        """,
      examples: [
        Command.Example(
          "for analysts, with a key made now",
          "rapport export interactions --pseudonymise --key-file shop.key --new-key "
            + "--output interactions.csv")
      ],
      arguments: [
        Command.Argument(
          "KIND", help: "What to write", allowed: RecordKind.allCases.map(\.rawValue))
      ],
      options: [
        Command.Option(
          "format", value: "FORMAT", help: "Layout", default: "csv",
          allowed: RecordFormat.allCases.map(\.rawValue)),
        Command.Option(
          "output", value: "FILE",
          help: "Write it there, readable by you alone; must not exist. Else to standard output"),
        Command.Option(flag: "pseudonymise", help: "Leave out who the records are about"),
        Command.Option(
          "key-file", value: "FILE",
          help: "The key of the pseudonyms: 32 bytes or more, readable by you alone"),
        Command.Option(flag: "new-key", help: "Make the key file; it must not exist"),
      ]),
    Command(
      "retention", section: "Operations", abstract: "How long records are kept",
      discussion: """
        Everything is kept for ever until a period is set. 'rapport serve' deletes what is older \
        once a day; 'rapport retention run' does it at once.
        """,
      isGroup: true),
    Command("retention list", section: "Operations", abstract: "List how long records are kept"),
    Command(
      "retention set", section: "Operations", abstract: "Set how long records of a kind are kept",
      examples: [
        Command.Example("conversations for a year", "rapport retention set messages 365d"),
        Command.Example("purchases for ever again", "rapport retention set interactions off"),
      ],
      arguments: [
        Command.Argument(
          "KIND", help: "Which records", allowed: ExpiringKind.allCases.map(\.rawValue)),
        Command.Argument("PERIOD", help: "Such as 90d, 52w or 2y; off for ever"),
      ]),
    Command(
      "retention run", section: "Operations", abstract: "Delete what is older than that now",
      options: [Command.Option(flag: "dry-run", help: "Count, and delete nothing")]),
  ]
}
