import HTTPServer
import Testing

@Suite struct TraceContextTests {
  private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
  private static let parent = "00f067aa0ba902b7"

  private func context(_ text: String) -> TraceContext? {
    var generator = SystemRandomNumberGenerator()
    return TraceContext(traceparent: text, using: &generator)
  }

  @Test(arguments: [("00", false), ("01", true), ("03", true), ("fe", false)])
  func `a trace is continued with a span of its own`(flags: String, isSampled: Bool) throws {
    let context = try #require(self.context("00-\(Self.trace)-\(Self.parent)-\(flags)"))
    #expect(context.traceID == Self.trace)
    #expect(context.parentID == Self.parent)
    #expect(context.isSampled == isSampled)
    #expect(context.spanID != Self.parent)
    #expect(
      context.traceparent == "00-\(Self.trace)-\(context.spanID)-\(isSampled ? "01" : "00")")
    // What it says of itself can be continued in turn.
    #expect(self.context(context.traceparent)?.parentID == context.spanID)
  }

  @Test(arguments: [
    "", "00", "00-\(trace)-\(parent)", "00-\(trace)-\(parent)-", "00-\(trace)-\(parent)-0",
    "00-\(trace)-\(parent)-01-", "00-\(trace)-\(parent)-01-x", "00-\(trace)-\(parent)-0g",
    "ff-\(trace)-\(parent)-01", "0-\(trace)-\(parent)-01", "00-\(trace)-\(parent) -01",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-\(parent)-01",
    "00-00000000000000000000000000000000-\(parent)-01", "00-\(trace)-0000000000000000-01",
    "00-\(trace)0-\(parent)-01", "00_\(trace)_\(parent)_01", "cc-\(trace)-\(parent)-01x",
  ])
  func `what is no traceparent is not continued`(text: String) {
    #expect(context(text) == nil)
  }

  @Test func `a later version is read as far as this one goes`() {
    #expect(context("cc-\(Self.trace)-\(Self.parent)-01")?.traceID == Self.trace)
    #expect(context("cc-\(Self.trace)-\(Self.parent)-01-what=ever")?.traceID == Self.trace)
  }

  @Test func `a response tells the trace that the client names, and no other`() throws {
    let fixture = try Fixture()
    let client = try fixture.client()
    let given = "traceparent: 00-\(Self.trace)-\(Self.parent)-01\r\n"
    let reply = try client.get("/hello/x", given)
    #expect(reply.headers["traceparent"]?.hasPrefix("00-\(Self.trace)-") == true)
    #expect(reply.headers["traceparent"]?.hasSuffix("-01") == true)
    let others = try ["", "traceparent: 00-1-2-3\r\n", given + given].map { fields in
      try client.get("/hello/x", fields).headers["traceparent"]
    }
    #expect(others == [nil, nil, nil])
    #expect(fixture.finish().map(\.traceID) == [Self.trace, nil, nil, nil])
  }
}
