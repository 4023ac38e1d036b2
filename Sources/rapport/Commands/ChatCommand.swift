import Glibc
import Service
import Storage
import Terminal
import Wording

/// `rapport chat`.
enum ChatCommand {
  static func run(_ context: Context) throws {
    try context.withRapport(.readWrite) { rapport in
      var chat = Chat(
        rapport: rapport, customer: context.invocation.string("customer"), context: context)
      try chat.run()
    }
  }
}

/// A conversation in a terminal or a pipe.
private struct Chat {
  /// The longest message, as over HTTP.
  private static let longest = 65_536

  let rapport: Rapport
  let customer: String?
  let context: Context
  private let isTerminal = isatty(STDIN_FILENO) == 1
  private var conversation: String?
  private var last: SupportAnswer?

  init(rapport: Rapport, customer: String?, context: Context) {
    self.rapport = rapport
    self.customer = customer
    self.context = context
  }

  private var console: Console { context.console }
  private var width: Int { min(console.width ?? 96, 96) }
  /// Whether a person sits on both ends.
  private var isForPerson: Bool { isTerminal && console.output.isTerminal }

  mutating func run() throws {
    // Says at once that there is no bot, or no such customer.
    _ = try rapport.supportModelName()
    if let customer { _ = try rapport.conversations(ofCustomer: customer, limit: 1) }
    if isForPerson {
      console.note("Ask something. /help lists what else there is, Ctrl-D ends.\n")
    }
    while let line = nextLine() {
      let text = trimmed(line)
      if text.isEmpty { continue }
      guard try take(text) else { return }
      console.output.flush()
    }
    if isForPerson { console.line() }
  }

  private func nextLine() -> String? {
    if isForPerson {
      console.output.write(console.style.apply([.bold, .cyan], to: "you ") + "> ")
      console.output.flush()
    }
    return readLine()
  }

  /// Answers a line; false where it ends the conversation.
  private mutating func take(_ text: String) throws -> Bool {
    switch text {
    case "/quit", "/exit", "/q": return false
    case "/help", "/?": help()
    case "/why": explain()
    case "/good": try judge(isHelpful: true)
    case "/bad": try judge(isHelpful: false)
    case "/human": try say("/human")
    case "/new":
      conversation = nil
      last = nil
      tell("A new conversation.")
    default:
      if text.hasPrefix("/"), !text.dropFirst().contains("/"), !text.contains(" ") {
        tell("There is no \(text) here; /help lists what there is.")
      } else {
        try say(text)
      }
    }
    return true
  }

  private mutating func say(_ text: String) throws {
    guard text.utf8.count <= Self.longest else {
      return tell("That message is too long: \(counted(Self.longest, "byte")) are the most.")
    }
    let answer = try rapport.converse(text, customer: customer, conversation: conversation)
    conversation = answer.conversationId
    last = answer
    guard !context.isJSON else {
      console.output.write(bytes: try JSONText.encode(answer))
      return console.line()
    }
    print(answer)
  }

  private func print(_ answer: SupportAnswer) {
    let name = isForPerson ? console.style.apply([.bold, .green], to: "bot ") + "> " : ""
    let indent = isForPerson ? 6 : 0
    let reply = answer.reply ?? ""
    guard !reply.isEmpty else {
      return tell("Kept for the person who takes over.")
    }
    let body = wrapped(reply, width: width, indent: indent)
    console.line(name + body.dropFirst(indent))
    for (index, button) in (answer.buttons ?? []).enumerated() {
      let text = wrapped(button.title, width: width, indent: indent + 4)
      let number = padded("\(index + 1)", to: indent + 2, right: true)
      console.line(number + "  " + text.dropFirst(indent + 4))
    }
    if isForPerson { console.line(console.style.dim("      " + summary(of: answer))) }
    console.line()
  }

  private func summary(of answer: SupportAnswer) -> String {
    let confidence = "confidence \(percentage(answer.confidence, decimals: 0))"
    return switch answer.step {
    case "answer": "\(answer.intent ?? ""), \(confidence)"
    case "handoff": "handed over to a person"
    case "greeting", "thanks", "passed_on": answer.step == "passed_on" ? "passed on" : "small talk"
    default: "asks back, \(confidence)"
    }
  }

  private func help() {
    for (name, text) in [
      ("/why", "which words decided the last answer"), ("/good", "the last answer helped"),
      ("/bad", "it did not"), ("/human", "ask for a person"),
      ("/new", "begin a new conversation"), ("/quit", "end, as Ctrl-D does"),
    ] {
      console.line("  " + padded(name, to: 8) + text)
    }
    console.line("  " + padded("1, 2 …", to: 8) + "pick what is offered")
    console.line()
  }

  private func explain() {
    guard let last, !last.explanation.isEmpty else {
      return tell("There is nothing to explain yet.")
    }
    console.line("Words that decided, in the margin over the runner-up:")
    for word in last.explanation.prefix(10) {
      console.line("  \(padded(signed(word.contribution), to: 7, right: true))  \(word.word)")
    }
    if let first = last.intentRanking.first {
      let others = last.intentRanking.dropFirst().prefix(2).map(\.name).joined(separator: ", ")
      console.line("Nearest: \(first.name)" + (others.isEmpty ? "" : ", then \(others)"))
    }
    console.line()
  }

  private mutating func judge(isHelpful: Bool) throws {
    guard last?.step == "answer" else { return tell("There is no answer to judge yet.") }
    // Said to the bot, it offers what else could be meant.
    try say(isHelpful ? "👍" : "👎")
  }

  /// A word of the program's, not of the bot's.
  private func tell(_ text: String) {
    console.line(console.style.dim(text))
    console.line()
  }

  private func trimmed(_ line: String) -> String {
    let start = line.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
