import API
import Service
import Terminal

extension CommandTable {
  /// The commands that answer over HTTP and say who may ask.
  static let serving: [Command] = [
    Command(
      "serve", section: "Operations", abstract: "Answer over HTTP",
      discussion: """
        Serves plain HTTP; put nginx or HAProxy in front for TLS. On the loopback address no key is \
        needed unless --require-key says so; on any other address one always is: 'rapport keys \
        create' makes it. /openapi.json describes every route. SIGTERM or Ctrl-C finishes what is \
        in flight and stops; a second one stops at once.

        A training that POST /v1/training begins uses all processors; models are replaced while \
        requests are answered.
        """,
      examples: [
        Command.Example("on another port", "rapport serve --port 9000"),
        Command.Example(
          "for other machines, a hundred requests a second each",
          "rapport serve --host 0.0.0.0 --rate-limit 100"),
      ],
      options: [
        Command.Option("host", value: "ADDRESS", help: "Where to listen", default: "127.0.0.1"),
        Command.Option(
          "port", value: "PORT", help: "Where to listen; 0 takes any free one",
          default: "8080"),
        Command.Option(
          flag: "require-key", help: "Ask for a key on the loopback address too"),
        Command.Option(
          "rate-limit", value: "N",
          help: "Requests a second that a key, or an address without one, may make; "
            + "\(AccessPolicy.burstSeconds) seconds' worth may come at once. None by default"),
        Command.Option(
          "workers", value: "N",
          help: "Requests worked on at the same time; by default as many as there are processors, "
            + "from two to eight"),
        Command.Option(
          "connections", value: "N", help: "Connections open at the same time", default: "1024"),
        Command.Option(
          "connections-per-address", value: "N",
          help: "Connections of one address; give a proxy room", default: "256"),
        durability,
        Command.Option(
          "cors", value: "ORIGIN",
          help: "Let pages of this origin talk to the bot, as https://shop.example; * for all",
          isRepeating: true),
      ]),
    Command(
      "health", section: "Operations", abstract: "Ask a server on this machine whether it is ready",
      discussion: """
        Exits with 0 where the server is ready, else with 69: for health checks of containers and \
        monitors.
        """,
      options: [
        Command.Option("port", value: "PORT", help: "Where it listens", default: "8080"),
        Command.Option("timeout", value: "SECONDS", help: "How long to wait", default: "2"),
      ]),
    Command("keys", section: "Operations", abstract: "Keys to the HTTP API", isGroup: true),
    Command(
      "keys create", section: "Operations", abstract: "Make a key; it is shown once",
      discussion: """
        Clients send it as 'Authorization: Bearer KEY'. Only a digest of it is kept. Scopes do not \
        hold each other: read asks and lists, write stores, admin trains, chooses models, and \
        exports and erases customers. A serve that runs has to be restarted to know it.
        """,
      examples: [
        Command.Example(
          "for the shop's front", "rapport keys create \"web shop\" --scope read --scope write"),
        Command.Example(
          "for a script, until a day",
          "rapport keys create nightly --scope admin --expires 2027-01-31"
        ),
      ],
      arguments: [Command.Argument("NAME", help: "What it is for")],
      options: [
        Command.Option(
          "scope", value: "SCOPE", help: "What it may be used for",
          allowed: AccessScope.allCases.map(\.rawValue), isRequired: true, isRepeating: true),
        Command.Option(
          "expires", value: "WHEN",
          help: "From when it is not valid any more: a day (YYYY-MM-DD) or a time from now, as 90d"),
      ]),
    Command("keys list", section: "Operations", abstract: "List the keys, without their secrets"),
    Command(
      "keys revoke", section: "Operations", abstract: "Make a key invalid for good",
      discussion: "A serve that runs has to be restarted to forget it.",
      arguments: [Command.Argument("ID", help: "The key's id")]),
  ]

  /// How safe a commit is from a loss of power.
  static let durability = Command.Option(
    "durability", value: "LEVEL",
    help: "normal: a commit outlives a crash of the program; full: of the machine too, and is "
      + "slower", default: "normal", allowed: ["normal", "full"])
}
