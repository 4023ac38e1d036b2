import Glibc
import TestSupport
import Testing

@Suite struct ChatTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws { db = try TrainedShop.copy(to: directory) }

  /// Runs `rapport chat` with lines on its standard input.
  private func chat(_ lines: [UInt8], _ words: String...) throws -> Finished {
    let path = directory.file("lines")
    write(lines, to: path)
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    return try Running(["chat", "--db", db] + words, input: descriptor).finish()
  }

  @Test func `each line of a pipe gets one reply`() throws {
    let told = try chat(Array("Where is my order?\nthanks\n\n/why\n/nonsense\n/quit\nhi\n".utf8))
    #expect(told.code == 0, "\(told.told)")
    #expect(told.output.contains("tracking link"))
    #expect(told.output.contains("You are welcome."))
    #expect(told.output.contains("There is no /nonsense here"))
    #expect(!told.output.contains("Hello!"))
    #expect(!told.output.contains("\u{1b}["))
    #expect(!told.output.contains("bot >") && !told.output.contains("you >"))
    #expect(told.errors.isEmpty)
  }

  @Test func `with JSON each reply is a line`() throws {
    let told = try chat(Array("zxqv wvut\n1\nhuman".utf8), "--json", "--customer", "c042")
    #expect(told.code == 0, "\(told.told)")
    let answers = try told.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(answers.count == 3)
    #expect(Set(answers.compactMap { $0["conversation_id"]?.string }).count == 1)
    #expect(answers.last?["action"] == .string("handoff"))
  }

  @Test func `judging, a new conversation and a person`() throws {
    let told = try chat(Array("/good\nWhere is my order?\n/bad\n/human\n/new\nhello\n/help\n".utf8))
    #expect(told.code == 0, "\(told.told)")
    for text in [
      "There is no answer to judge yet.", "Sorry about that.", "I hand this over to a person",
      "A new conversation.", "Hello! What can I help you with?", "/why",
    ] {
      #expect(told.output.contains(text), "\(text) in \(told.output)")
    }
    let stats = try rapport("support", "stats", "--json", "--db", db).json()
    #expect(stats["conversations"] == .number(2))
    #expect(stats["unhelpful"] == .number(1))
    #expect(stats["handed_over"] == .number(1))
  }

  @Test func `lines of any kind`() throws {
    var lines: [UInt8] = [0xff, 0xfe, 0x0a, 0x00, 0x0a, 0xf0, 0x9f, 0xa6, 0x8a, 0x0a]
    lines += Array(String(repeating: "a", count: 100_000).utf8)
    lines += Array("\n12345\n/\n\u{1}\u{2}\n".utf8)
    let told = try chat(lines)
    #expect(told.code == 0, "\(told.told)")
    #expect(told.output.contains("too long"))
    #expect(try chat([]).code == 0)
  }

  @Test func `a customer's history and what goes wrong`() throws {
    #expect(try chat(Array("hello\n".utf8), "--customer", "c042").code == 0)
    let history = try rapport("support", "history", "c042", "--db", db)
    #expect(history.code == 0)
    #expect(history.output.contains("hello"))
    #expect(try chat([], "--customer", "nobody").code == 65)
    #expect(try rapport("support", "history", "nobody", "--db", db).code == 65)
    #expect(try rapport("support", "stats", "--since", "soon", "--db", db).code == 64)
    #expect(try rapport("support", "resolve", "c0", "--db", db).code == 65)
    let key = try rapport("keys", "create", "my page", "--scope", "read", "--db", db)
    #expect(key.code == 0 && key.output.contains("."))
    #expect(try rapport("keys", "list", "--db", db).output.contains("my page"))
    #expect(try rapport("keys", "revoke", "k0", "--db", db).code == 64)
    #expect(try rapport("serve", "--cors", "shop.example/x", "--db", db).code == 64)
  }
}
