import Domain
import Service
import Storage
import TestSupport
import Testing

/// `rapport support` as one types it.
@Suite struct GapCommandTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws {
    db = try TrainedShop.copy(to: directory)
    let texts = [
      "do you have gift vouchers", "can I buy a gift voucher?", "gift vouchers please",
      "=HYPERLINK(\"x\"), is a dog allowed in the shop",
    ]
    let store = try Store(opening: db, access: .readWrite)
    try store.write { writer in
      for (row, text) in texts.enumerated() {
        let time = Timestamp(year: 2026, month: 1, day: 1 + row)
        try writer.createConversation(id: "c\(row)", startedAt: time)
        try writer.append(
          ConversationMessage(
            id: "m\(row)", author: .customer, text: text, outcome: "handoff", createdAt: time),
          toConversation: "c\(row)")
      }
    }
    store.close()
  }

  private func support(_ words: String...) throws -> Finished {
    try Running(["support"] + words + ["--db", db]).finish()
  }

  @Test func `gaps are listed, taught and gone`() throws {
    let list = try support("gaps")
    #expect(list.code == 0, "\(list.told)")
    #expect(list.output.contains("gift voucher") && list.output.contains("dog"))
    let gaps = try support("gaps", "--json").json()["gaps"]?.elements ?? []
    #expect(gaps.count == 2 && gaps.first?["count"]?.number == 3)
    let id = try #require(gaps.first?["id"]?.string)
    let added = try support("add", id, "--intent", "vouchers", "--answer", "Yes, from 10 up.")
    #expect(added.code == 0, "\(added.told)")
    #expect(added.output.contains("Intent vouchers made with 3 wordings."), "\(added.told)")
    #expect(added.output.contains("trained in"), "\(added.told)")
    let answer = try rapport("ask", "have you got gift vouchers", "--db", db, "--json").json()
    #expect(answer["intent"]?.string == "vouchers")
    #expect(try support("gaps", "--json").json()["gaps"]?.elements.count == 1)
    #expect(try support("add", id, "--intent", "vouchers").code == 65)
  }

  @Test func `one example is added without training`() throws {
    let added = try support(
      "add", "--intent", "order_tracking", "--text", "wheres my stuff mate", "--no-train")
    #expect(added.output == "Intent order_tracking got 1 wording.\n", "\(added.told)")
    #expect(added.errors.contains("rapport train support"))
    let again = try support(
      "add", "--intent", "order_tracking", "--text", "wheres my stuff mate", "--json"
    ).json()
    #expect(again["added"]?.elements.count == 0 && again["model"] == nil)
  }

  @Test func `a dismissed gap is not listed again`() throws {
    let gaps = try support("gaps", "--json").json()["gaps"]?.elements ?? []
    let id = try #require(gaps.last?["id"]?.string)
    let dismissed = try support("dismiss", id)
    #expect(
      dismissed.output.hasPrefix("Gap \(id) is dismissed, with 1 question such as"),
      "\(dismissed.told)")
    #expect(try support("gaps", "--json").json()["gaps"]?.elements.count == 1)
    #expect(try support("dismiss", id).code == 65)
  }

  @Test func `the table is written as a file for spreadsheets`() throws {
    let path = directory.file("gaps.csv")
    #expect(try support("gaps", "--csv", path).code == 0)
    let text = String(decoding: contents(of: path), as: UTF8.self)
    #expect(text.hasPrefix("gap,question,keywords,count,"))
    #expect(text.split(whereSeparator: \.isNewline).count == 3)
    #expect(text.contains("\"'=HYPERLINK(\"\"x\"\"), is a dog allowed in the shop\""), "\(text)")
    let taken = try support("gaps", "--csv", path)
    #expect(taken.code == 73 && taken.errors.contains("does not exist yet"), "\(taken.told)")
  }

  @Test(arguments: [
    (["add", "--intent", "x"], 64, "--text"), (["add", "g0", "--text", "a"], 64, "--intent"),
    (["add", "g0", "--intent", "x", "--text", "a"], 64, "--text"),
    (["add", "g0000000", "--intent", "x"], 65, "support gaps"),
    (["gaps", "--limit", "0"], 64, "--limit"), (["gaps", "--since", "soon"], 64, "2011-12-09"),
    (["add", "--intent", "nosuch", "--text", "where is my mixer"], 64, "--answer"),
  ])
  func `what cannot be done is refused with the cure`(
    words: [String], code: Int32, cure: String
  ) throws {
    let finished = try Running(["support"] + words + ["--db", db]).finish()
    #expect(finished.code == code && finished.errors.contains(cure), "\(finished.told)")
  }
}
