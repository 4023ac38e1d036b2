import Domain
import Testing

@testable import Support

@Suite struct GapClustersTests {
  private static func questions(_ texts: [String], from first: Int = 0) -> [GapQuestion] {
    texts.enumerated().map { row, text in
      GapQuestion(
        id: "m\(first + row)", text: text, asker: "k\(row % 5)", reason: .handoff,
        askedAt: Timestamp(seconds: Int64(first + row)))
    }
  }

  private static let texts = [
    "do you have gift vouchers", "can I buy a gift voucher?", "gift vouchers please",
    "where can i buy gift vouchers", "is the shop dog friendly", "is my dog allowed in the shop",
    "Do you have gift vouchers?!", "may I bring my dog to the shop", "tell me a joke",
    "有礼品卡卖吗", "我想买礼品卡", "礼品卡在哪里买", "ギフトカードはありますか", "ギフトカードを買いたい",
  ]

  @Test func `questions on one subject stand together, the commonest first`() throws {
    let found = GapClusters(Self.questions(Self.texts))
    #expect(found.clusters.map(\.questions.count) == [5, 3, 3, 2, 1])
    let vouchers = found.clusters[0]
    #expect(vouchers.questions.map(\.id) == ["m6", "m3", "m2", "m1", "m0"], "the newest first")
    #expect(vouchers.askerCount == 4)
    #expect(vouchers.newest == Timestamp(seconds: 6))
    #expect(
      vouchers.keywords.contains("gift") && vouchers.keywords.contains { $0.hasPrefix("voucher") })
    #expect(vouchers.typical.text.lowercased().contains("gift voucher"))
    #expect(vouchers.reasons == [.handoff: 5])
    #expect(found.clusters.contains { $0.keywords.contains("礼品卡") })
    #expect(found.clusters.contains { $0.keywords.contains { "ギフトカード".contains($0) } })
    #expect(found.wordlessCount == 0)
  }

  @Test func `the order in which questions are read does not matter`() {
    let questions = Self.questions(Self.texts)
    let clusters = GapClusters(questions).clusters
    #expect(GapClusters(questions.reversed()).clusters == clusters)
    #expect(GapClusters(questions.sorted { $0.text < $1.text }).clusters == clusters)
  }

  @Test func `names stay when more is asked`() {
    let before = GapClusters(Self.questions(Self.texts)).clusters
    let further = Self.questions(
      ["gift vouchers for my mum", "is a dog allowed in the shop?", "where do you park"], from: 100)
    let after = GapClusters(Self.questions(Self.texts) + further).clusters
    #expect(Set(before.map(\.id)).isSubset(of: after.map(\.id)))
    #expect(after.count == before.count + 1)
    #expect(Set(after.map(\.id)).count == after.count)
    for cluster in after { #expect(cluster.id.hasPrefix("g") && cluster.id.count == 8) }
  }

  @Test func `what was dismissed stays away, with what is asked like it later`() {
    var questions = Self.questions(Self.texts)
    for row in [0, 1, 2, 3, 6] { questions[row].isDismissed = true }
    let later = Self.questions(["do you sell gift vouchers"], from: 100)
    let clusters = GapClusters(questions + later).clusters
    #expect(clusters.map(\.questions.count) == [3, 3, 2, 1])
    #expect(!clusters.contains { $0.keywords.contains("gift") })
    questions.removeAll()
    #expect(GapClusters(questions).clusters.isEmpty)
  }

  @Test func `texts without words are counted and left out`() {
    let found = GapClusters(
      Self.questions(["", "🎉", "?!", "[email]", "[phone] [card]", "1", "12.50", "refund [email]"]))
    #expect(found.wordlessCount == 7)
    #expect(found.clusters.map(\.typical.text) == ["refund [email]"])
  }

  @Test func `signals and buttons ask for nothing to learn`() {
    let found = GapClusters(
      Self.questions(["no", "that was not it", "a person please", "/returns", "人工", "refund form"]))
    #expect(found.clusters.map(\.typical.text) == ["refund form"] && found.wordlessCount == 0)
  }

  @Test func `masks do not make questions alike`() {
    let found = GapClusters(
      Self.questions([
        "[email] [number] cancel subscription", "[email] [number] broken zip",
        "[email] [number] missing button",
      ]))
    #expect(found.clusters.count == 3)
    #expect(found.clusters.allSatisfy { !$0.keywords.contains("email") })
  }

  @Test func `examples are distinct, have words and keep their masks`() {
    let found = GapClusters(
      Self.questions([
        "send the invoice to [email]", "Send the invoice to [email]!", "invoice [email] [card]",
        "invoice", "invoice for [email] and [email] " + String(repeating: "invoice ", count: 70),
      ]))
    #expect(found.clusters.count == 1)
    let examples = Set(found.clusters[0].examples)
    #expect(
      examples.isSubset(of: [
        "send the invoice to [email]", "Send the invoice to [email]!", "invoice",
      ]))
    #expect(examples.count == 2)
  }

  @Test(arguments: [
    ("where is my order", true), ("[email]", false), ("[email] order", false),
    ("order for [email]", true), ("how do I", false), ("", false), ("👍", false), ("退货", true),
    ("[Email] or [not a mask] order", true), (String(repeating: "order ", count: 100), false),
  ])
  func `a text is an example where it says something`(text: String, isExample: Bool) {
    #expect(GapCluster.isExample(text) == isExample)
  }

  @Test func `only questions since a day are counted`() throws {
    let cluster = try #require(GapClusters(Self.questions(Self.texts)).clusters.first)
    #expect(cluster.restricted(since: nil) == cluster)
    let late = try #require(cluster.restricted(since: Timestamp(seconds: 3)))
    #expect(late.questions.map(\.id) == ["m6", "m3"] && late.id == cluster.id)
    #expect(cluster.restricted(since: Timestamp(seconds: 7)) == nil)
  }
}
