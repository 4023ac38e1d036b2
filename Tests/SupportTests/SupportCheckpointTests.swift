import Engine
import Testing

@testable import Support

@Suite struct SupportCheckpointTests {
  @Test func `a stored model replies as before`() throws {
    let model = try SupportFixture.model()
    let bytes = try model.checkpoint().encoded()
    let restored = try SupportModel(checkpoint: Checkpoint(decoding: bytes))
    #expect(restored.checkpoint() == model.checkpoint())
    for text in ["track my order please", "capital of France", "怎么退", "wrap", "Where is my order?"]
    {
      let before = model.reply(to: text)
      let after = restored.reply(to: text)
      #expect(after.intent == before.intent && after.confidence == before.confidence)
      #expect(after.ranking == before.ranking && after.explanation == before.explanation)
      #expect(after.answer == before.answer && after.suggestions == before.suggestions)
    }
  }

  @Test func `another kind is refused`() {
    do {
      _ = try SupportModel(checkpoint: Checkpoint(kind: "churn"))
      Issue.record("read a churn model")
    } catch {
      #expect(error.code == .invalidCheckpoint)
      #expect(error.message.contains("churn"))
    }
  }

  @Test func `missing or cut parts are refused`() throws {
    let whole = try SupportFixture.model().checkpoint()
    var broken: [Checkpoint] = []
    for name in whole.tensors.keys {
      var copy = whole
      copy.tensors[name] = nil
      broken.append(copy)
    }
    for name in whole.doubles.keys {
      var copy = whole
      copy.doubles[name]?.append(1)
      broken.append(copy)
    }
    for name in whole.integers.keys {
      var copy = whole
      copy.integers[name]?.removeLast()
      broken.append(copy)
    }
    for name in whole.strings.keys {
      var copy = whole
      copy.strings[name]?.removeLast()
      broken.append(copy)
    }
    var negative = whole
    negative.integers["entries.questionCounts"]?[0] = -1
    broken.append(negative)
    for checkpoint in broken {
      #expect(throws: SupportError.self) { try SupportModel(checkpoint: checkpoint) }
    }
  }

  @Test func `entries that none could be trained on are the model's fault`() throws {
    let whole = try SupportFixture.model().checkpoint()
    var alike = whole
    alike.strings["entries.intent"] = whole.strings["entries.intent"]?.map { _ in "a" }
    var silent = whole
    for name in ["entries.questions", "entries.examples"] {
      silent.strings[name] = whole.strings[name]?.map { _ in "" }
    }
    for checkpoint in [alike, silent] {
      let error = #expect(throws: SupportError.self) { try SupportModel(checkpoint: checkpoint) }
      #expect(error?.code == .invalidCheckpoint)
    }
  }
}
