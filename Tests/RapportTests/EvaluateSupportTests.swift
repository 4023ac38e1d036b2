import TestSupport
import Testing

/// `rapport evaluate support` on files.
@Suite struct EvaluateSupportTests {
  private let directory = TemporaryDirectory()
  private let train: String
  private let test: String

  init() {
    func lines(_ texts: [(String, String)]) -> String {
      "text,intent\n" + texts.map { "\($0),\($1)\n" }.joined()
    }
    let subjects = ["refund", "parcel", "invoice"]
    train = directory.file(
      "train.csv",
      lines(
        subjects.flatMap { subject in
          ["where is my", "i want a", "help with the", "what about my", "no"].map {
            ("\($0) \(subject)", subject)
          }
        } + [("tell me a joke", "oos"), ("where is my refund now", "parcel")]))
    test = directory.file(
      "test.csv",
      lines(subjects.map { ("my \($0) please", $0) } + [("sing a song", "oos")]))
  }

  private func evaluate(_ options: String...) throws -> Finished {
    try Running(
      ["evaluate", "support", "--train", train, "--test", test, "--out-of-scope", "oos"] + options
        + ["--db", directory.file("missing.db")]
    ).finish()
  }

  @Test func `figures are printed, and what went wrong is written`() throws {
    let errors = directory.file("errors.csv")
    let finished = try evaluate("--validation", test, "--learning-curve", "--errors", errors)
    #expect(finished.code == 0, "\(finished.told)")
    for words in [
      "accuracy", "ece_uncalibrated", "selective_accuracy_90", "out_of_scope_fpr95",
      "validation: accuracy", "More texts:", "on the same texts",
    ] {
      #expect(finished.output.contains(words), "\(words): \(finished.output)")
    }
    let table = String(decoding: contents(of: errors), as: UTF8.self)
    #expect(table.hasPrefix("text,intent,predicted,confidence,intent_1"))
    // An earlier table is replaced, any other file is not.
    #expect(try evaluate("--errors", errors).code == 0)
    let refused = try evaluate("--errors", train)
    #expect(refused.code == 73 && refused.errors.contains("such a table"), "\(refused.told)")
  }

  @Test func `options of the bot are refused elsewhere`() throws {
    for words in [
      ["evaluate", "churn", "--models", "all"], ["evaluate", "support", "--validation", test],
      ["evaluate", "support", "--models", "some"],
      ["evaluate", "support", "--train", train, "--test", test, "--validation", test],
    ] {
      let finished = try Running(words + ["--db", directory.file("missing.db")]).finish()
      #expect(finished.code == 64, "\(words): \(finished.told)")
    }
  }
}
