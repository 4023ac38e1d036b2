import Engine
import Ingest
import TestSupport
import Testing

@testable import Service
@testable import Support

@Suite struct SupportFilesTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: [
    ("a.csv", "text,intent\n\"refund, please\",refund\n"),
    ("b.csv", "flags,utterance,category,intent\nB,\"refund, please\",REFUND,refund\n"),
    ("c.csv", "text,category\n\"refund, please\",refund\n"),
    ("d.jsonl", "{\"text\": \"refund, please\", \"intent\": \"refund\"}\n"),
  ])
  func `texts and intents are found by their columns`(name: String, content: String) throws {
    #expect(
      try EvaluationFiles.texts(of: directory.file(name, content)) == [
        LabelledText(text: "refund, please", intent: "refund")
      ])
  }

  @Test func `a file without the columns is refused by their names`() {
    let path = directory.file("other.csv", "question,answer\na,b\n")
    #expect {
      try EvaluationFiles.texts(of: path)
    } throws: { error in
      (error as? ImportError)?.message.contains("text") == true
    }
  }

  @Test func `what went wrong is a table that spreadsheets do not run`() {
    let misreading = Misreading(
      text: "=HYPERLINK(\"x\"), please", intent: "refund", predicted: nil, confidence: 0.123_45,
      ranking: [SupportReply.RankedIntent(intent: "track", probability: 0.5)])
    #expect(
      MisreadingFile.csv([misreading]).split(separator: "\r\n") == [
        "text,intent,predicted,confidence,intent_1,probability_1,intent_2,probability_2,"
          + "intent_3,probability_3",
        "\"'=HYPERLINK(\"\"x\"\"), please\",refund,,0.1235,track,0.5,,,,",
      ])
    #expect(MisreadingFile.csv([]).hasPrefix(MisreadingFile.start))
  }
}
